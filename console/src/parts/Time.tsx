const MINUTES = { dateStyle: 'medium', timeStyle: 'short' } as const
/** Of what happened lately, which the year says nothing about. */
const SECONDS = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' } as const

/** A moment as it is read here, with the exact one in its title; a dash for none. */
export function Time({ at, seconds = false }: { readonly at: Date | undefined; readonly seconds?: boolean }) {
  if (!at) return '-'
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()}>
      {at.toLocaleString(undefined, seconds ? SECONDS : MINUTES)}
    </time>
  )
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

/** `3 minutes ago`, `in 5 hours`. */
export function relativeTime(at: Date, now = Date.now()): string {
  const distance = at.getTime() - now
  const [unit, length] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1000]
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(distance / length), unit)
}
