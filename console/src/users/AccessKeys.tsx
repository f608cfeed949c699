import type { AccessKeyLastUsed } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { holderHref } from '../permissions/holder.ts'
import { accessKeyDeletion, keyStatusChange, MOST_KEYS, type UsedKey, useAccessKeys } from './access-keys.ts'

const COLUMNS: readonly Column<UsedKey>[] = [
  { header: 'Access key ID', value: ({ AccessKeyId }) => AccessKeyId, cell: ({ AccessKeyId }) => AccessKeyId },
  { header: 'Status', value: ({ Status }) => Status, cell: ({ Status }) => Status },
  {
    header: 'Created',
    value: ({ CreateDate }) => CreateDate?.getTime(),
    cell: ({ CreateDate }) => <Time at={CreateDate} />,
  },
  {
    header: 'Last used',
    value: ({ lastUsed }) => lastUsed?.LastUsedDate?.getTime(),
    cell: ({ lastUsed }) => <LastUsed used={lastUsed} />,
  },
]

/** When, and with which service in which region. */
function LastUsed({ used }: { readonly used: AccessKeyLastUsed | undefined }) {
  if (!used?.LastUsedDate) return 'Never'
  return (
    <>
      <Time at={used.LastUsedDate} />
      <Box color="text-body-secondary" fontSize="body-s">
        {used.ServiceName} in {used.Region}
      </Box>
    </>
  )
}

interface Asked {
  readonly what: 'activate' | 'deactivate' | 'delete'
  readonly id: string
}

/** The access keys of a user. */
export function AccessKeys({ userName }: { readonly userName: string }) {
  const query = useAccessKeys(userName)
  const [asked, setAsked] = useState<Asked>()
  const full = (query.data?.length ?? 0) >= MOST_KEYS
  return (
    <>
      <ResourceTable
        title="Access keys"
        noun="access key"
        description="An access key signs calls of the APIs. A user has two at most: one in use, one to change it for."
        query={query}
        columns={COLUMNS}
        name={({ AccessKeyId = '' }) => AccessKeyId}
        selection="single"
        empty="There are no access keys. Create one for a program that cannot have a role; on an instance, a role is better."
        actions={([key]) => (
          <>
            <KeyActions chosen={key} ask={setAsked} />
            <Button
              href={`${holderHref({ kind: 'user', name: userName })}/create-access-key`}
              disabled={full}
              disabledReason="The user has two access keys, the most there can be. Delete one first."
            >
              Create access key
            </Button>
          </>
        )}
      />
      {asked && <KeyDialog userName={userName} asked={asked} close={() => setAsked(undefined)} />}
    </>
  )
}

function KeyActions({ chosen, ask }: { readonly chosen: UsedKey | undefined; readonly ask: (asked: Asked) => void }) {
  const active = chosen?.Status === 'Active'
  return (
    <ButtonDropdown
      disabled={!chosen}
      disabledReason="Select an access key."
      items={[
        {
          id: 'activate',
          text: 'Activate',
          disabled: active,
          disabledReason: 'The key is active.',
        },
        {
          id: 'deactivate',
          text: 'Deactivate',
          disabled: !active,
          disabledReason: 'The key is inactive.',
        },
        {
          id: 'delete',
          text: 'Delete',
          disabled: active,
          disabledReason: 'Deactivate the key first, and see that nothing misses it.',
        },
      ]}
      // The ids are those above.
      onItemClick={({ detail }) => ask({ what: detail.id as Asked['what'], id: chosen?.AccessKeyId ?? '' })}
    >
      Actions
    </ButtonDropdown>
  )
}

function KeyDialog({
  userName,
  asked: { what, id },
  close,
}: {
  readonly userName: string
  readonly asked: Asked
  readonly close: () => void
}) {
  const run = useSteps()
  const told = (sentence: string) => () => {
    close()
    notify('success', sentence)
  }
  if (what === 'delete')
    return (
      <DeleteDialog
        noun="access key"
        names={[id]}
        remove={() => run([accessKeyDeletion(userName, id)])}
        dismiss={close}
        done={told(`Deleted the access key ${id}.`)}
      >
        Nobody can bring it back.
      </DeleteDialog>
    )
  const activation = what === 'activate'
  return (
    <ConfirmDialog
      title={`${activation ? 'Activate' : 'Deactivate'} ${id}?`}
      verb={activation ? 'Activate' : 'Deactivate'}
      act={() => run([keyStatusChange(userName, id, activation ? 'Active' : 'Inactive')])}
      dismiss={close}
      done={told(`The access key ${id} is ${activation ? 'active' : 'inactive'}.`)}
    >
      <Box>
        {activation
          ? 'Calls that are signed with it are allowed again, as the policies permit.'
          : 'Calls that are signed with it are refused until it is activated again.'}
      </Box>
    </ConfirmDialog>
  )
}
