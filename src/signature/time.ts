const BASIC = /^\d{8}T\d{6}Z$/
const ZONED = /(?:GMT|UTC|Z|[+-]\d{4})$/

/** Clock difference that AWS bears, both ways, in milliseconds. */
export const SKEW = 15 * 60 * 1000

// Requests that come together carry the same second, and telling a real instant costs more than all else of a claim.
let last = { text: '19700101T000000Z', time: 0 }

/** `20150830T123600Z` in milliseconds since 1970; undefined when it is no such text or no such instant. */
export const parseBasicTime = (text: string): number | undefined => {
  if (text === last.text) return last.time
  if (!BASIC.test(text)) return undefined
  const part = (from: number, to: number): number => Number(text.slice(from, to))
  const time = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15))
  // Date.UTC carries what is too large over: only a real instant comes back the same.
  if (basicTime(time) !== text) return undefined
  last = { text, time }
  return time
}

/** An HTTP date that names its zone, or the basic form, in milliseconds; undefined otherwise. */
export const parseHttpTime = (text: string): number | undefined => {
  const basic = parseBasicTime(text)
  if (basic !== undefined) return basic
  if (text.length > 64 || !ZONED.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000) * 1000
}

/** Milliseconds since 1970 as `20150830T123600Z`; the empty text outside of the years 0 to 9999. */
export const basicTime = (time: number): string => {
  if (time === last.time) return last.text
  if (!(time >= -62_167_219_200_000 && time <= 253_402_300_799_999)) return ''
  const text = new Date(time).toISOString()
  const [day, clock] = [
    text.slice(0, 4) + text.slice(5, 7) + text.slice(8, 10),
    text.slice(11, 13) + text.slice(14, 16),
  ]
  return `${day}T${clock}${text.slice(17, 19)}Z`
}

/** Milliseconds since 1970 as `2015-08-30T12:36:00Z`, as S3's errors write it. */
export const extendedTime = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}/, '')
