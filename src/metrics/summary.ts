/** What is known of the values that fell into one period. */
export interface Summary {
  readonly n: number
  readonly sum: number
  readonly min: number
  readonly max: number
  /** Values with how often each came, in ascending order; undefined when only the totals were reported. */
  readonly values: Distribution | undefined
}

export type Distribution = readonly (readonly [value: number, count: number])[]

/** Beyond this many different values they are kept with fewer digits, so that a period has a bounded size. */
const MAX_VALUES = 2500

export function summaryOfValues(pairs: Distribution): Summary {
  const values = inOrder(pairs)
  let n = 0
  let sum = 0
  for (const [value, count] of values) {
    n += count
    sum += value * count
  }
  return { n, sum, min: values[0]?.[0] ?? 0, max: values.at(-1)?.[0] ?? 0, values: bounded(values) }
}

/** A statistic set names each of its values only when they are all the same. */
export const summaryOfTotals = (n: number, sum: number, min: number, max: number): Summary => ({
  n,
  sum,
  min,
  max,
  values: min === max ? [[min, n]] : undefined,
})

export const merged = (a: Summary, b: Summary): Summary => ({
  n: a.n + b.n,
  sum: a.sum + b.sum,
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
  values: a.values && b.values ? bounded(inOrder([...a.values, ...b.values])) : undefined,
})

function inOrder(pairs: Distribution): Distribution {
  const counts = new Map<number, number>()
  for (const [value, count] of pairs) if (count > 0) counts.set(value, (counts.get(value) ?? 0) + count)
  return [...counts].sort(([a], [b]) => a - b)
}

function bounded(values: Distribution): Distribution {
  let rounded = values
  for (let digits = 4; rounded.length > MAX_VALUES && digits > 0; digits -= 1)
    rounded = inOrder(rounded.map(([value, count]) => [Number(value.toPrecision(digits)), count]))
  return rounded
}
