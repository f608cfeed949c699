import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useSearchParams } from 'react-router'
import { type Column, type Listed, ResourceTable } from '../parts/ResourceTable.tsx'
import { useSearchText } from '../parts/use-search-text.ts'
import { dimensionsText, type MetricName, metricText } from './metric.ts'
import { useMetrics } from './metrics.ts'

interface Namespace {
  readonly name: string
  readonly metrics: number
}

/** The namespaces, and the metrics of the one of `?namespace=`. */
export function BrowseTab({
  graphed,
  graph,
}: {
  readonly graphed: readonly MetricName[]
  readonly graph: (metrics: readonly MetricName[]) => void
}) {
  const query = useMetrics()
  const [namespace, setNamespace] = useSearchText('namespace')
  if (namespace === '') return <Namespaces query={{ ...query, data: query.data && namespacesOf(query.data) }} />
  const shown = new Set(graphed.map(metricText))
  return (
    <ResourceTable
      key={namespace}
      title="Metrics"
      description={`In the namespace ${namespace}.`}
      noun="metric"
      query={{ ...query, data: query.data?.filter((metric) => metric.namespace === namespace) }}
      columns={columnsOf(shown)}
      name={metricText}
      selection="multi"
      empty="This namespace has had no data in the last two weeks."
      actions={(selected, clear) => (
        <>
          <Button onClick={() => setNamespace('')}>All namespaces</Button>
          <Button
            variant="primary"
            disabled={selected.length === 0}
            disabledReason="Select the metrics to graph."
            onClick={() => {
              graph(selected)
              clear()
            }}
          >
            Graph
          </Button>
        </>
      )}
    />
  )
}

function namespacesOf(metrics: readonly MetricName[]): readonly Namespace[] {
  const counts = new Map<string, number>()
  for (const { namespace } of metrics) counts.set(namespace, (counts.get(namespace) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([name, count]) => ({ name, metrics: count }))
}

const columnsOf = (graphed: ReadonlySet<string>): readonly Column<MetricName>[] => [
  { header: 'Metric name', value: ({ name }) => name, cell: ({ name }) => name },
  { header: 'Dimensions', value: dimensionsText, cell: (metric) => dimensionsText(metric) },
  { header: 'Graphed', cell: (metric) => (graphed.has(metricText(metric)) ? 'Yes' : '-') },
]

function Namespaces({ query }: { readonly query: Listed<Namespace> }) {
  const [search] = useSearchParams()
  const hrefOf = (namespace: string) => {
    const next = new URLSearchParams(search)
    next.set('namespace', namespace)
    return `/metrics?${next}`
  }
  return (
    <ResourceTable
      title="Namespaces"
      noun="namespace"
      query={query}
      columns={[
        { header: 'Namespace', value: ({ name }) => name, cell: ({ name }) => <Link href={hrefOf(name)}>{name}</Link> },
        { header: 'Metrics', value: ({ metrics }) => metrics, cell: ({ metrics }) => metrics },
      ]}
      name={({ name }) => name}
      empty="There are no metrics yet. The CloudWatch agent of an instance writes some, or PutMetricData."
    />
  )
}
