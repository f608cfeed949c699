import { useSearchParams } from 'react-router'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { useTimeRange } from '../parts/TimeRangeField.tsx'
import { BrowseTab } from './BrowseTab.tsx'
import { DataPointsTab } from './DataPointsTab.tsx'
import { GraphedTab } from './GraphedTab.tsx'
import { MetricGraph } from './MetricGraph.tsx'
import { type MetricName, metricOf, metricText } from './metric.ts'
import { useGraph } from './metrics.ts'

/** CloudWatch > Metrics. All of the graph stands in the address, so that it can be sent to somebody. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  const { range } = useTimeRange({ kind: 'last', amount: 3, unit: 'hour' })
  const metrics = search.getAll('metric').flatMap((text) => metricOf(text) ?? [])
  const period = Number(search.get('period'))
  const query = useGraph({
    metrics,
    statistic: search.get('statistic') ?? 'Average',
    period: Number.isInteger(period) && period > 0 ? period : undefined,
    range,
  })
  const setMetrics = (chosen: readonly MetricName[]) =>
    setSearch((before) => {
      const next = new URLSearchParams(before)
      next.delete('metric')
      for (const text of new Set(chosen.map(metricText))) next.append('metric', text)
      return next
    })
  return (
    <Page title="Metrics" description="What applications and the CloudWatch agent have measured, by namespace.">
      <MetricGraph query={query} empty={metrics.length === 0} />
      <PageTabs
        label="Metrics"
        tabs={[
          {
            id: 'browse',
            label: 'Browse',
            content: <BrowseTab graphed={metrics} graph={(chosen) => setMetrics([...metrics, ...chosen])} />,
          },
          {
            id: 'graphed',
            label: `Graphed metrics (${metrics.length})`,
            content: <GraphedTab metrics={metrics} onChange={setMetrics} />,
          },
          { id: 'points', label: 'Data points', content: <DataPointsTab query={query} metrics={metrics} /> },
        ]}
      />
    </Page>
  )
}
