/** Writes `src/aws/generated/` from `models/`: `node tools/generate-types.ts`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedFiles } from './models/generate.ts'

const TARGET = join(import.meta.dirname, '../src/aws/generated')

rmSync(TARGET, { recursive: true, force: true })
mkdirSync(TARGET, { recursive: true })
for (const [name, text] of generatedFiles()) writeFileSync(join(TARGET, name), text)
