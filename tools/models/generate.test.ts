import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { generatedFiles } from './generate.ts'

const GENERATED = join(import.meta.dirname, '../../src/aws/generated')

test('the generated types are what models/ makes; run tools/generate-types.ts when this fails', () => {
  const files = generatedFiles()
  assert.deepEqual(readdirSync(GENERATED).sort(), [...files.keys()].sort())
  for (const [name, text] of files) assert.equal(readFileSync(join(GENERATED, name), 'utf8'), text, name)
})
