import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate, parseTemplate } from './template.ts'

const filled = (text: string, context: Readonly<Record<string, string>> = {}) =>
  fillTemplate(parseTemplate(text, { variables: true, wildcards: true }), new Map(Object.entries(context)))?.join('')

test('a variable has its value, else its default, else none', () => {
  assert.equal(filled("${aws:PrincipalTag/team, 'none'}", { 'aws:principaltag/team': 'blue' }), 'blue')
  assert.equal(filled("${aws:PrincipalTag/team, 'none'}"), 'none')
  assert.equal(filled("${aws:PrincipalTag/team  ,'it''s, all'}"), "it''s, all")
  assert.equal(filled("${aws:PrincipalTag/team,''}"), '')
  assert.equal(filled('${aws:PrincipalTag/team}'), undefined)
})

test('a default without its two quotes is none', () => {
  for (const inside of ["aws:userid, '", 'aws:userid, none', "aws:userid, 'none' "]) {
    assert.equal(filled(`\${${inside}}`), undefined, inside)
  }
})

test('a variable of very many spaces is read at once', () => {
  assert.equal(filled(`\${${' '.repeat(1_000_000)}}`), undefined)
})
