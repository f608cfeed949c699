import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { javaPattern, UNTRANSLATABLE } from './java-pattern.ts'
import type { ModelJson } from './model-file.ts'

const MODELS = join(import.meta.dirname, '../../models')

test('every pattern of every model compiles, or is listed as untranslatable with a reason', () => {
  for (const file of readdirSync(MODELS).filter((name) => name.endsWith('.json') && !name.includes('.patch.'))) {
    // The test reads what tools/import-models.ts wrote.
    const model = JSON.parse(readFileSync(join(MODELS, file), 'utf8')) as ModelJson
    for (const [name, { pattern }] of Object.entries(model.shapes)) {
      if (pattern === undefined || UNTRANSLATABLE.has(pattern)) continue
      assert.doesNotThrow(() => javaPattern(pattern), `${file} ${name} ${pattern}`)
    }
  }
})

test('a pattern without anchors is matched on the whole string', () => {
  assert.equal(javaPattern('[\\w+=,.@-]+')?.test('my role'), false)
  assert.equal(javaPattern('[\\w+=,.@-]+')?.test('my-role'), true)
  assert.equal(javaPattern('a|b')?.test('ab'), false)
})

test('a word character is ASCII', () => {
  assert.equal(javaPattern('[\\w]+')?.test('é'), false)
})

test('a dash after a class is a dash', () => {
  assert.equal(javaPattern('[\\w-_]*')?.test('a-b_c'), true)
})

test('the ARN pattern of STS refuses supplementary characters, as AWS does', () => {
  const pattern = '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+'
  assert.equal(javaPattern(pattern)?.test('arn:aws:iam::123456789012:role/x'), true)
  assert.equal(javaPattern(pattern)?.test('arn:aws:iam::123456789012:role/\u{1F600}'), false)
})

test('a trailing line break does not match an anchored pattern', () => {
  assert.equal(javaPattern('^\\d{12}$')?.test('123456789012\n'), false)
})
