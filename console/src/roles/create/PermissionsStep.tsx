import SpaceBetween from '@cloudscape-design/components/space-between'
import { BoundaryFields } from '../../permissions/BoundaryFields.tsx'
import { PolicyPicker } from '../../permissions/PolicyPicker.tsx'
import type { StepProps } from './CreateRolePage.tsx'

/** The wizard's second step: what the role permits. */
export const PermissionsStep = ({ draft, change }: StepProps) => (
  <SpaceBetween size="l">
    <PolicyPicker
      title="Permissions policies"
      selection="multi"
      selected={draft.policies}
      onSelect={(policies) => change({ policies })}
    />
    <BoundaryFields kind="role" value={draft} change={change} />
  </SpaceBetween>
)
