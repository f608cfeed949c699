/**
 * The CRC of two pieces in a row from the CRCs of each: the first is multiplied by x to the number of bits of the second,
 * modulo the polynomial. All CRCs here are reflected, with the bits inverted before and after.
 */

interface Crc {
  readonly bits: bigint
  /** Reflected. */
  readonly polynomial: bigint
}

const CRCS = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Record<string, Crc>

export type CombinableCrc = keyof typeof CRCS

export const isCombinable = (algorithm: string): algorithm is CombinableCrc => Object.hasOwn(CRCS, algorithm)

/** `first` and `second` are digests in base64; `length` is the second piece's in bytes. */
export function combineCrcs(algorithm: CombinableCrc, first: string, second: string, length: number): string {
  const crc = CRCS[algorithm]
  const shifted = multiply(crc, powerOfX(crc, BigInt(length) * 8n), toNumber(first))
  const hex = (shifted ^ toNumber(second)).toString(16).padStart(Number(crc.bits) / 4, '0')
  return Buffer.from(hex, 'hex').toString('base64')
}

const toNumber = (base64: string): bigint => BigInt(`0x${Buffer.from(base64, 'base64').toString('hex') || '0'}`)

/** Polynomials are reflected: the highest bit is the coefficient of x to the 0. */
function multiply({ bits, polynomial }: Crc, a: bigint, b: bigint): bigint {
  let product = 0n
  let factor = b
  for (let bit = 1n << (bits - 1n); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= factor
    factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n
  }
  return product
}

function powerOfX(crc: Crc, exponent: bigint): bigint {
  let power = 1n << (crc.bits - 1n)
  let square = 1n << (crc.bits - 2n)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(crc, power, square)
    square = multiply(crc, square, square)
  }
  return power
}
