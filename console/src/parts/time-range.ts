/** A span of time that a page looks at: up to now, or between two moments. */
export type TimeRange =
  | { readonly kind: 'last'; readonly amount: number; readonly unit: TimeUnit }
  | { readonly kind: 'between'; readonly from: string; readonly to: string }

export const TIME_UNITS = ['second', 'minute', 'hour', 'day', 'week'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]

const UNIT_MS: Readonly<Record<TimeUnit, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** `?range=5m`, or `?from=...&to=...` with moments of ISO 8601; `otherwise` for an address that says neither. */
export function timeRangeOf(search: URLSearchParams, otherwise: TimeRange): TimeRange {
  const [from, to] = [search.get('from'), search.get('to')]
  if (from !== null && to !== null && !Number.isNaN(Date.parse(from)) && !Number.isNaN(Date.parse(to)))
    return { kind: 'between', from, to }
  const [, amount, letter] = /^(\d{1,6})([smhdw])$/.exec(search.get('range') ?? '') ?? []
  const unit = TIME_UNITS.find((name) => name[0] === letter)
  return unit && Number(amount) > 0 ? { kind: 'last', amount: Number(amount), unit } : otherwise
}

/** The search parameters with the range in them. */
export function withTimeRange(search: URLSearchParams, range: TimeRange): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const name of ['range', 'from', 'to']) next.delete(name)
  if (range.kind === 'last') next.set('range', `${range.amount}${range.unit[0]}`)
  else {
    next.set('from', range.from)
    next.set('to', range.to)
  }
  return next
}

/** Milliseconds since 1970 of its two ends. */
export function endsOf(range: TimeRange, now = Date.now()): { readonly start: number; readonly end: number } {
  if (range.kind === 'between') return { start: Date.parse(range.from), end: Date.parse(range.to) }
  return { start: now - range.amount * UNIT_MS[range.unit], end: now }
}
