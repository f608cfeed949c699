const BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/
const ZONED = /(?:GMT|UTC|Z|[+-]\d{4})$/

/** Clock difference that AWS bears, both ways, in milliseconds. */
export const SKEW = 15 * 60 * 1000

/** `20150830T123600Z` in milliseconds since 1970; undefined when it is no such text or no such instant. */
export const parseBasicTime = (text: string): number | undefined => {
  const parts = BASIC.exec(text)
  if (!parts) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  return basicTime(time) === text ? time : undefined
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
  if (!(time >= -62_167_219_200_000 && time <= 253_402_300_799_999)) return ''
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

/** Milliseconds since 1970 as `2015-08-30T12:36:00Z`, as S3's errors write it. */
export const extendedTime = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}/, '')
