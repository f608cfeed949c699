import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PolicySyntaxError, parsePolicy } from './document.ts'

const TEXT = `{
  "Version": "2012-10-17",
  "Id": "x",
  "Statement": [{
    "Sid": "One", "Effect": "Allow", "Principal": {"AWS": ["a", "b"], "Service": "c"},
    "Action": "s3:Get*", "NotResource": ["r1"],
    "Condition": {"Bool": {"aws:SecureTransport": true}, "NumericLessThan": {"k": [1e3, "2"]}},
    "Odd": 1
  }]
}`

test('every element keeps its spelling and its place in the text', () => {
  const document = parsePolicy(TEXT)
  const [statement] = document.statements
  assert.ok(statement?.action && statement.resource && statement.principal)
  assert.match(TEXT.slice(statement.offset, statement.end), /^\{\s+"Sid"[\s\S]*"Odd": 1\s+\}$/)
  assert.equal(TEXT.slice(statement.action.offset, statement.action.end), '"s3:Get*"')
  const [resource] = statement.resource.strings
  assert.equal(TEXT.slice(resource?.offset, resource?.end), '"r1"')
  const [odd] = statement.unknown
  assert.equal(TEXT.slice(odd?.offset, odd?.end), '"Odd": 1')
  assert.equal(
    TEXT.slice(statement.conditions[1]?.offset, statement.conditions[1]?.end).startsWith('"NumericLessThan"'),
    true,
  )
})

test('a scalar and an array of one are the same values, and the difference is remembered', () => {
  const [statement] = parsePolicy(TEXT).statements
  assert.deepEqual([statement?.action?.values, statement?.action?.scalar], [['s3:Get*'], true])
  assert.deepEqual([statement?.resource?.values, statement?.resource?.scalar], [['r1'], false])
  assert.equal(statement?.resource?.negated, true)
  assert.deepEqual(
    statement?.principal?.groups.map(({ type, values }) => [type, values]),
    [
      ['AWS', ['a', 'b']],
      ['Service', ['c']],
    ],
  )
})

test('booleans and numbers of a condition keep their spelling', () => {
  const [statement] = parsePolicy(TEXT).statements
  assert.deepEqual(
    statement?.conditions.map(({ operator, keys }) => [operator, keys.map(({ key, values }) => [key, values])]),
    [
      ['Bool', [['aws:SecureTransport', ['true']]]],
      ['NumericLessThan', [['k', ['1e3', '2']]]],
    ],
  )
})

test('a statement may stand without an array, and that is remembered', () => {
  const document = parsePolicy('{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}')
  assert.equal(document.singleStatement, true)
  assert.equal(document.version, undefined)
  assert.equal(document.statements.length, 1)
})

const REFUSED: readonly (readonly [what: string, text: string, problem: string, element: string])[] = [
  ['a key that stands twice', '{"Version":"2012-10-17","Version":"2012-10-17"}', 'duplicate key', 'Version'],
  ['a raw line break in a string', '{"Id":"a\nb"}', 'not JSON', ''],
  ['an unknown escape', '{"Id":"\\x"}', 'not JSON', ''],
  ['a short unicode escape', '{"Id":"\\u12"}', 'not JSON', ''],
  ['a number with a leading zero', '{"Id":01}', 'not JSON', ''],
  ['a comment', '{} // x', 'not JSON', ''],
  ['single quotes', "{'Id':1}", 'not JSON', ''],
  ['a byte order mark', '\ufeff{}', 'not JSON', ''],
  ['text that ends early', '{"Statement":[{', 'not JSON', ''],
  ['an escape that names an inherited property', '{"Id":"\\constructor"}', 'not JSON', ''],
  ['null as Statement', '{"Statement":null}', 'wrong type', 'Statement'],
  ['null as a condition value', '{"Statement":{"Effect":"Allow","Condition":{"Null":{"k":null}}}}', 'wrong type', 'k'],
  [
    'a principal without a type in an object',
    '{"Statement":{"Effect":"Allow","Principal":{"":"*"}}}',
    'wrong type',
    'Principal',
  ],
  [
    'Principal and NotPrincipal',
    '{"Statement":{"Effect":"Allow","Principal":"*","NotPrincipal":"*"}}',
    'both an element and its negation',
    'Principal',
  ],
]

