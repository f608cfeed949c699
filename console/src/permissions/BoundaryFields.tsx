import ExpandableSection from '@cloudscape-design/components/expandable-section'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { BoundaryChoice } from './boundary-choice.ts'
import { BOUNDARY_MEANS } from './PermissionsBoundary.tsx'
import { PolicyPicker } from './PolicyPicker.tsx'

/** The optional permissions boundary of a role or user that is being created. */
export const BoundaryFields = ({
  kind,
  value: { limited, boundary },
  change,
}: {
  readonly kind: 'role' | 'user'
  readonly value: BoundaryChoice
  readonly change: (part: Partial<BoundaryChoice>) => void
}) => (
  <ExpandableSection
    variant="container"
    headerText="Set permissions boundary - optional"
    headerDescription={BOUNDARY_MEANS}
    defaultExpanded={limited}
  >
    <SpaceBetween size="m">
      <RadioGroup
        ariaLabel="Permissions boundary"
        value={limited ? 'limited' : 'unlimited'}
        items={[
          { value: 'unlimited', label: `Create ${kind} without a permissions boundary` },
          { value: 'limited', label: `Use a permissions boundary to control the maximum ${kind} permissions` },
        ]}
        onChange={({ detail }) => change({ limited: detail.value === 'limited' })}
      />
      {limited && (
        <PolicyPicker
          title="Boundary policies"
          selection="single"
          selected={boundary}
          onSelect={(chosen) => change({ boundary: chosen })}
        />
      )}
    </SpaceBetween>
  </ExpandableSection>
)
