import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { type PolicyDraft, RANGES } from './policy-draft.ts'
import { STRENGTHS } from './policy-words.ts'

/** The settings of a custom password policy. */
export function CustomPolicyFields({
  draft,
  change,
}: {
  readonly draft: PolicyDraft
  readonly change: (part: Partial<PolicyDraft>) => void
}) {
  const { strengths } = draft
  return (
    <SpaceBetween size="l">
      <NumberField
        label="Password minimum length"
        unit="characters"
        range={RANGES.length}
        value={draft.length}
        onChange={(length) => change({ length })}
      />
      <Group title="Password strength">
        {STRENGTHS.map(({ setting, label }) => (
          <Checkbox
            key={setting}
            checked={strengths.includes(setting)}
            onChange={({ detail }) =>
              change({
                strengths: detail.checked ? [...strengths, setting] : strengths.filter((other) => other !== setting),
              })
            }
          >
            {label}
          </Checkbox>
        ))}
      </Group>
      <Group title="Other requirements">
        <Checkbox checked={draft.expires} onChange={({ detail }) => change({ expires: detail.checked })}>
          Turn on password expiration
        </Checkbox>
        {draft.expires && (
          <>
            <NumberField
              label="Expire password in"
              unit="days"
              range={RANGES.days}
              value={draft.days}
              onChange={(days) => change({ days })}
            />
            <Checkbox
              checked={draft.hardExpiry}
              description="An expired password signs nobody in until an administrator sets another one."
              onChange={({ detail }) => change({ hardExpiry: detail.checked })}
            >
              Password expiration requires administrator reset
            </Checkbox>
          </>
        )}
        <Checkbox
          checked={draft.ownChange}
          description="Permits every user iam:ChangePassword on the own user, and iam:GetAccountPasswordPolicy."
          onChange={({ detail }) => change({ ownChange: detail.checked })}
        >
          Allow users to change their own password
        </Checkbox>
        <Checkbox checked={draft.prevents} onChange={({ detail }) => change({ prevents: detail.checked })}>
          Prevent password reuse
        </Checkbox>
        {draft.prevents && (
          <NumberField
            label="Remember"
            unit="passwords"
            range={RANGES.remembered}
            value={draft.remembered}
            onChange={(remembered) => change({ remembered })}
          />
        )}
      </Group>
    </SpaceBetween>
  )
}

const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <FormField label={title}>
    <SpaceBetween size="s">{children}</SpaceBetween>
  </FormField>
)

const NumberField = ({
  label,
  unit,
  range: [least, most],
  value,
  onChange,
}: {
  readonly label: string
  readonly unit: string
  readonly range: readonly [number, number]
  readonly value: string
  readonly onChange: (value: string) => void
}) => (
  <FormField label={label} constraintText={`Needs to be between ${least} and ${most} ${unit}.`}>
    <Input type="number" inputMode="numeric" value={value} onChange={({ detail }) => onChange(detail.value)} />
  </FormField>
)
