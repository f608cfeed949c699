const UNRESERVED_ONLY = /^[A-Za-z0-9\-._~]*$/
const WIDE = /[\u0100-\uffff]/
const HEX = '0123456789ABCDEF'

const ENCODED: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  return UNRESERVED_ONLY.test(char) ? char : `%${HEX.charAt(byte >> 4)}${HEX.charAt(byte & 15)}`
})

/** Texts from the wire hold one byte a character (as Node delivers them); a text with wider characters is UTF-8. */
export const wireBytes = (text: string): Buffer => Buffer.from(text, WIDE.test(text) ? 'utf8' : 'latin1')

/** Encodes every byte but RFC 3986's unreserved characters, with upper-case digits. */
export const encodePercent = (text: string): string =>
  UNRESERVED_ONLY.test(text) ? text : encodeBytes(wireBytes(text))

/** Decodes and encodes again, which makes any spelling of a component SigV4's one. Broken escapes stay literal. */
export const recodePercent = (text: string, plus: 'space' | 'literal'): string =>
  UNRESERVED_ONLY.test(text) ? text : encodeBytes(decodeBytes(text, plus))

/** Decodes a query component to a text; broken escapes stay literal and broken UTF-8 becomes U+FFFD. */
export const decodePercent = (text: string, plus: 'space' | 'literal' = 'space'): string =>
  UNRESERVED_ONLY.test(text) ? text : decodeBytes(text, plus).toString('utf8')

const encodeBytes = (bytes: Uint8Array): string => {
  let out = ''
  for (const byte of bytes) out += ENCODED[byte]
  return out
}

const decodeBytes = (text: string, plus: 'space' | 'literal'): Buffer => {
  const bytes = wireBytes(text)
  let length = 0
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0
    const escaped = byte === 0x25 ? hexPair(bytes, i + 1) : -1
    if (escaped >= 0) i += 2
    bytes[length] = escaped >= 0 ? escaped : byte === 0x2b && plus === 'space' ? 0x20 : byte
    length += 1
  }
  return bytes.subarray(0, length)
}

const hexPair = (bytes: Uint8Array, at: number): number => {
  const high = hexDigit(bytes[at])
  const low = hexDigit(bytes[at + 1])
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

const hexDigit = (byte: number | undefined): number => {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
