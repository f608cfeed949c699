/** Addresses and CIDR ranges (RFC 4632, RFC 4291). */
export interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
}

export interface Range extends Address {
  readonly prefix: number
}

/** An IPv4 or IPv6 address, or undefined. Octets are decimal and without leading zeros, which some read as octal. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = ipv4(text)
    return value === undefined ? undefined : { bits: 32, value }
  }
  const value = ipv6(text)
  return value === undefined ? undefined : { bits: 128, value }
}

/** `203.0.113.0/24`, `2001:db8::/32`; a bare address is a range of one. */
export function parseRange(text: string): Range | undefined {
  const [host = '', length, ...rest] = text.split('/')
  const address = parseAddress(host)
  if (!address || rest.length > 0) return undefined
  if (length === undefined) return { ...address, prefix: address.bits }
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN
  return prefix <= address.bits ? { ...address, prefix } : undefined
}

export function rangeHolds(range: Range, address: Address): boolean {
  if (range.bits !== address.bits) return false
  const hostBits = BigInt(range.bits - range.prefix)
  return range.value >> hostBits === address.value >> hostBits
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => groups(half, index === halves.length - 1))
  if (!head || (halves.length === 2 && !tail)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...Array.from({ length: missing }, () => 0n), ...(tail ?? [])]
  return all.reduce((value, group) => (value << 16n) | group, 0n)
}

/** 16-bit groups; the last of the address may be written as an IPv4 address. */
function groups(text: string, last: boolean): bigint[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const found: bigint[] = []
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) found.push(BigInt(`0x${part}`))
    else {
      const embedded = last && index === parts.length - 1 ? ipv4(part) : undefined
      if (embedded === undefined) return undefined
      found.push(embedded >> 16n, embedded & 0xffffn)
    }
  }
  return found
}
