import type { Position } from './event-log.ts'

/** An event's id as AWS writes it: 56 decimal digits that grow with time. */
export const eventId = ({ timestamp, seq }: Position): string =>
  ((BigInt(timestamp) << 144n) | BigInt(seq)).toString().padStart(56, '0')

/** What PutLogEvents hands to clients that still send a sequence token back; nobody reads it. */
export const sequenceToken = (seq: number): string => (BigInt('49') * 10n ** 54n + BigInt(seq)).toString()

export interface StreamToken extends Position {
  readonly direction: 'f' | 'b'
}

/** GetLogEvents' token: `f/` goes on behind the place, `b/` before it. */
export const streamToken = (direction: 'f' | 'b', place: Position): string => `${direction}/${eventId(place)}/s`

export function parseStreamToken(token: string): StreamToken | undefined {
  const match = /^([fb])\/(\d{56})\/s$/.exec(token)
  if (!match) return undefined
  const value = BigInt(match[2]!)
  const seq = Number(BigInt.asUintN(144, value))
  const timestamp = Number(value >> 144n)
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(timestamp)) return undefined
  return { direction: match[1] === 'f' ? 'f' : 'b', timestamp, seq }
}

/** An opaque token for listings. The kind keeps the tokens of one operation from being taken by another. */
export const pageToken = (kind: string, place: Readonly<Record<string, string | number>>): string =>
  Buffer.from(JSON.stringify({ kind, ...place })).toString('base64url')

/** What `pageToken` was given, or undefined when the text is no token of this kind. */
export function parsePageToken(kind: string, token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (typeof value !== 'object' || value === null) return undefined
    const place = { ...value } as Record<string, unknown> // an object of JSON has string keys
    return place['kind'] === kind ? place : undefined
  } catch {
    return undefined
  }
}
