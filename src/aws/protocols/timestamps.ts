/** The three spellings of a time on AWS's wires. Smithy's timestampFormat trait. */

export type TimestampFormat = 'iso8601' | 'iso8601-millis' | 'unixTimestamp' | 'rfc822'

const ISO = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):?(\d\d):?(\d\d)(?:[.,](\d{1,9}))?(?:[Zz]|([+-])(\d\d):?(\d\d))?$/
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const DAY = /^(\d{4})-(\d\d)-(\d\d)Z?$/
const HTTP_DATE =
  /^(?:[A-Za-z]{3,9},? +)?(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{2,4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))? *(?:GMT|UTC|Z|([+-])(\d\d)(\d\d))?$/
const ASCTIME = /^[A-Za-z]{3} ([A-Za-z]{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const LARGEST = 8.64e15

/** The time that the text says, whichever of the formats it is in (clients mix them up); undefined when in none. */
export function parseTimestamp(text: string, preferred: TimestampFormat): Date | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 64) return undefined
  if (/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(trimmed) && !BASIC.test(trimmed)) return dateOfSeconds(Number(trimmed))
  return preferred === 'rfc822'
    ? (parseHttpDate(trimmed) ?? parseIso(trimmed))
    : (parseIso(trimmed) ?? parseHttpDate(trimmed))
}

/** The time so many seconds after 1970, fractions to the millisecond; undefined out of range. */
export function dateOfSeconds(seconds: number): Date | undefined {
  const millis = Math.round(seconds * 1000)
  return Number.isFinite(millis) && Math.abs(millis) <= LARGEST ? new Date(millis) : undefined
}

/** `iso8601` drops zero milliseconds as IAM and STS do; `iso8601-millis` always has three digits as S3 and EC2 do. */
export function formatTimestamp(date: Date, format: TimestampFormat): string {
  switch (format) {
    case 'unixTimestamp':
      return String(date.getTime() / 1000)
    case 'rfc822':
      return date.toUTCString()
    case 'iso8601-millis':
      return date.toISOString()
    default:
      return date.getTime() % 1000 === 0 ? iso8601Seconds(date.getTime()) : date.toISOString()
  }
}

/** The second that the time (milliseconds since 1970) is in, as IAM and condition keys write it: `2026-01-31T12:00:00Z`. */
export function iso8601Seconds(time: number): string {
  const second = Math.floor(time / 1000)
  if (second !== last.second) last = { second, text: new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z') }
  return last.text
}
// What comes together often says the same second, and writing a time costs more than the rest of its element.
let last = { second: 0, text: '1970-01-01T00:00:00Z' }

function parseIso(text: string): Date | undefined {
  const match = ISO.exec(text)
  if (match) {
    const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] =
      match
    const time = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
    if (time === undefined) return undefined
    const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1)
    return new Date(time + Number(`${fraction}000`.slice(0, 3)) - offset)
  }
  const short = BASIC.exec(text) ?? DAY.exec(text)
  if (!short) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = short
  const time = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  return time === undefined ? undefined : new Date(time)
}

function parseHttpDate(text: string): Date | undefined {
  const match = HTTP_DATE.exec(text)
  if (match) {
    const [, day, month = '', year = '', hour, minute, second, fraction = '', sign, hours = '0', minutes = '0'] = match
    const time = utc(fullYear(year), monthOf(month), Number(day), Number(hour), Number(minute), Number(second))
    if (time === undefined) return undefined
    const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
    return new Date(time + Number(`${fraction}000`.slice(0, 3)) - offset)
  }
  const asctime = ASCTIME.exec(text)
  if (!asctime) return undefined
  const [, month = '', day, hour, minute, second, year] = asctime
  const time = utc(Number(year), monthOf(month), Number(day), Number(hour), Number(minute), Number(second))
  return time === undefined ? undefined : new Date(time)
}

/** Milliseconds since 1970, or undefined for a day or time that does not exist. A leap second counts as the next second. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined
  const midnight = new Date(0)
  midnight.setUTCFullYear(year, month - 1, day)
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000
}

const monthOf = (name: string): number => MONTHS.indexOf(name.toLowerCase()) + 1

function fullYear(text: string): number {
  const year = Number(text)
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900)
}
