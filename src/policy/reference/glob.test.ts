import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../cases/seeded.ts'
import { globMatches } from './glob.ts'
import { fillTemplate, parseTemplate } from './template.ts'

const globOf = (pattern: string) =>
  fillTemplate(parseTemplate(pattern, { variables: false, wildcards: true }), new Map()) ?? []

test('globs agree with regular expressions on random patterns', () => {
  const { pick, times } = seeded(20261123)
  for (let round = 0; round < 20_000; round += 1) {
    const pattern = times(6, () => pick(['a', 'b', '*', '*', '?'])).join('')
    const text = times(8, () => pick(['a', 'b'])).join('')
    const expected = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text)
    assert.equal(globMatches(globOf(pattern), text), expected, `${pattern} on ${text}`)
  }
})

test('a pattern made to blow up a backtracking matcher ends at once', () => {
  const pattern = globOf(`${'*a'.repeat(200)}*b`)
  assert.equal(globMatches(pattern, 'a'.repeat(4000)), false)
  assert.equal(globMatches(pattern, `${'a'.repeat(4000)}b`), true)
})
