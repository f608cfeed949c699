import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { allow, requestOf } from './cases/case.ts'
import { decide } from './decide.ts'
import { parsePolicy } from './document.ts'
import { validatePolicy } from './validate.ts'
import { parseOperatorName } from './values/operator-name.ts'

// AWS's managed policies: an index length, an index of [name, ..., offset, length] and the documents behind it.
const file = new URL('../managed-policies/aws-managed.br', import.meta.url)
const absent = existsSync(file)
  ? false
  : "AWS's managed policies have not been built: src/managed-policies/aws-managed.br"

function* documents(): Generator<{ name: string; text: string }> {
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

test("AWS's managed policies parse, without an element or operator that is not known", { skip: absent }, () => {
  for (const { name, text } of documents()) {
    const { statements, unknown } = parsePolicy(text)
    assert.deepEqual(unknown, [], name)
    for (const statement of statements) {
      assert.deepEqual(statement.unknown, [], name)
      for (const { operator } of statement.conditions) assert.ok(parseOperatorName(operator), `${name}: ${operator}`)
    }
  }
})

test("AWS's managed policies are taken as identity policies", { skip: absent }, () => {
  const refused = [...documents()].flatMap(({ name, text }) => {
    const { problem } = validatePolicy(text, 'identity')
    return problem ? [`${name}: ${problem.message}`] : []
  })
  assert.deepEqual(refused, [])
})

test("AWS's managed policies are read whole by a decision", { skip: absent }, () => {
  const request = requestOf({ name: '', source: '', expect: 'allow', identity: [allow()] })
  for (const { name, text } of documents()) {
    const identity = [{ name, document: parsePolicy(text) }]
    assert.deepEqual(decide({ ...request, policies: { identity } }).unreadable, [], name)
  }
})
