import SpaceBetween from '@cloudscape-design/components/space-between'
import Tiles from '@cloudscape-design/components/tiles'
import { GroupPicker } from '../../groups/GroupPicker.tsx'
import { Fields } from '../../parts/FormPage.tsx'
import { BoundaryFields } from '../../permissions/BoundaryFields.tsx'
import { PolicyPicker } from '../../permissions/PolicyPicker.tsx'
import { UserPicker } from '../UserPicker.tsx'
import type { StepProps } from './CreateUserPage.tsx'
import type { PermissionWay } from './user-draft.ts'

const WAYS: readonly { readonly value: PermissionWay; readonly label: string; readonly description: string }[] = [
  {
    value: 'group',
    label: 'Add user to group',
    description: 'The user is permitted what its groups are permitted: the way to manage many users.',
  },
  {
    value: 'copy',
    label: 'Copy permissions',
    description:
      'Groups, attached policies, inline policies and the permissions boundary, as another user has them now.',
  },
  {
    value: 'attach',
    label: 'Attach policies directly',
    description: 'Managed policies for this user alone. Attached to a group they are easier to keep track of.',
  },
]

/** The wizard's second step: where the permissions come from, and what bounds them. */
export const PermissionsStep = ({ draft, change }: StepProps) => (
  <SpaceBetween size="l">
    <Fields title="Permissions options">
      <Tiles
        ariaLabel="Permissions options"
        value={draft.way}
        items={WAYS}
        columns={3}
        // The values are those above.
        onChange={({ detail }) => change({ way: detail.value as PermissionWay })}
      />
    </Fields>
    {draft.way === 'group' && <GroupPicker selected={draft.groups} onSelect={(groups) => change({ groups })} />}
    {draft.way === 'copy' && (
      <UserPicker title="Users" selection="single" selected={draft.copied} onSelect={(copied) => change({ copied })} />
    )}
    {draft.way === 'attach' && (
      <PolicyPicker
        title="Permissions policies"
        selection="multi"
        selected={draft.policies}
        onSelect={(policies) => change({ policies })}
      />
    )}
    <BoundaryFields kind="user" value={draft} change={change} />
  </SpaceBetween>
)
