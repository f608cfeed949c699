import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { config } from '../app/config.ts'
import { notify } from '../app/notify.ts'
import { Actions } from '../parts/Actions.tsx'
import { Copyable } from '../parts/Copyable.tsx'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { AliasDialog } from './AliasDialog.tsx'
import { deleteAlias, signInAddress, useAccountAlias } from './account.ts'

/** The account: its id, its alias, and where its users sign in. */
export function AccountCard() {
  const alias = useAccountAlias()
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const close = () => setOpen(undefined)
  const current = alias.data ?? undefined
  const changed = (message: string) => {
    close()
    notify('success', message)
    void alias.refetch()
  }
  return (
    <Container header={<Header variant="h2">AWS account</Header>}>
      <KeyValuePairs
        items={[
          { label: 'Account ID', value: <Copyable text={config().account} what="Account ID" /> },
          {
            label: 'Account alias',
            value: (
              <Loaded query={alias}>
                {(name) =>
                  name === null ? (
                    <Button onClick={() => setOpen('edit')}>Create</Button>
                  ) : (
                    <>
                      <Copyable text={name} what="Account alias" />
                      <Actions>
                        <Button onClick={() => setOpen('edit')}>Edit</Button>
                        <Button onClick={() => setOpen('delete')}>Delete</Button>
                      </Actions>
                    </>
                  )
                }
              </Loaded>
            ),
          },
          {
            label: 'Sign-in URL for IAM users in this account',
            value: <Copyable text={signInAddress()} what="Sign-in URL" />,
          },
        ]}
      />
      {open === 'edit' && (
        <AliasDialog
          current={current}
          dismiss={close}
          done={(name) => changed(`The account's alias is ${name}. Its users can sign in with it.`)}
        />
      )}
      {open === 'delete' && current !== undefined && (
        <DeleteDialog
          noun="account alias"
          names={[current]}
          remove={() => deleteAlias(current)}
          dismiss={close}
          done={() => changed(`Deleted the alias ${current}.`)}
        >
          Users sign in with the account ID then.
        </DeleteDialog>
      )}
    </Container>
  )
}
