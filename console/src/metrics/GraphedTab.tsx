import Button from '@cloudscape-design/components/button'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { dimensionsText, type MetricName, metricText } from './metric.ts'

const COLUMNS: readonly Column<MetricName>[] = [
  { header: 'Metric name', value: ({ name }) => name, cell: ({ name }) => name },
  { header: 'Namespace', value: ({ namespace }) => namespace, cell: ({ namespace }) => namespace },
  { header: 'Dimensions', value: dimensionsText, cell: (metric) => dimensionsText(metric) },
]

/** What the graph shows. */
export const GraphedTab = ({
  metrics,
  onChange,
}: {
  readonly metrics: readonly MetricName[]
  readonly onChange: (metrics: readonly MetricName[]) => void
}) => (
  <ResourceTable
    title="Graphed metrics"
    noun="metric"
    query={{ data: metrics, error: null, isPending: false, isFetching: false }}
    columns={COLUMNS}
    name={metricText}
    selection="multi"
    empty="Nothing is graphed. Browse for metrics."
    actions={(selected) => (
      <Button
        disabled={selected.length === 0}
        disabledReason="Select the metrics to remove from the graph."
        onClick={() => {
          const gone = new Set(selected.map(metricText))
          onChange(metrics.filter((metric) => !gone.has(metricText(metric))))
        }}
      >
        Remove from graph
      </Button>
    )}
  />
)
