import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { iamArn } from '../aws/arn.ts'
import type { ManagedPolicy } from './records.ts'

/** Name, path, version id, created and updated (milliseconds since 1970), then offset and length of the document in bytes. */
export type AwsManagedEntry = readonly [
  name: string,
  path: string,
  versionId: string,
  created: number,
  updated: number,
  offset: number,
  length: number,
]

/** The account that AWS's own managed policies stand in: `arn:aws:iam::aws:policy/...`. */
export const AWS_ACCOUNT = 'aws'

/** Every policy that AWS manages, sorted by lower-cased name; only the newest version of each is known. */
export const awsManagedPolicies = (): readonly ManagedPolicy[] => catalogue().sorted

/** The AWS managed policy with this ARN, or undefined. */
export const awsManagedPolicy = (arn: string): ManagedPolicy | undefined => catalogue().byArn.get(arn)

interface Catalogue {
  readonly sorted: readonly ManagedPolicy[]
  readonly byArn: ReadonlyMap<string, ManagedPolicy>
}

let loaded: Catalogue | undefined

/** The index is read when somebody first asks, the 3 MB of documents when somebody first reads one. */
function catalogue(): Catalogue {
  if (loaded) return loaded
  const file = readFileSync(new URL('./aws-managed.br', import.meta.url))
  const indexEnd = 4 + file.readUInt32BE(0)
  // The file is written by tools/build-managed-policies.ts, which types its index so.
  const entries = JSON.parse(brotliDecompressSync(file.subarray(4, indexEnd)).toString()) as readonly AwsManagedEntry[]
  let documents: Buffer | undefined
  const text = (offset: number, length: number): string => {
    documents ??= brotliDecompressSync(file.subarray(indexEnd))
    return documents.toString('utf8', offset, offset + length)
  }
  const byArn = new Map(entries.map((entry) => [arnOf(entry), policyOf(entry, text)]))
  const sorted = [...byArn.values()].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
  loaded = { sorted, byArn }
  return loaded
}

const arnOf = ([name, path]: AwsManagedEntry): string => iamArn(AWS_ACCOUNT, 'policy', path, name)

function policyOf(entry: AwsManagedEntry, text: (offset: number, length: number) => string): ManagedPolicy {
  const [name, path, versionId, created, updated, offset, length] = entry
  const version = {
    id: versionId,
    created: updated,
    get document() {
      return text(offset, length)
    },
  }
  return {
    account: AWS_ACCOUNT,
    id: policyId(arnOf(entry)),
    name,
    path,
    created,
    updated,
    tags: {},
    versions: [version],
    defaultVersionId: versionId,
    lastVersion: Number(versionId.slice(1)),
  }
}

/** AWS's real ids are not published with the documents; these are the same on every node and at every start. */
function policyId(arn: string): string {
  const digest = createHash('sha256').update(arn).digest()
  return `ANPA${Array.from(digest.subarray(0, 17), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte & 31)).join('')}`
}
