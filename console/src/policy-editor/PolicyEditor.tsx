import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'

export type EditedKind = 'identity' | 'trust' | 'resource' | 'boundary' | 'session'

/** A policy document to write: JSON text in, JSON text out. */
export function PolicyEditor({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly kind: EditedKind
  /** JSON text, as it stands while somebody writes. */
  readonly value: string
  readonly onChange: (text: string) => void
}) {
  return (
    <FormField label={label} stretch>
      <Textarea value={value} rows={18} spellcheck={false} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  )
}
