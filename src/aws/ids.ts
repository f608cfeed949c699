import { randomFillSync } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ACCOUNT_SHIFT = 7n
const ACCOUNT_MASK = 0x7fffffffff80n

/**
 * Unique id prefixes of IAM. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
export type UniqueIdPrefix = 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'AIPA' | 'ANVA'

/** The random values one call draws. Drawing them again after `rewind` answers the same ones, so a re-run plan is the same plan. */
export interface Ids {
  /** Prefix and 17 characters of A-Z2-7, as IAM's unique ids have. */
  unique(prefix: UniqueIdPrefix): string
  /** An access key id that carries its account as AWS's do: 20 characters. */
  accessKeyId(prefix: 'AKIA' | 'ASIA', account: string): string
  /** A secret access key: 40 characters of base64. */
  secretAccessKey(): string
  /** `digits` lower-case hexadecimal digits, as EC2's ids end (`i-` + 17). */
  hex(digits: number): string
  /** Random bytes for anything else. */
  bytes(count: number): Buffer
  rewind(): void
}

export function randomIds(random: (count: number) => Buffer = pooledBytes): Ids {
  const drawn: Buffer[] = []
  let position = 0
  const bytes = (count: number): Buffer => {
    const known = drawn[position]
    const value = known?.length === count ? known : random(count)
    drawn[position] = value
    position += 1
    return value
  }
  return {
    bytes,
    unique: (prefix) => prefix + base32(bytes(11)).slice(0, 17),
    accessKeyId: (prefix, account) => prefix + accountKeySuffix(account, bytes(10)),
    secretAccessKey: () => bytes(30).toString('base64'),
    hex: (digits) =>
      bytes(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits),
    rewind: () => {
      position = 0
    },
  }
}

const pool = Buffer.alloc(4096)
let used = pool.length

/** Random bytes, drawn from the system many at once: each draw costs the same whatever its length. No byte is handed out twice. */
function pooledBytes(count: number): Buffer {
  if (count > pool.length) return randomFillSync(Buffer.alloc(count))
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + count))
  // What became a secret is not to lie about a second time.
  pool.fill(0, used, used + count)
  used += count
  return bytes
}

/** The account that an access key id carries, or undefined when the text is not such an id. */
export function accountOfAccessKeyId(id: string): string | undefined {
  if (!/^A[A-Z]{3}[A-Z2-7]{16}$/.test(id)) return undefined
  let bits = 0n
  for (const char of id.slice(4, 14)) bits = (bits << 5n) | BigInt(BASE32.indexOf(char))
  const account = ((bits >> 2n) & ACCOUNT_MASK) >> ACCOUNT_SHIFT
  const text = account.toString().padStart(12, '0')
  return text.length === 12 ? text : undefined
}

/** 10 bytes in base32: bit 47 is set, then 40 bits of account number, then random bits. */
function accountKeySuffix(account: string, random: Buffer): string {
  const bytes = Buffer.from(random)
  const head = (1n << 47n) | ((BigInt(account) << ACCOUNT_SHIFT) & ACCOUNT_MASK) | BigInt(bytes.readUInt8(5) & 0x7f)
  bytes.writeUIntBE(Number(head), 0, 6)
  return base32(bytes)
}

function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      text += BASE32.charAt((value >> (bits - 5)) & 31)
      bits -= 5
    }
  }
  return text
}
