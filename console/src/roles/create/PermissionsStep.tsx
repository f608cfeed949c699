import ExpandableSection from '@cloudscape-design/components/expandable-section'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { BOUNDARY_MEANS } from '../../permissions/PermissionsBoundary.tsx'
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
    <ExpandableSection
      variant="container"
      headerText="Set permissions boundary - optional"
      headerDescription={BOUNDARY_MEANS}
      defaultExpanded={draft.limited}
    >
      <SpaceBetween size="m">
        <RadioGroup
          ariaLabel="Permissions boundary"
          value={draft.limited ? 'limited' : 'unlimited'}
          items={[
            { value: 'unlimited', label: 'Create role without a permissions boundary' },
            { value: 'limited', label: 'Use a permissions boundary to control the maximum role permissions' },
          ]}
          onChange={({ detail }) => change({ limited: detail.value === 'limited' })}
        />
        {draft.limited && (
          <PolicyPicker
            title="Boundary policies"
            selection="single"
            selected={draft.boundary}
            onSelect={(boundary) => change({ boundary })}
          />
        )}
      </SpaceBetween>
    </ExpandableSection>
  </SpaceBetween>
)
