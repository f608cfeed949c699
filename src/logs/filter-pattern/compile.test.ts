import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileFilterPattern } from './compile.ts'
import { FilterPatternError } from './error.ts'

// The patterns and what they match are those of "Filter pattern syntax" in the CloudWatch Logs user guide.
const MATCHES: readonly { pattern: string; yes: readonly string[]; no: readonly string[] }[] = [
  { pattern: '', yes: ['anything', ''], no: [] },
  { pattern: 'ERROR', yes: ['[ERROR 400] BAD REQUEST'], no: ['[error 400]', '[WARN] x'] },
  { pattern: 'ERROR ARGUMENTS', yes: ['[ERROR 419] MISSING ARGUMENTS'], no: ['[ERROR 401] UNAUTHORIZED REQUEST'] },
  { pattern: '?ERROR ?ARGUMENTS', yes: ['[ERROR 400]', 'ARGUMENTS'], no: ['nothing'] },
  { pattern: '"INTERNAL SERVER ERROR"', yes: ['[ERROR 500] INTERNAL SERVER ERROR'], no: ['INTERNAL ERROR'] },
  { pattern: 'ERROR -ARGUMENTS', yes: ['[ERROR 400] BAD'], no: ['[ERROR 419] MISSING ARGUMENTS', 'BAD'] },
  { pattern: '-"bad thing"', yes: ['good'], no: ['a bad thing'] },
  { pattern: '"say \\"hi\\""', yes: ['they say "hi"'], no: ['they say hi'] },
  {
    pattern: '{ $.eventType = "UpdateTrail" }',
    yes: ['{"eventType":"UpdateTrail"}'],
    no: ['{"eventType":"x"}', 'text'],
  },
  {
    pattern: '{ $.sourceIPAddress != 123.123.* }',
    yes: ['{"sourceIPAddress":"1.2.3.4"}'],
    no: ['{"sourceIPAddress":"123.123.9.1"}'],
  },
  {
    pattern: '{ $.arrayKey[0] = "value" }',
    yes: ['{"arrayKey":["value","b"]}'],
    no: ['{"arrayKey":["b","value"]}', '{}'],
  },
  {
    pattern: '{ $.objectList[1].id = 2 }',
    yes: ['{"objectList":[{"id":1},{"id":2}]}'],
    no: ['{"objectList":[{"id":2}]}'],
  },
  { pattern: '{ $.ThisFlag IS TRUE }', yes: ['{"ThisFlag":true}'], no: ['{"ThisFlag":"true"}', '{}'] },
  { pattern: '{ $.SomeObject IS NULL }', yes: ['{"SomeObject":null}'], no: ['{"SomeObject":0}', '{}'] },
  { pattern: '{ $.SomeOtherObject NOT EXISTS }', yes: ['{"a":1}'], no: ['{"SomeOtherObject":null}'] },
  {
    pattern: '{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }',
    yes: ['{"user":{"id":1},"users":[{"email":"John.Doe@example.com"}]}'],
    no: ['{"user":{"id":2},"users":[{"email":"John.Doe@example.com"}]}'],
  },
  {
    pattern: '{ $.a = 1 || $.b = 1 && $.c = 1 }',
    yes: ['{"a":1}', '{"b":1,"c":1}'],
    no: ['{"b":1}', '{"c":1}'],
  },
  { pattern: '{ $.n >= 1e3 }', yes: ['{"n":1000}'], no: ['{"n":999}', '{"n":"5000"}'] },
  {
    pattern: '[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]',
    yes: ['127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'],
    no: ['127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 200 1534', 'short'],
  },
  {
    pattern: '[..., status_code = 4* || status_code = 5*, bytes > 1000]',
    yes: ['127.0.0.1 frank "GET /" 404 1534', '500 1001'],
    no: ['127.0.0.1 frank "GET /" 404 1000', '127.0.0.1 frank "GET /" 200 1534'],
  },
  { pattern: '[w1=ERROR, w2]', yes: ['ERROR now'], no: ['ERROR', 'ERROR now then'] },
]

for (const { pattern, yes, no } of MATCHES) {
  test(`filter pattern ${JSON.stringify(pattern)} matches what the user guide says`, () => {
    const matches = compileFilterPattern(pattern)
    for (const message of yes) assert.equal(matches(message), true, message)
    for (const message of no) assert.equal(matches(message), false, message)
  })
}

for (const pattern of [
  'foo:bar',
  '"open',
  '{ $.a }',
  '{ a = 1 }',
  '{ $.a = 1',
  '{ $.a < "x" }',
  '[a, ..., b, ...]',
  '[a, b="x]',
  '%err.*%',
]) {
  test(`filter pattern ${JSON.stringify(pattern)} is refused`, () => {
    assert.throws(() => compileFilterPattern(pattern), FilterPatternError)
  })
}

test('a megabyte of brackets that never close is split as fast as any other message', () => {
  const matches = compileFilterPattern('[..., last = end]')
  assert.equal(matches(`${'[ '.repeat(500_000)}end`), true)
  assert.equal(matches(`${'" '.repeat(500_001)}end`), true)
})
