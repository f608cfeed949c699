import './instances.css'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { Copyable } from '../parts/Copyable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { crumbsTo } from './crumbs.ts'
import { idAndName, nameInArn, type ShownInstance, useInstance } from './instances.ts'

/** How to run commands on an instance: `rolecall exec`, and what works there. */
export function Component() {
  const { id = '' } = useParams()
  const query = useInstance(id)
  return (
    <Page
      title="Connect to instance"
      description="Commands run on this machine as if they ran on the instance: with its metadata service, its address and its role."
      above={crumbsTo(id)}
    >
      <Loaded query={query}>{(instance) => <Ways instance={instance} />}</Loaded>
    </Page>
  )
}

function Ways({ instance }: { readonly instance: ShownInstance }) {
  const { InstanceId: id = '', State, IamInstanceProfile, MetadataOptions, Placement } = instance
  const regionOfIt = Placement?.AvailabilityZone?.slice(0, -1) ?? ''
  return (
    <SpaceBetween size="l">
      {State?.Name !== 'running' && (
        <Alert type="warning" header={`The instance is ${State?.Name}`}>
          Only a running instance runs commands. Start it first.
        </Alert>
      )}
      {MetadataOptions?.HttpEndpoint === 'disabled' && (
        <Alert type="warning" header="The instance metadata service is disabled">
          Programs on the instance find no credentials until the{' '}
          <Link href={`/ec2/instances/${id}/metadata-options`}>metadata options</Link> enable it.
        </Alert>
      )}
      <Part title="Open a shell" text={`On ${idAndName(instance)}, from the folder that the server was started in:`}>
        <Command text={`npx rolecall exec ${id} -- bash`} what="Command" />
        <Box>
          In a clone of the project: <Command text={`npm run -s rolecall -- exec ${id} -- bash`} what="npm command" />
        </Box>
        <Box color="text-body-secondary">
          A server of another folder: <code>exec --data DIR</code>. Anything can stand in the place of <code>bash</code>
          : one command, a script, an application.
        </Box>
      </Part>
      <Part
        title="Who the instance is"
        text="The command needs no configuration: it finds the role's credentials itself."
      >
        <Command text={`aws sts get-caller-identity --region ${regionOfIt}`} what="aws command" />
        <Box color="text-body-secondary">
          {IamInstanceProfile?.Arn === undefined ? (
            <>
              The instance has no IAM role, so that this fails for want of credentials.{' '}
              <Link href={`/ec2/instances/${id}/iam-role`}>Modify IAM role</Link>
            </>
          ) : (
            <>
              It answers a session of the role in the instance profile {nameInArn(IamInstanceProfile.Arn)}, named {id}.
              Version 1 of the AWS CLI does not ask the metadata for the region, therefore <code>--region</code>.
            </>
          )}
        </Box>
      </Part>
      <Part title="Read the metadata" text="A token first (IMDSv2), then whatever the instance may know of itself.">
        <Command text={TOKEN} what="token command" />
        <Command text={READ} what="metadata command" />
        <Box color="text-body-secondary">
          {MetadataOptions?.HttpTokens === 'optional'
            ? 'Tokens are optional on this instance: it also answers without one (IMDSv1).'
            : 'Tokens are required on this instance: without one it answers 401.'}{' '}
          <Link href={`/ec2/instances/${id}/metadata`}>View instance metadata</Link>
        </Box>
      </Part>
    </SpaceBetween>
  )
}

const TOKEN =
  'TOKEN=$(curl -s -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 21600" http://169.254.169.254/latest/api/token)'
const READ =
  'curl -s -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/iam/security-credentials/'

const Part = ({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) => (
  <Container
    header={
      <Header variant="h2" description={text}>
        {title}
      </Header>
    }
  >
    <SpaceBetween size="s">{children}</SpaceBetween>
  </Container>
)

const Command = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <div className="instance-command">
    <Copyable text={text} what={what} />
  </div>
)
