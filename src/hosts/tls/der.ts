/** Writes ASN.1 in DER, as far as certificates and signed messages need it. ITU-T X.690. */
type Der = Buffer

const tlv = (tag: number, content: Uint8Array): Der => {
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content])
}

export const sequence = (...items: readonly Uint8Array[]): Der => tlv(0x30, Buffer.concat(items))
export const set = (item: Uint8Array): Der => tlv(0x31, item)
export const octets = (content: Uint8Array): Der => tlv(0x04, content)
export const utf8 = (text: string): Der => tlv(0x0c, Buffer.from(text))
export const NULL: Der = Buffer.from([0x05, 0x00])
export const boolean = (value: boolean): Der => tlv(0x01, Buffer.from([value ? 0xff : 0]))
/** A context tag around its content: `constructed` where the content is itself DER. */
export const tagged = (number: number, content: Uint8Array, constructed = true): Der =>
  tlv((constructed ? 0xa0 : 0x80) | number, content)

/** A non-negative integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Der {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const body = bytes.subarray(start)
  return tlv(0x02, (body[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), body]) : body)
}

/** A bit string whose last byte leaves `unused` bits out. */
export const bits = (content: Uint8Array, unused = 0): Der => tlv(0x03, Buffer.concat([Buffer.from([unused]), content]))

/** `1.2.840.10045.4.3.2` */
export function oid(text: string): Der {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** UTCTime to 2049, GeneralizedTime after, as RFC 5280 4.1.2.5 wants it. Whole seconds. */
export function time(ms: number): Der {
  const text = `${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
  const utc = Number(text.slice(0, 4)) < 2050
  return tlv(utc ? 0x17 : 0x18, Buffer.from(utc ? text.slice(2) : text))
}

export const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END ${label}-----\n`

function base128(value: number): number[] {
  const groups = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80)
  return groups
}
