import type { Distribution, Summary } from './summary.ts'

/** Computes a statistic; undefined where the period does not hold what it needs. */
export type Statistic = (summary: Summary) => number | undefined

const BASIC: ReadonlyMap<string, Statistic> = new Map<string, Statistic>([
  ['SampleCount', ({ n }) => n],
  ['Sum', ({ sum }) => sum],
  ['Average', ({ n, sum }) => (n > 0 ? sum / n : undefined)],
  ['Minimum', ({ min }) => min],
  ['Maximum', ({ max }) => max],
])

/**
 * The statistic by its name, or undefined when there is no such one: `Average`, `p99.9`, `tm95`, `TM(5%:95%)`, `PR(:300)`, `IQM` ...
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export const statistic = (name: string): Statistic | undefined => BASIC.get(name) ?? extendedStatistic(name)

export const basicStatistic = (name: string): Statistic | undefined => BASIC.get(name)

/** One of the statistics that need the values themselves. Like AWS, it knows none of periods with negative values. */
export function extendedStatistic(name: string): Statistic | undefined {
  const evaluate = evaluation(name)
  return (
    evaluate &&
    (({ values, min, n }) => (values && values.length > 0 && min >= 0 && n > 0 ? evaluate(values, n) : undefined))
  )
}

type Evaluate = (values: Distribution, n: number) => number | undefined

function evaluation(name: string): Evaluate | undefined {
  if (name === 'IQM') return over(percentRange(25, 75), 'tm')
  const short = /^(p|tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)
  if (short) {
    const percent = Number(short[2])
    if (percent > 100) return undefined
    return short[1] === 'p' ? (values, n) => percentile(values, n, percent) : over(percentRange(0, percent), short[1]!)
  }
  const long = /^(TM|WM|TC|TS|PR)\((\d*\.?\d*)(%?):(\d*\.?\d*)(%?)\)$/.exec(name)
  if (!long) return undefined
  const [, kind = '', low = '', lowPercent, high = '', highPercent] = long
  if (low === '' && high === '') return undefined
  if (!lowPercent && !highPercent) {
    const range = valueRange(low === '' ? -Infinity : Number(low), high === '' ? Infinity : Number(high))
    return kind === 'PR'
      ? (values, n) => (100 * total(range(values).inside).count) / n
      : over(range, kind.toLowerCase())
  }
  if ((low !== '' && !lowPercent) || (high !== '' && !highPercent) || kind === 'PR') return undefined
  const [from, to] = [low === '' ? 0 : Number(low), high === '' ? 100 : Number(high)]
  return from <= to && to <= 100 ? over(percentRange(from, to), kind.toLowerCase()) : undefined
}

/** The values of a range, and what lies below and above it with the values at its borders. */
interface Range {
  readonly inside: Distribution
  readonly below: number
  readonly above: number
}

function over(range: (values: Distribution, n: number) => Range, kind: string): Evaluate {
  return (values, n) => {
    const { inside, below, above } = range(values, n)
    const { count, sum } = total(inside)
    if (kind === 'tc') return count
    if (kind === 'ts') return sum
    if (count === 0) return undefined
    if (kind === 'tm') return sum / count
    return (sum + below * inside[0]![0] + above * inside.at(-1)![0]) / (count + below + above)
  }
}

function total(values: Distribution): { count: number; sum: number } {
  let count = 0
  let sum = 0
  for (const [value, times] of values) {
    count += times
    sum += value * times
  }
  return { count, sum }
}

const valueRange =
  (low: number, high: number) =>
  (values: Distribution): Range => ({
    inside: values.filter(([value]) => value > low && value <= high),
    below: total(values.filter(([value]) => value <= low)).count,
    above: total(values.filter(([value]) => value > high)).count,
  })

const percentRange =
  (from: number, to: number) =>
  (values: Distribution, n: number): Range => {
    const low = (n * from) / 100
    const high = (n * to) / 100
    const inside: [number, number][] = []
    let before = 0
    for (const [value, count] of values) {
      const kept = Math.min(before + count, high) - Math.max(before, low)
      if (kept > 0) inside.push([value, kept])
      before += count
    }
    return { inside, below: low, above: n - high }
  }

/** The smallest value that at least so many percent of all values do not exceed. */
function percentile(values: Distribution, n: number, percent: number): number | undefined {
  const rank = (n * percent) / 100
  let before = 0
  for (const [value, count] of values) {
    before += count
    // Counts are sums of fractions at times; a rounding error must not skip to the next value.
    if (before >= rank - 1e-9 * n) return value
  }
  return values.at(-1)?.[0]
}
