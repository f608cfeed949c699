import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileGlob, textOf } from './glob.ts'
import { tokenize } from './tokens.ts'

const filled = (text: string, context: Readonly<Record<string, string>> = {}) =>
  textOf(compileGlob(text, { variables: true, wildcards: false }), new Map(Object.entries(context)))

test('a variable has its value, else its default, else none', () => {
  assert.equal(filled("${aws:PrincipalTag/team, 'none'}", { 'aws:principaltag/team': 'blue' }), 'blue')
  assert.equal(filled("${aws:PrincipalTag/team, 'none'}"), 'none')
  assert.equal(filled("${aws:PrincipalTag/team  ,'it''s, all'}"), "it''s, all")
  assert.equal(filled("${aws:PrincipalTag/team, 'a, b'}", { 'aws:principaltag/team': 'blue' }), 'blue')
  assert.equal(filled("${aws:PrincipalTag/team,''}"), '')
  assert.equal(filled("${aws:PrincipalTag/team,'x'}"), 'x')
  assert.equal(filled("a${x,'1'}b${y, '2'}c", { y: '3' }), 'a1b3c')
  assert.equal(filled('${aws:PrincipalTag/team}'), undefined)
})

test('a default without a comma and its two quotes is none, and then the whole is the name', () => {
  for (const inside of ["x, '", "x, 'a", "x, a'", 'x, a', "x, 'a' ", "'a'", "x'a'", "x, ~'", "x, ''a", ", 'a", 'x,']) {
    assert.equal(filled(`\${${inside}}`), undefined, inside)
    assert.equal(filled(`\${${inside}}`, { [inside]: 'value' }), 'value', inside)
  }
})

test('a default belongs to a name that may be empty', () => {
  assert.equal(filled("${, 'a'}"), 'a')
  assert.equal(filled("${, 'a'}", { '': 'value' }), 'value')
  assert.equal(filled('${}', { '': 'value' }), 'value')
})

test('what opens no variable is text', () => {
  for (const text of ['$', '$a', '$a}', '${', '${a', '${a{b}', '{a}', 'a{b}', '*{b}', '}{b}', '$$', 'a$', '~', ''])
    assert.equal(filled(text), text)
  assert.equal(filled('$${a}', { a: '1' }), '$1')
  assert.equal(filled('${${a}', { a: '1' }), '${1')
  assert.equal(filled('${*}${?}${$}'), '*?$')
})

test('a variable of very many spaces is read at once', () => {
  assert.equal(filled(`\${${' '.repeat(1_000_000)}}`), undefined)
})

test('there are never two texts or two stars in a row, and no empty text', () => {
  const kinds = (pattern: string) => tokenize(pattern, { variables: true, wildcards: true }).map((token) => token.kind)
  assert.deepEqual(kinds(''), [])
  assert.equal(kinds('**').length, 1)
  assert.equal(kinds('a**b').length, 3)
  assert.equal(kinds('??').length, 2)
  assert.equal(kinds('a${*}b').length, 1)
  assert.equal(kinds('*${a}*').length, 3)
})
