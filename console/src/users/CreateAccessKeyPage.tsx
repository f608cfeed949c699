import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { failureOf } from '../aws/failure.ts'
import { Copyable } from '../parts/Copyable.tsx'
import { csv } from '../parts/csv.ts'
import { download } from '../parts/download.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { Page } from '../parts/Page.tsx'
import { Secret } from '../parts/Secret.tsx'
import { holderHref } from '../permissions/holder.ts'
import { createAccessKey, describeKey, type NewAccessKey } from './access-keys.ts'
import { USERS_CRUMBS } from './users.ts'

/** Security credentials > Create access key, and the key, once. */
export function Component() {
  const { name = '' } = useParams()
  const queries = useQueryClient()
  const [description, setDescription] = useState('')
  const [key, setKey] = useState<NewAccessKey>()
  const back = `${holderHref({ kind: 'user', name })}?tab=security`
  if (key) return <Retrieve userName={name} back={back} accessKey={key} />
  return (
    <FormPage
      title="Create access key"
      description={`For programs that call the APIs as ${name}.`}
      above={[...USERS_CRUMBS, { text: name, href: back }]}
      submitLabel="Create access key"
      submit={() => createAccessKey(name)}
      done={(created) => {
        setKey(created)
        // The key is there whatever becomes of its description.
        if (description !== '') describeKey(name, created.id, description).catch(tellDescriptionFailed)
        void queries.invalidateQueries()
      }}
    >
      <Fields title="Access key best practices & alternatives">
        <Alert type="info">
          A key that nobody keeps cannot leak: what runs on an instance takes short-lived credentials of a role from its{' '}
          <Link href="/iam/instance-profiles">instance profile</Link>, and a person signs in or assumes a role.
        </Alert>
      </Fields>
      <Fields title="Set description tag - optional">
        <FormField
          label="Description tag value"
          description="What the key is for and where it is kept. It is a tag of the user, with the key's ID for its key."
        >
          <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
        </FormField>
      </Fields>
    </FormPage>
  )
}

const tellDescriptionFailed = (error: unknown) =>
  notify('warning', `The access key was created, its description was not kept: ${failureOf(error).sentence}`)

function Retrieve({
  userName,
  back,
  accessKey: { id, secret },
}: {
  readonly userName: string
  readonly back: string
  readonly accessKey: NewAccessKey
}) {
  return (
    <Page title="Retrieve access keys" above={[...USERS_CRUMBS, { text: userName, href: back }]}>
      <Alert type="success" header="Access key created">
        The secret access key is shown this once. Copy or download it now: one that is lost can only be replaced by a
        new key.
      </Alert>
      <Container header={<Header variant="h2">Access key</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Access key', value: <Copyable text={id} what="Access key" /> },
            { label: 'Secret access key', value: <Secret text={secret} what="Secret access key" /> },
          ]}
        />
      </Container>
      <Box float="right">
        <div className="actions">
          <Button
            iconName="download"
            onClick={() =>
              download(
                `${userName}_accessKeys.csv`,
                'text/csv',
                csv([
                  ['Access key ID', 'Secret access key'],
                  [id, secret],
                ]),
              )
            }
          >
            Download .csv file
          </Button>
          <Button variant="primary" href={back}>
            Done
          </Button>
        </div>
      </Box>
    </Page>
  )
}
