import './trail.css'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Input from '@cloudscape-design/components/input'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Call } from './call.ts'
import { shortPrincipal } from './names.ts'

/** Endpoints by what AWS calls the service. */
const SERVICES: Readonly<Record<string, string>> = {
  iam: 'IAM',
  sts: 'STS',
  ec2: 'EC2',
  s3: 'S3',
  logs: 'CloudWatch Logs',
  monitoring: 'CloudWatch',
  cloudtrail: 'CloudTrail',
  'access-analyzer': 'IAM Access Analyzer',
}

const DECISIONS: readonly SelectProps.Option[] = [
  { value: '', label: 'Any decision' },
  { value: 'denied', label: 'Denied' },
  { value: 'partly denied', label: 'Partly denied' },
  { value: 'allowed', label: 'Allowed' },
  { value: 'failed', label: 'Failed' },
]

const SERVICE_OPTIONS: readonly SelectProps.Option[] = [
  { value: '', label: 'Any service' },
  ...Object.entries(SERVICES).map(([value, label]) => ({ value, label })),
]

/** What is typed becomes the filter once nobody has typed for so long. */
const TYPING_MS = 300

/** The filters of the event history; they stand in the address. */
export function TrailFilters({ calls }: { readonly calls: readonly Call[] }) {
  const [params, setParams] = useSearchParams()
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        if (value === '') after.delete(name)
        else after.set(name, value)
        return after
      },
      { replace: true },
    )
  const principals = [...new Set(calls.map(({ principal }) => principal))].filter((arn) => arn !== '').sort()
  return (
    <div className="trail-filters">
      <Typed name="text" set={set}>
        {(value, change) => (
          <Input
            type="search"
            value={value}
            onChange={({ detail }) => change(detail.value)}
            placeholder="Find action, resource, address, error, id"
            ariaLabel="Find calls"
          />
        )}
      </Typed>
      <Typed name="principal" set={set}>
        {(value, change) => (
          <Autosuggest
            value={value}
            onChange={({ detail }) => change(detail.value)}
            options={principals.map((arn) => ({ value: arn, label: shortPrincipal(arn), description: arn }))}
            placeholder="Any principal"
            ariaLabel="Principal"
            enteredTextLabel={(text) => `Use “${text}”`}
            empty="No principal was seen yet"
            clearAriaLabel="Clear principal"
          />
        )}
      </Typed>
      <Select
        ariaLabel="Service"
        options={SERVICE_OPTIONS}
        selectedOption={chosen(SERVICE_OPTIONS, params.get('service'))}
        onChange={({ detail }) => set('service', detail.selectedOption.value ?? '')}
      />
      <Select
        ariaLabel="Decision"
        options={DECISIONS}
        selectedOption={chosen(DECISIONS, params.get('decision'))}
        onChange={({ detail }) => set('decision', detail.selectedOption.value ?? '')}
      />
      <Checkbox
        checked={params.get('lookups') === 'shown'}
        onChange={({ detail }) => set('lookups', detail.checked ? 'shown' : '')}
      >
        Show reading of the trail
      </Checkbox>
      {params.size > 0 && (
        <Button variant="inline-link" onClick={() => setParams({}, { replace: true })}>
          Clear filters
        </Button>
      )}
    </div>
  )
}

const chosen = (options: readonly SelectProps.Option[], value: string | null): SelectProps.Option | null =>
  options.find((option) => option.value === (value ?? '')) ?? { value: value ?? '', label: value ?? '' }

/** A field whose text follows into the address when its writer rests. */
function Typed({
  name,
  set,
  children,
}: {
  readonly name: string
  readonly set: (name: string, value: string) => void
  readonly children: (value: string, change: (value: string) => void) => React.ReactNode
}) {
  const [params] = useSearchParams()
  const inAddress = params.get(name) ?? ''
  const [typed, setTyped] = useState(inAddress)
  useEffect(() => setTyped(inAddress), [inAddress])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the clock.
  useEffect(() => {
    if (typed === inAddress) return
    const timer = setTimeout(() => set(name, typed), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return children(typed, setTyped)
}
