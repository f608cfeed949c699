import type { InstanceProfile, Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import { failureOf } from '../aws/failure.ts'
import { profileHref } from '../instance-profiles/profiles.ts'
import { Copyable } from '../parts/Copyable.tsx'
import { relativeTime, Time } from '../parts/Time.tsx'
import { roleHref, shownDuration, useProfilesOf } from './roles.ts'
import { canBeSwitchedTo } from './trusted-entities.ts'

/** What a role's page says first. */
export function RoleSummary({ role, name }: { readonly role: Role; readonly name: string }) {
  const { Arn = '', CreateDate, MaxSessionDuration = 3600, RoleLastUsed, AssumeRolePolicyDocument } = role
  const lastUsed = RoleLastUsed?.LastUsedDate
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button href={`${roleHref(name)}/edit`}>Edit</Button>}>
          Summary
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        minColumnWidth={220}
        items={[
          { label: 'Creation date', value: <Time at={CreateDate} /> },
          { label: 'Last activity', value: lastUsed ? relativeTime(lastUsed) : '-' },
          { label: 'Maximum session duration', value: shownDuration(MaxSessionDuration) },
          { label: 'ARN', value: <Copyable text={Arn} what="ARN" /> },
          { label: 'Instance profile ARN', value: <Profiles role={name} /> },
          ...(canBeSwitchedTo(AssumeRolePolicyDocument)
            ? [
                {
                  label: 'Link to switch roles in console',
                  value: <Copyable text={switchLinkOf(Arn)} what="link" />,
                },
              ]
            : []),
        ]}
      />
    </Container>
  )
}

function Profiles({ role }: { readonly role: string }) {
  const { data, error } = useProfilesOf(role)
  if (error) return failureOf(error).sentence
  if (!data) return 'Loading'
  return data.length === 0 ? '-' : data.map((profile) => <Profile key={profile.Arn} profile={profile} />)
}

const Profile = ({ profile: { Arn = '', InstanceProfileName = '' } }: { readonly profile: InstanceProfile }) => (
  <div>
    <Copyable text={Arn} what="instance profile ARN" />
    <br />
    <Link href={profileHref(InstanceProfileName)}>View instance profile</Link>
  </div>
)

/** `arn:aws:iam::ACCOUNT:role/PATH/NAME` as the page to switch roles wants it, which takes the path with the name. */
function switchLinkOf(arn: string): string {
  const [, account = '', roleName = ''] = /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(arn) ?? []
  return `${location.origin}/switch-role?${new URLSearchParams({ roleName, account })}`
}
