import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MetricName, metricOf, metricText } from './metric.ts'
import { autoPeriod } from './period.ts'

test('a metric of the address is the one that was written there', () => {
  const metrics: MetricName[] = [
    { namespace: 'App', name: 'Errors', dimensions: [] },
    {
      namespace: 'App/Web',
      name: 'A "B"',
      dimensions: [
        { name: 'Host', value: 'x,y' },
        { name: 'Zone', value: '' },
      ],
    },
  ]
  for (const metric of metrics) assert.deepEqual(metricOf(metricText(metric)), metric)
})

test('what is no metric is none', () => {
  for (const text of ['', '{}', '["App"]', '["App","x","Host"]', '["App",1]', 'App'])
    assert.equal(metricOf(text), undefined)
})

test('a graph has a period that leaves it some hundred points, in steps that there is data of', () => {
  const hour = 3_600_000
  assert.deepEqual(
    [hour / 12, hour, 3 * hour, 24 * hour, 7 * 24 * hour, 30 * 24 * hour, 400 * 24 * hour].map(autoPeriod),
    [60, 60, 60, 300, 3600, 3600, 86_400],
  )
})
