import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { Copyable } from '../parts/Copyable.tsx'
import { Time } from '../parts/Time.tsx'
import { Countdown } from './Countdown.tsx'
import { currentIssue, type ProfileSight } from './iam-metadata.ts'
import type { Told } from './metadata-item.ts'
import { rotationOf } from './role-credentials.ts'

/** The credentials that the instance finds: whose they are, since when, and until when. */
export function RoleCredentials({
  instanceId,
  source,
  tokens,
}: {
  readonly instanceId: string
  readonly source: Told<ProfileSight>
  readonly tokens: string | undefined
}) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<Button href={`/ec2/instances/${instanceId}/iam-role`}>Modify IAM role</Button>}
          description="The key stands in the trail, where EC2 takes the role for the instance; the secret and the token leave the server for the instance only."
        >
          Role credentials
        </Header>
      }
    >
      {'untold' in source ? (
        <Alert type="warning">{source.untold}</Alert>
      ) : (
        <Sight instanceId={instanceId} sight={source.told} tokens={tokens} />
      )}
    </Container>
  )
}

function Sight({
  instanceId,
  sight,
  tokens,
}: {
  readonly instanceId: string
  readonly sight: ProfileSight
  readonly tokens: string | undefined
}): ReactNode {
  if (sight.kind === 'none')
    return (
      <Box>
        No IAM role is attached: <code>iam/</code> is not found, and programs find no credentials.
      </Box>
    )
  if (sight.kind === 'not found')
    return <Alert type="warning">The associated instance profile is gone, so that no role is found.</Alert>
  const [role] = sight.profile.Roles ?? []
  if (!role) return <Alert type="warning">There is no role in the instance profile.</Alert>
  if ('untold' in sight.issues)
    return <Alert type="warning">The trail could not be read, which tells the key: {sight.issues.untold}</Alert>
  const issue = currentIssue(sight)
  if (!issue)
    return (
      <Box>
        Nothing on the instance has asked for the credentials of{' '}
        <Link href={`/iam/roles/${role.RoleName}`}>{role.RoleName}</Link> yet. A set is made when something does, for
        example by <Link href={`/ec2/instances/${instanceId}/connect`}>a command</Link>.
      </Box>
    )
  if (issue.kind === 'refused')
    return (
      <Alert
        type="error"
        header="EC2 may not take the role"
        action={<Button href={`/trail/${issue.callId}`}>Why?</Button>}
      >
        It was refused on <Time at={issue.at} />. The trust policy of {role.RoleName} has to let ec2.amazonaws.com
        assume it.
      </Alert>
    )
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Role', value: <Link href={`/iam/roles/${role.RoleName}`}>{role.RoleName}</Link> },
          { label: 'Access key ID', value: <Copyable text={issue.accessKeyId} what="Access key ID" /> },
          {
            label: 'Issued',
            value: (
              <>
                <Time at={issue.at} /> (<Link href={`/trail/${issue.callId}`}>call</Link>)
              </>
            ),
          },
          { label: 'Next set', value: <Countdown to={rotationOf(issue)} after="With the next request" /> },
          { label: 'Expires', value: <Countdown to={issue.expires} after="Expired" /> },
        ]}
      />
      <Box color="text-body-secondary">
        The next set is there after five hours, and both are good in between.
        {tokens === 'optional' &&
          ' Requests with a token and requests without one are handed sets of their own; this is the one that was made last.'}
      </Box>
    </SpaceBetween>
  )
}
