import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import LineChart from '@cloudscape-design/components/line-chart'
import Select from '@cloudscape-design/components/select'
import type { UseQueryResult } from '@tanstack/react-query'
import { Problem } from '../parts/Problem.tsx'
import { TimeRangeField, useTimeRange } from '../parts/TimeRangeField.tsx'
import { useSearchText } from '../parts/use-search-text.ts'
import './metrics.css'
import { titleOf } from './metric.ts'
import { type Graph, STATISTICS, valueText } from './metrics.ts'
import { PERIODS, periodText } from './period.ts'

const STATISTIC_OPTIONS = STATISTICS.map((value) => ({ value, label: value }))

/** The graph, and what it is of: time, statistic, period. */
export function MetricGraph({ query, empty }: { readonly query: UseQueryResult<Graph>; readonly empty: boolean }) {
  const { range, setRange } = useTimeRange({ kind: 'last', amount: 3, unit: 'hour' })
  const [statistic, setStatistic] = useSearchText('statistic')
  const [period, setPeriod] = useSearchText('period')
  const shown = statistic === '' ? 'Average' : statistic
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={query.data && !empty ? `${shown} over periods of ${periodText(query.data.period)}` : undefined}
        >
          Graph
        </Header>
      }
    >
      <div className="graph-controls">
        <TimeRangeField range={range} onChange={setRange} />
        <Select
          ariaLabel="Statistic"
          inlineLabelText="Statistic"
          selectedOption={{ value: shown, label: shown }}
          options={STATISTIC_OPTIONS}
          onChange={({ detail }) => setStatistic(detail.selectedOption.value ?? '')}
        />
        <Select
          ariaLabel="Period"
          inlineLabelText="Period"
          selectedOption={
            PERIODS.find(({ value }) => value === period) ?? { value: period, label: `${period} seconds` }
          }
          options={[...PERIODS]}
          onChange={({ detail }) => setPeriod(detail.selectedOption.value ?? '')}
        />
        <Button
          iconName="refresh"
          ariaLabel="Refresh graph"
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        />
      </div>
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
      {empty && (
        <Box textAlign="center" padding="xl" color="text-body-secondary">
          Your graph is empty. Select metrics below and graph them.
        </Box>
      )}
      {!empty && query.data && <Lines graph={query.data} statistic={shown} />}
    </Container>
  )
}

function Lines({ graph, statistic }: { readonly graph: Graph; readonly statistic: string }) {
  const time = (at: Date) => at.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' })
  const axisTime = (at: Date) =>
    at.toLocaleString('en', { month: 'short', day: 'numeric', hour: 'numeric', minute: 'numeric' })
  return (
    <LineChart
      series={graph.lines.map(({ metric, points }) => ({
        type: 'line',
        title: titleOf(metric),
        data: points,
        valueFormatter: valueText,
      }))}
      xScaleType="time"
      xDomain={[graph.start, graph.end]}
      xTitle="Time"
      yTitle={statistic}
      height={280}
      hideFilter
      ariaLabel={`Graph of ${graph.lines.map(({ metric }) => titleOf(metric)).join(', ')}`}
      i18nStrings={{ xTickFormatter: axisTime, yTickFormatter: valueText, detailPopoverDismissAriaLabel: 'Dismiss' }}
      detailPopoverFooter={(at) => time(at)}
      empty="No data in this time. Choose another one."
      noMatch="No data in this time. Choose another one."
    />
  )
}
