import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PolicySyntaxError, parsePolicy } from 'rolecall/policy'
import { counted } from '../parts/counted.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { shownPolicy } from '../parts/policy-text.ts'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { SERVICE_REFERENCE } from './service-reference.ts'
import { accessText, type Summary, type SummaryRow, summarize } from './summary.ts'

/** What a policy allows and denies, by service and access level; the document as IAM answers it or as JSON text. */
export function PolicySummary({ document }: { readonly document: string | undefined }) {
  const text = shownPolicy(document)
  return (
    <Loaded query={useSummary(text, (summary) => summary)}>
      {(summary) => (summary ? <Sections text={text} summary={summary} /> : <NoPolicy />)}
    </Loaded>
  )
}

const useSummary = <Shown,>(text: string, select: (summary: Summary | null) => Shown) =>
  useQuery({ queryKey: ['policy-summary', text], queryFn: () => summaryOf(text), staleTime: Infinity, select })

/** null: the text is no policy. */
async function summaryOf(text: string): Promise<Summary | null> {
  try {
    return await summarize(parsePolicy(text), SERVICE_REFERENCE)
  } catch (error) {
    if (error instanceof PolicySyntaxError) return null
    throw error
  }
}

const NoPolicy = () => (
  <Box color="text-body-secondary" padding="s">
    There is nothing to sum up until the JSON is a policy.
  </Box>
)

function Sections({ text, summary }: { readonly text: string; readonly summary: Summary }) {
  const { deny, unrecognized } = summary
  return (
    <SpaceBetween size="l">
      {unrecognized.length > 0 && (
        <Alert type="warning" header="Unrecognized actions">
          {unrecognized.join(', ')}: no service has such an action.
        </Alert>
      )}
      {deny.length > 0 && <Section title="Denied services" effect="deny" text={text} summary={summary} />}
      <Section title="Allowed services" effect="allow" text={text} summary={summary} />
    </SpaceBetween>
  )
}

function Section({
  title,
  effect,
  text,
  summary,
}: {
  readonly title: string
  readonly effect: 'allow' | 'deny'
  readonly text: string
  readonly summary: Summary
}) {
  const [everything, setEverything] = useState(false)
  const rows = summary[effect]
  const named = new Set(rows.map(({ service }) => service))
  const remaining = effect === 'allow' ? summary.services.filter((service) => !named.has(service)) : []
  const query = useSummary(text, () => (everything ? [...rows, ...remaining.map(nothing)] : rows))
  return (
    <ResourceTable
      title={title}
      noun="service"
      heading="h3"
      fixed
      description={`${effect === 'deny' ? 'Explicit deny' : 'Allow'} (${rows.length} of ${counted(summary.services.length, 'service')})`}
      query={query}
      columns={summary.namesPrincipals ? [...COLUMNS, PRINCIPAL] : COLUMNS}
      name={({ service }) => service}
      empty="This policy allows nothing."
      actions={() =>
        remaining.length > 0 && (
          <Button variant="inline-link" formAction="none" onClick={() => setEverything(!everything)}>
            {everything ? `Hide remaining ${remaining.length}` : `Show remaining ${remaining.length}`}
          </Button>
        )
      }
    />
  )
}

const nothing = (service: string): SummaryRow => ({
  service,
  access: { kind: 'none' },
  resources: [],
  conditions: [],
  principals: [],
  withoutEffect: [],
})

const COLUMNS: readonly Column<SummaryRow>[] = [
  { header: 'Service', value: ({ service }) => service, cell: ({ service }) => service },
  {
    header: 'Access level',
    value: ({ access }) => accessText(access),
    cell: ({ access, withoutEffect }) => (
      <>
        {accessText(access)}
        {withoutEffect.length > 0 && (
          <Box color="text-status-warning" fontSize="body-s">
            Without effect on these resources: {withoutEffect.join(', ')}
          </Box>
        )}
      </>
    ),
  },
  listColumn('Resource', ({ resources }) => resources),
  listColumn('Request condition', ({ conditions }) => conditions),
]

const PRINCIPAL = listColumn<SummaryRow>('Principal', ({ principals }) => principals)

/** As many as can be read in a row; the others are in the JSON. */
const IN_A_ROW = 4

function listColumn<Item>(header: string, textsOf: (item: Item) => readonly string[]): Column<Item> {
  return { header, value: (item) => textsOf(item).join(' '), cell: (item) => lines(textsOf(item)) }
}

function lines(texts: readonly string[]): ReactNode {
  if (texts.length === 0) return '-'
  const more = texts.length - IN_A_ROW
  return (
    <>
      {texts.slice(0, IN_A_ROW).map((text) => (
        <div key={text} className="policy-summary-text">
          {text}
        </div>
      ))}
      {more > 0 && <div>and {more} more</div>}
    </>
  )
}
