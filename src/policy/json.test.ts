import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from './cases/seeded.ts'
import { JsonError, type JsonNode, readJson } from './json.ts'

/** The value that a node stands for. */
function valueIn(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, valueIn(value)]))
    case 'array':
      return node.items.map(valueIn)
    case 'number':
      return Number(node.text)
    case 'null':
      return null
    default:
      return node.value
  }
}

function reading(read: () => unknown): { readonly value: unknown } | 'refused' {
  try {
    return { value: read() }
  } catch {
    return 'refused'
  }
}

const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '""',
    '1',
    '-0',
    '0',
    '12',
    '1.5',
    '.',
    'e',
    'E+',
    '-',
    '+',
    'true',
    'false',
  ],
  ...[
    'null',
    ' ',
    '\t',
    '\r',
    '\n',
    '"',
    '\\',
    '\\u0041',
    '\\u00e9',
    '\\u12',
    '\\ud83d',
    '\\n',
    '\\b',
    '\\f',
    '\\r',
    '\\t',
  ],
  ...['\\/', '\\"', '\\\\', '\\x', '\u00a0', '\u0000', '\u001f', '\u007f', 'tru', '01', '"c":', '[1,', '{"k":'],
]

test('white space stands anywhere between the signs', () => {
  for (const text of ['{ }', '{\n}', '[ ]', ' { "a" : [ 1 , 2 ] , "b" : { } } ', '\t{"a":1}\r\n'])
    assert.deepEqual(valueIn(readJson(text)), JSON.parse(text), text)
})

test('what is JSON, and what it says, is what Node says of it', () => {
  const { pick, times } = seeded(20261124)
  const scalar = () =>
    pick([
      () => `"${times(4, () => pick(PIECES)).join('')}"`,
      () => times(5, () => pick(['1', '0', '-', '.', 'e', 'E', '+', '23'])).join(''),
      () => pick(['true', 'false', 'null', '1', '-1.5e3', '"x"', '']),
    ])()
  const space = () => times(2, () => pick([' ', '\n', '\t', '\r'])).join('')
  const found = { read: 0, refused: 0 }
  for (let round = 0; round < 40_000; round += 1) {
    const text = pick([
      scalar,
      () => times(8, () => pick(PIECES)).join(''),
      () => `${space()}[${times(3, () => space() + scalar() + space()).join(',')}]${space()}`,
      () =>
        `{${times(3, () => `${space()}"k${pick(['1', '2', '3', '4', '5', '6'])}"${space()}:${space()}${scalar()}${space()}`).join(',')}}`,
    ])()
    const expected = reading(() => JSON.parse(text))
    const actual = reading(() => valueIn(readJson(text)))
    // Only a key that stands twice is refused here and taken there.
    if (actual === 'refused' && expected !== 'refused' && /"(.*)"[\s\S]*"\1"/.test(text)) continue
    assert.deepEqual(actual, expected, JSON.stringify(text))
    found[actual === 'refused' ? 'refused' : 'read'] += 1
  }
  assert.ok(Math.min(found.read, found.refused) > 5000, JSON.stringify(found))
})

test('a value may stand sixty-four others deep, and no deeper', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  assert.equal(readJson(nested(65)).kind, 'array')
  assert.throws(() => readJson(nested(66)), { name: 'JsonError', message: 'not JSON: nested too deeply', offset: 65 })
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  assert.equal(readJson(objects(64)).kind, 'object')
  assert.throws(() => readJson(objects(65)), { message: 'not JSON: nested too deeply' })
})

const REFUSED: readonly (readonly [text: string, message: string, offset: number])[] = [
  ['{} x', 'not JSON: text after the value', 3],
  ['', 'not JSON: a value is missing', 0],
  ['[1,]', 'not JSON: a value is missing', 3],
  ['{1', 'not JSON: a key is missing', 1],
  ['{"a" 1', 'not JSON: a colon is missing', 5],
  ['{"a":1', 'not JSON: an object does not end', 6],
  ['[1', 'not JSON: an array does not end', 2],
  ['"a', 'not JSON: a string does not end', 2],
  ['"\\u12"', 'not JSON: bad \\u escape', 3],
  ['"\\x"', 'not JSON: bad escape', 3],
  ['"\\', 'not JSON: bad escape', 3],
  ['{"a":1, "a":2}', 'the key "a" stands twice', 8],
]

for (const [text, message, offset] of REFUSED) {
  test(`${text} is refused: ${message}`, () => {
    assert.throws(
      () => readJson(text),
      (error) =>
        error instanceof JsonError &&
        error.message === message &&
        error.offset === offset &&
        error.name === 'JsonError',
    )
  })
}

test('every node knows where it stands, and numbers keep their spelling', () => {
  const text = ' { "a" : [ 1e3 , true ] , "b" : null , "c" : "\\u0041" } '
  const root = readJson(text)
  assert.equal(text.slice(root.offset, root.end), text.trim())
  assert.ok(root.kind === 'object')
  assert.deepEqual(
    root.members.map(({ name, nameOffset, value }) => [name, text.slice(nameOffset, value.end)]),
    [
      ['a', '"a" : [ 1e3 , true ]'],
      ['b', '"b" : null'],
      ['c', '"c" : "\\u0041"'],
    ],
  )
  const [list] = root.members
  assert.ok(list?.value.kind === 'array')
  assert.deepEqual(
    list.value.items.map(({ offset, end }) => text.slice(offset, end)),
    ['1e3', 'true'],
  )
})
