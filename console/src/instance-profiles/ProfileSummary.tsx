import type { InstanceProfile } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { Actions } from '../parts/Actions.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { Copyable } from '../parts/Copyable.tsx'
import { Time } from '../parts/Time.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { roleHref } from '../roles/roles.ts'
import { profileHref, roleChange, roleNameIn } from './profiles.ts'

/** The profile and the role that it carries; the role can be put in, replaced and taken out. */
export function ProfileSummary({ profile, name }: { readonly profile: InstanceProfile; readonly name: string }) {
  const runSteps = useSteps()
  const [removing, setRemoving] = useState(false)
  const role = roleNameIn(profile)
  const page = `${profileHref(name)}/role`
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            role === undefined ? (
              <Button href={page}>Add role</Button>
            ) : (
              <Actions>
                <Button onClick={() => setRemoving(true)}>Remove role</Button>
                <Button href={page}>Replace role</Button>
              </Actions>
            )
          }
        >
          Summary
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        minColumnWidth={220}
        items={[
          { label: 'ARN', value: <Copyable text={profile.Arn ?? ''} what="ARN" /> },
          {
            label: 'Role',
            value:
              role === undefined ? 'None: an instance gets no credentials' : <Link href={roleHref(role)}>{role}</Link>,
          },
          { label: 'Creation date', value: <Time at={profile.CreateDate} /> },
          { label: 'Instance profile ID', value: <Copyable text={profile.InstanceProfileId ?? ''} what="ID" /> },
          { label: 'Path', value: profile.Path ?? '/' },
        ]}
      />
      {removing && (
        <ConfirmDialog
          title={`Remove ${role} from ${name}?`}
          verb="Remove role"
          act={() => runSteps(roleChange(profile, undefined))}
          dismiss={() => setRemoving(false)}
          done={() => {
            setRemoving(false)
            notify('success', `${name} carries no role any more.`)
          }}
        >
          <Box>Instances that have this profile get no credentials any more. The role {role} itself stays.</Box>
        </ConfirmDialog>
      )}
    </Container>
  )
}
