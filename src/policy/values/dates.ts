/**
 * Dates as policies spell them: ISO 8601 (https://www.w3.org/TR/NOTE-datetime) or seconds since 1970. A time without a
 * zone is UTC.
 */
const ISO =
  /^([+-]?\d{4,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:t(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?)?(z|[+-]\d{2}(?::?\d{2})?)?)?$/
const MAX_EPOCH = 9223372036854775807n

/** Milliseconds since 1970, or undefined when the text is no date. */
export function parseDate(text: string): number | undefined {
  const lower = text.toLowerCase()
  if (/^\d+$/.test(lower)) return BigInt(lower) <= MAX_EPOCH ? Number(lower) * 1000 : undefined
  if (/^\d+\.\d+$/.test(lower)) return Number(lower) * 1000
  const parts = /[-t]/.test(lower) ? ISO.exec(lower) : null
  if (!parts) return undefined
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone = 'z'] = parts
  const [m, d, h, min, s] = [month, day, hour, minute, second].map(Number)
  if (!within(m, 1, 12) || !within(d, 1, 31) || !within(h, 0, 23) || !within(min, 0, 59) || !within(s, 0, 59)) {
    return undefined
  }
  const offset = zoneMinutes(zone)
  if (offset === undefined) return undefined
  const milliseconds = Math.floor(Number(`0.${fraction || '0'}`) * 1000)
  const date = new Date(0)
  date.setUTCFullYear(Number(year), m - 1, d)
  date.setUTCHours(h, min - offset, s, milliseconds)
  const time = date.getTime()
  return Number.isNaN(time) ? undefined : time
}

const within = (value: number | undefined, low: number, high: number): value is number =>
  value !== undefined && value >= low && value <= high

function zoneMinutes(zone: string): number | undefined {
  if (zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || '0')
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
