import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { hopLimitProblem, type MetadataChoice } from './metadata-choice.ts'

/** The options of the instance metadata service to choose; `open` lets each be left to the account and the image. */
export function MetadataFields({
  choice,
  onChange,
  open = false,
}: {
  readonly choice: MetadataChoice
  readonly onChange: (choice: MetadataChoice) => void
  readonly open?: boolean
}) {
  const left = open ? [{ value: '', label: 'As the account and the image have it' }] : []
  const off = choice.endpoint === 'disabled'
  // Each list of options holds exactly the values of its member.
  const change = (changed: Partial<Record<keyof MetadataChoice, string | undefined>>) =>
    onChange({ ...choice, ...changed } as MetadataChoice)
  return (
    <SpaceBetween size="m">
      <FormField label="Instance metadata service" description="Disabled: every request is answered 403.">
        <Choice
          value={choice.endpoint}
          options={[...left, { value: 'enabled', label: 'Enabled' }, { value: 'disabled', label: 'Disabled' }]}
          onChange={(endpoint) => change({ endpoint })}
        />
      </FormField>
      <FormField
        label="Metadata version"
        description="IMDSv2 asks for a token before each read, so that a program that is tricked into one request hands nothing out."
      >
        <Choice
          value={choice.tokens}
          disabled={off}
          options={[
            ...left,
            { value: 'required', label: 'V2 only (token required)', description: 'IMDSv2 required' },
            { value: 'optional', label: 'V1 and V2 (token optional)', description: 'IMDSv2 optional' },
          ]}
          onChange={(tokens) => change({ tokens })}
        />
      </FormField>
      <FormField
        label="Metadata response hop limit"
        description="How many hops the answer with a token may travel. A container on the instance is one hop away: it needs 2."
        errorText={hopLimitProblem(choice)}
      >
        <Input
          type="number"
          inputMode="numeric"
          value={choice.hopLimit}
          disabled={off}
          placeholder={open ? 'As the account and the image have it' : ''}
          onChange={({ detail }) => change({ hopLimit: detail.value })}
        />
      </FormField>
      <FormField
        label="Allow tags in metadata"
        description="The instance reads its own tags below latest/meta-data/tags/instance."
      >
        <Choice
          value={choice.tags}
          disabled={off}
          options={[...left, { value: 'enabled', label: 'Enable' }, { value: 'disabled', label: 'Disable' }]}
          onChange={(tags) => change({ tags })}
        />
      </FormField>
      <FormField label="Metadata IPv6 endpoint" description="The service answers at [fd00:ec2::254] as well.">
        <Choice
          value={choice.ipv6}
          disabled={off}
          options={[...left, { value: 'enabled', label: 'Enabled' }, { value: 'disabled', label: 'Disabled' }]}
          onChange={(ipv6) => change({ ipv6 })}
        />
      </FormField>
    </SpaceBetween>
  )
}

const Choice = ({
  value,
  options,
  disabled = false,
  onChange,
}: {
  readonly value: string
  readonly options: readonly SelectProps.Option[]
  readonly disabled?: boolean
  readonly onChange: (value: string | undefined) => void
}) => (
  <Select
    selectedOption={options.find((option) => option.value === value) ?? null}
    options={options}
    disabled={disabled}
    onChange={({ detail }) => onChange(detail.selectedOption.value)}
  />
)
