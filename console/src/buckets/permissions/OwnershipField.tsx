import type { ObjectOwnership } from '@aws-sdk/client-s3'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { OWNERSHIPS } from './ownership.ts'

/** Object ownership to choose. */
export const OwnershipField = ({
  ownership,
  onChange,
}: {
  readonly ownership: ObjectOwnership
  readonly onChange: (ownership: ObjectOwnership) => void
}) => (
  <RadioGroup
    ariaLabel="Object Ownership"
    value={ownership}
    items={[...OWNERSHIPS]}
    onChange={({ detail }) => onChange(OWNERSHIPS.find(({ value }) => value === detail.value)?.value ?? ownership)}
  />
)
