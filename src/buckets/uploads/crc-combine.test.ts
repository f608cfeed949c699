import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { startChecksum } from '../../signature/checksums.ts'
import { combineCrcs } from './crc-combine.ts'

const digest = async (algorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME', bytes: Uint8Array) => {
  const checksum = await startChecksum(algorithm)
  checksum.update(bytes)
  return checksum.digestBase64()
}

for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
  test(`${algorithm} of the whole follows from those of its pieces`, async () => {
    const whole = randomBytes(100_003)
    for (const cut of [0, 1, 77, 50_000, 100_002, 100_003]) {
      const first = await digest(algorithm, whole.subarray(0, cut))
      const second = await digest(algorithm, whole.subarray(cut))
      const combined = combineCrcs(algorithm, first, second, whole.length - cut)
      assert.equal(combined, await digest(algorithm, whole), `cut at ${cut}`)
    }
  })
}
