/** One figure of a benchmark. */
export interface Figure {
  readonly what: string
  /** With its unit. */
  readonly value: string
  /** What stands beside it in the same run, such as `0.61 of hello (12,345/s)`. */
  readonly beside: string
  readonly target: string
  /** undefined: there is no target. */
  readonly met: boolean | undefined
}

/** Prints the figures: a table, or lines of JSON where `npm run bench` gathers those of all benchmarks. */
export function report(figures: readonly Figure[]): void {
  if (process.env['ROLECALL_BENCH_JSON']) {
    for (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`)
    return
  }
  const rows = figures.map(({ what, value, beside, target, met }) => [
    what,
    value,
    beside,
    target,
    met === undefined ? '' : met ? 'met' : 'NOT MET',
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows) {
    process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
  }
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en-US')}/s`
