import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useNavigate, useSearchParams } from 'react-router'
import { region } from '../app/region.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { type LoadedAccount, useAccount } from './access-data.ts'
import type { GraphNode, Kind } from './account.ts'
import { hrefOf, KINDS } from './names.ts'
import { Overview } from './Overview.tsx'
import { Place } from './Place.tsx'
import './access.css'

/** `/access?node=ARN`: who can become whom, from any place of the account. */
export function Component() {
  const [params] = useSearchParams()
  const query = useAccount()
  const id = params.get('node')
  return (
    <Page
      title="Who can?"
      description={`Who may assume which role, directly or over several steps, who can become an administrator, and who reaches which bucket. Decided here in the browser by the server’s own policy engine. Instances, and what may be launched, are those of ${region.get()}; ways through other services are not looked for.`}
      actions={
        <Button iconName="refresh" loading={query.isFetching && !query.isPending} onClick={() => void query.refetch()}>
          Read the account anew
        </Button>
      }
    >
      <Loaded query={query}>
        {(account) => (
          <SpaceBetween size="l">
            {account.missing !== undefined && (
              <Alert type="info" header="Instances are missing">
                {account.missing}
              </Alert>
            )}
            {account.missingBuckets.length > 0 && (
              <Alert type="info" header="Buckets are missing">
                {account.missingBuckets.map((sentence) => (
                  <div key={sentence}>{sentence}</div>
                ))}
              </Alert>
            )}
            <Container>
              <Picker account={account} chosen={id} />
            </Container>
            {id === null ? <Overview account={account} /> : <Place account={account} id={id} key={id} />}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  )
}

const ORDER: readonly Kind[] = ['user', 'role', 'instance', 'instance profile', 'bucket', 'group', 'root']

function Picker({ account, chosen }: { readonly account: LoadedAccount; readonly chosen: string | null }) {
  const navigate = useNavigate()
  const option = ({ id, name, kind }: GraphNode) => ({ value: id, label: name, description: kind, filteringTags: [id] })
  const current = account.nodes.find(({ id }) => id === chosen)
  return (
    <FormField
      label="Start from"
      description="A user, role, instance, instance profile, bucket, group or the root user."
    >
      <Select
        selectedOption={current ? option(current) : null}
        placeholder="Choose where to start"
        filteringType="auto"
        filteringAriaLabel="Find a place to start from"
        filteringPlaceholder="Find by name or ARN"
        empty="Nothing matches"
        virtualScroll
        options={ORDER.flatMap((kind) => {
          const nodes = account.nodes.filter((node) => node.kind === kind)
          return nodes.length === 0 ? [] : [{ label: KINDS[kind].many, options: nodes.map(option) }]
        })}
        onChange={({ detail }) => void navigate(hrefOf(detail.selectedOption.value ?? ''))}
      />
    </FormField>
  )
}