for (const [what, text, problem, element] of REFUSED) {
  test(`${what} is refused, with the reason and the place`, () => {
    assert.throws(
      () => parsePolicy(text),
      (error) => {
        assert.ok(error instanceof PolicySyntaxError)
        assert.deepEqual([error.problem, error.element, error.message], [problem, element, 'Syntax errors in policy.'])
        assert.ok(error.offset >= 0 && error.offset <= text.length)
        return true
      },
    )
  })
}

test('__proto__ is a key like any other', () => {
  const [statement] = parsePolicy('{"Statement":{"Effect":"Allow","__proto__":1}}').statements
  assert.equal(statement?.unknown[0]?.name, '__proto__')
})

/** Where the fault is told: the text from there on begins with this. */
const PLACES: readonly (readonly [text: string, problem: string, element: string, at: string, found?: string])[] = [
  [' []', 'not an object', '', '[]'],
  ['{"Version":"2013-10-17","Statement":1}', 'bad Version', 'Version', '"2013', '2013-10-17'],
  ['{"Version":1}', 'wrong type', 'Version', '1'],
  ['{"Id":[]}', 'wrong type', 'Id', '[]'],
  [' {"Id":"x"}', 'missing Statement', 'Statement', '{"Id"'],
  ['{"Statement":[]}', 'empty Statement', 'Statement', '[]'],
  ['{"Statement":["x"]}', 'wrong type', 'Statement', '"x"'],
  ['{"Statement":[{"Sid":"x"}]}', 'missing Effect', 'Effect', '{"Sid"'],
  ['{"Statement":{"Effect":"Maybe"}}', 'bad Effect', 'Effect', '"Maybe"', 'Maybe'],
  ['{"Statement":{"Effect":"Deny","Sid":1}}', 'wrong type', 'Sid', '1'],
  ['{"Statement":{"Effect":"Deny","Action":[["a"]]}}', 'wrong type', 'Action', '["a"]'],
  ['{"Statement":{"Effect":"Deny","NotAction":{}}}', 'wrong type', 'NotAction', '{}'],
  ['{"Statement":{"Effect":"Deny","Principal":["*"]}}', 'wrong type', 'Principal', '["*"]'],
  ['{"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":1}}}', 'wrong type', 'NotPrincipal', '1'],
  ['{"Statement":{"Effect":"Deny","Principal":{"AWS":"a","":"*"}}}', 'wrong type', 'Principal', '"":'],
  ['{"Statement":{"Effect":"Deny","Condition":[]}}', 'wrong type', 'Condition', '[]'],
  ['{"Statement":{"Effect":"Deny","Condition":{"Bool":1}}}', 'wrong type', 'Bool', '1'],
  ['{"Statement":{"Effect":"Deny","Condition":{"Bool":{"k":{}}}}}', 'wrong type', 'k', '{}'],
  ['{"Statement":{"Effect":"Deny","NotAction":"b","Action":"a"}}', 'both an element and its negation', 'Action', '"b"'],
  ['{"Id":"a","Id":"b"}', 'duplicate key', 'Id', '"Id":"b"'],
  ['{"Id":x}', 'not JSON', '', 'x}'],
]

for (const [text, problem, element, at, found] of PLACES) {
  test(`${text} is refused at ${at}`, () => {
    assert.throws(
      () => parsePolicy(text),
      (error) => {
        assert.ok(error instanceof PolicySyntaxError)
        assert.equal(error.name, 'PolicySyntaxError')
        assert.deepEqual([error.problem, error.element, error.found], [problem, element, found])
        assert.equal(text.slice(error.offset, error.offset + at.length), at)
        return true
      },
    )
  })
}
