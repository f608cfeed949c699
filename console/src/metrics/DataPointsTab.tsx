import type { UseQueryResult } from '@tanstack/react-query'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { type MetricName, metricText, titleOf } from './metric.ts'
import { type DataPoint, type Graph, pointsOf, valueText } from './metrics.ts'

/** The values of the graph, to be read as a table. */
export function DataPointsTab({
  query,
  metrics,
}: {
  readonly query: UseQueryResult<Graph>
  readonly metrics: readonly MetricName[]
}) {
  const columns: readonly Column<DataPoint>[] = [
    { header: 'Time', value: ({ time }) => time.toISOString(), cell: ({ time }) => time.toISOString() },
    ...metrics.map((metric) => ({
      header: titleOf(metric),
      value: ({ values }: DataPoint) => values.get(metricText(metric)),
      cell: ({ values }: DataPoint) => {
        const value = values.get(metricText(metric))
        return value === undefined ? '-' : valueText(value)
      },
    })),
  ]
  return (
    <ResourceTable
      title="Data points"
      noun="data point"
      query={{
        data: query.data && metrics.length > 0 ? pointsOf(query.data) : [],
        error: null,
        isPending: query.isLoading,
        isFetching: query.isFetching,
        refetch: query.refetch,
      }}
      columns={columns}
      name={({ time }) => time.toISOString()}
      empty="No data. Graph some metrics, or choose another time."
    />
  )
}
