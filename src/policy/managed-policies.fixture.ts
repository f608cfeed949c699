import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'

// AWS's managed policies: an index length, an index of [name, ..., offset, length] and the documents behind it.
const file = new URL('../managed-policies/aws-managed.br', import.meta.url)

/** Why the policies cannot be read; false when they can. For the `skip` of a test. */
export const absent = existsSync(file)
  ? false
  : "AWS's managed policies have not been built: src/managed-policies/aws-managed.br"

/** Every managed policy of AWS in its newest version. */
export function* managedPolicies(): Generator<{ name: string; text: string }> {
  const bytes = readFileSync(file)
  const indexEnd = 4 + bytes.readUInt32BE(0)
  const index: unknown = JSON.parse(brotliDecompressSync(bytes.subarray(4, indexEnd)).toString())
  const texts = brotliDecompressSync(bytes.subarray(indexEnd))
  assert.ok(Array.isArray(index) && index.length > 1000)
  for (const entry of index) {
    const [offset, length] = [Number(entry.at(-2)), Number(entry.at(-1))]
    yield { name: String(entry[0]), text: texts.toString('utf8', offset, offset + length) }
  }
}
