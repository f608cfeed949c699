import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { IHasher } from 'hash-wasm'

/** A checksum that grows with the bytes it is given. */
export interface Checksum {
  readonly update: (bytes: Uint8Array) => void
  /** Ends it: the digest in base64, as S3's headers carry it. Call it once. */
  readonly digestBase64: () => string
}

interface Algorithm {
  /** Digest length in bytes. */
  readonly length: number
  readonly start: () => Checksum | Promise<Checksum>
}

const CRC32C_POLYNOMIAL = 0x82f63b78
const CRC64NVME_POLYNOMIAL = '9a6c9329ac4bc9b5'

const ofNode = (name: 'sha1' | 'sha256' | 'md5') => (): Checksum => {
  const hash = createHash(name)
  return { update: (bytes) => void hash.update(bytes), digestBase64: () => hash.digest('base64') }
}

/** Making an instance costs a hundred times what 4 KiB cost, so all share one; each keeps its own state between updates. */
const ofWasm = (create: (wasm: typeof import('hash-wasm')) => Promise<IHasher>) => {
  let shared: Promise<IHasher> | undefined
  return async (): Promise<Checksum> => {
    // Loaded with the first: it takes more memory than the whole of this folder.
    shared ??= import('hash-wasm').then(create)
    const hash = await shared
    let state = hash.init().save()
    return {
      update: (bytes) => {
        state = hash.load(state).update(bytes).save()
      },
      digestBase64: () => Buffer.from(hash.load(state).digest('binary')).toString('base64'),
    }
  }
}

const startCrc32 = (): Checksum => {
  let value = 0
  return {
    update: (bytes) => {
      value = crc32(bytes, value)
    },
    digestBase64: () => {
      const digest = Buffer.alloc(4)
      digest.writeUInt32BE(value)
      return digest.toString('base64')
    },
  }
}

const ALGORITHMS = {
  CRC32: { length: 4, start: startCrc32 },
  CRC32C: { length: 4, start: ofWasm(({ createCRC32 }) => createCRC32(CRC32C_POLYNOMIAL)) },
  CRC64NVME: { length: 8, start: ofWasm(({ createCRC64 }) => createCRC64(CRC64NVME_POLYNOMIAL)) },
  SHA1: { length: 20, start: ofNode('sha1') },
  SHA256: { length: 32, start: ofNode('sha256') },
  MD5: { length: 16, start: ofNode('md5') },
} as const satisfies Record<string, Algorithm>

export type ChecksumAlgorithm = keyof typeof ALGORITHMS

/** The algorithms of S3's `x-amz-checksum-*` headers, in S3's order. MD5 has only the header Content-MD5. */
export const OBJECT_CHECKSUMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const
export type ObjectChecksum = (typeof OBJECT_CHECKSUMS)[number]

/** `x-amz-checksum-crc32` and its like. */
export const checksumHeader = (algorithm: ObjectChecksum): string => `x-amz-checksum-${algorithm.toLowerCase()}`

/** The algorithm that a header or trailer of this lower-case name carries the value of. */
export const checksumOfHeader = (name: string): ObjectChecksum | undefined =>
  OBJECT_CHECKSUMS.find((algorithm) => checksumHeader(algorithm) === name)

/** A checksum ready to take bytes. */
export const startChecksum = async (algorithm: ChecksumAlgorithm): Promise<Checksum> => ALGORITHMS[algorithm].start()

/** Whether a text is the algorithm's digest length in canonical base64. */
export const isDigest = (algorithm: ChecksumAlgorithm, text: string): boolean => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === ALGORITHMS[algorithm].length && bytes.toString('base64') === text
}
