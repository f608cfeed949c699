import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import { Fields } from '../../parts/FormPage.tsx'
import { COMMON_SERVICES, OTHER_SERVICES, type TrustedService, trustedService } from '../use-cases.ts'
import type { StepProps } from './CreateRolePage.tsx'
import { withUseCase } from './role-draft.ts'

const optionsOf = (services: readonly TrustedService[]) =>
  services.map(({ service, useCases: [first] }) => ({
    value: service,
    label: service,
    ...(first && { description: first.principal }),
  }))

const OPTIONS = [
  { label: 'Commonly used services', options: optionsOf(COMMON_SERVICES) },
  { label: 'Other AWS services', options: optionsOf(OTHER_SERVICES) },
]

/** Which service is to assume the role, and for what. */
export function ServiceFields({ draft, change }: StepProps) {
  const chosen = trustedService(draft.service)
  const choose = (service: string, useCase: string) => change(withUseCase(draft, service, useCase))
  return (
    <Fields title="Use case">
      <FormField label="Service or use case" description="Another service is trusted by a custom trust policy.">
        <Select
          placeholder="Choose a service or use case"
          selectedOption={chosen ? { value: chosen.service, label: chosen.service } : null}
          options={OPTIONS}
          filteringType="auto"
          filteringPlaceholder="Find services"
          filteringAriaLabel="Find services"
          onChange={({ detail }) => {
            const service = detail.selectedOption.value ?? ''
            choose(service, trustedService(service)?.useCases[0]?.name ?? '')
          }}
        />
      </FormField>
      {chosen && (
        <FormField label="Use case" description="Choose a use case for the specified service.">
          <RadioGroup
            value={draft.useCase ?? null}
            items={chosen.useCases.map(({ name, description }) => ({ value: name, label: name, description }))}
            onChange={({ detail }) => choose(chosen.service, detail.value)}
          />
        </FormField>
      )}
    </Fields>
  )
}
