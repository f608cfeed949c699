import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { RETENTIONS } from './retention.ts'

/** How long a log group keeps its events, to choose. */
export const RetentionField = ({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}) => (
  <FormField label="Retention setting" description="Events that are older are deleted.">
    <Select
      selectedOption={RETENTIONS.find((option) => option.value === value) ?? null}
      options={[...RETENTIONS]}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  </FormField>
)
