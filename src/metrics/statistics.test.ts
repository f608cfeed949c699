import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extendedStatistic, statistic } from './statistics.ts'
import { merged, summaryOfTotals, summaryOfValues } from './summary.ts'

const summaryOf = (...values: number[]) => summaryOfValues(values.map((value) => [value, 1]))
const upTo = (count: number) => summaryOf(...Array.from({ length: count }, (_, index) => index + 1))

// Definitions: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
const CASES: readonly [name: string, values: number[], expected: number | undefined][] = [
  ['SampleCount', [3, 1, 2], 3],
  ['Sum', [3, 1, 2], 6],
  ['Average', [3, 1, 2], 2],
  ['Minimum', [3, 1, 2], 1],
  ['Maximum', [3, 1, 2], 3],
  ['p50', [1, 2, 3, 4, 5], 3],
  ['p0', [4, 2], 2],
  ['p100', [4, 2], 4],
  ['p90', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9],
  ['p99.9', [1, 2], 2],
  ['tm50', [1, 2, 3, 4], 1.5],
  ['TM(50%:)', [1, 2, 3, 4], 3.5],
  ['TM(25%:75%)', [1, 2, 3, 4], 2.5],
  ['IQM', [1, 2, 3, 4], 2.5],
  ['TM(1:3)', [1, 2, 3, 4], 2.5],
  ['tc50', [1, 2, 3, 4], 2],
  ['ts50', [1, 2, 3, 4], 3],
  ['TC(2:)', [1, 2, 3, 4], 2],
  ['wm75', [1, 2, 3, 4], 2.25],
  ['PR(:2)', [1, 2, 3, 4], 50],
  ['PR(1:3)', [1, 2, 3, 4], 50],
  ['p50', [-1, 2], undefined],
]

for (const [name, values, expected] of CASES) {
  test(`${name} of ${values.join(', ')} is ${expected}`, () => {
    assert.equal(statistic(name)?.(summaryOf(...values)), expected)
  })
}

test('names of no statistic are told', () => {
  for (const name of ['p101', 'p', 'q50', 'TM(:)', 'TM(90%:10%)', 'TM(5%:10)', 'PR(5%:10%)', 'average', 'toString'])
    assert.equal(statistic(name), undefined, name)
  assert.equal(extendedStatistic('Average'), undefined)
})

test('a value that came often counts as often', () => {
  const summary = summaryOfValues([
    [10, 9],
    [100, 1],
  ])
  assert.equal(statistic('Average')?.(summary), 19)
  assert.equal(statistic('p90')?.(summary), 10)
  assert.equal(statistic('p91')?.(summary), 100)
})

test('totals know no percentiles unless all their values are the same', () => {
  assert.equal(statistic('p50')?.(summaryOfTotals(4, 10, 1, 4)), undefined)
  assert.equal(statistic('p50')?.(summaryOfTotals(4, 8, 2, 2)), 2)
  assert.equal(statistic('p50')?.(merged(summaryOf(1), summaryOfTotals(4, 10, 1, 4))), undefined)
  assert.equal(statistic('Average')?.(merged(summaryOf(5), summaryOfTotals(4, 10, 1, 4))), 3)
})

test('percentiles of very many values are right within half a percent', () => {
  const summary = upTo(50_000)
  assert.ok((summary.values?.length ?? 0) <= 2500)
  const median = statistic('p50')?.(summary) ?? 0
  assert.ok(Math.abs(median - 25_000) <= 125, String(median))
  assert.equal(statistic('SampleCount')?.(summary), 50_000)
})
