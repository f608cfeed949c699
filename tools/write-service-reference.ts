/**
 * Writes the service reference that the console's policy editor reads, in the format that AWS publishes, below a folder
 * of the build: `node tools/write-service-reference.ts console/dist/service-reference`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readPacked } from '../src/service-authorization/service-authorization.ts'
import { serviceReference } from '../src/service-authorization/service-reference.ts'

const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('name the folder to write to')
const file = join(import.meta.dirname, '../src/service-authorization/service-authorization.br')
for (const [path, content] of serviceReference(readPacked(readFileSync(file)), '/service-reference')) {
  const written = join(target, 'v1', path)
  mkdirSync(dirname(written), { recursive: true })
  writeFileSync(written, JSON.stringify(content))
}
