import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../cases/seeded.ts'
import { compileGlob, globHolds, UNSET } from './glob.ts'
import { NO, YES } from './match.ts'
import { findRun, type Run } from './run-search.ts'
import { ONE } from './tokens.ts'

const NOTHING = new Map<string, string>()
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

test('globs agree with regular expressions on random patterns, anywhere in a text', () => {
  const { pick, times } = seeded(20261123)
  for (let round = 0; round < 40_000; round += 1) {
    const pattern = times(7, () => pick(['a', 'b', 'ab', '*', '*', '?', '.', '\ud83d'])).join('')
    const text = times(9, () => pick(['a', 'b', '.', '\ud83d', '\ude00', '\n'])).join('')
    const around = times(3, () => pick(['a', 'b', '.'])).join('')
    const source = [...pattern.matchAll(/[\s\S]/g)].map(([char]) => {
      if (char === '*') return '[\\s\\S]*'
      return char === '?' ? '[\\s\\S]' : escaped(char)
    })
    const expected = new RegExp(`^${source.join('')}$`).test(text) ? YES : NO
    const glob = compileGlob(pattern, { variables: false, wildcards: true })
    const shown = `${JSON.stringify(pattern)} on ${JSON.stringify(text)} within ${around}`
    assert.equal(globHolds(glob, text, 0, text.length, NOTHING), expected, shown)
    const whole = around + text + around
    assert.equal(globHolds(glob, whole, around.length, around.length + text.length, NOTHING), expected, shown)
  }
})

test('what a variable holds is text, also when it looks like a pattern', () => {
  const { pick, times } = seeded(7)
  for (let round = 0; round < 20_000; round += 1) {
    const part = () => pick(['a', '*', '?', '${x}', '${y}'])
    const pattern = times(6, part).join('')
    const [x, y] = [times(2, () => pick(['a', '*', '?'])).join(''), times(2, () => pick(['a', '*', '?'])).join('')]
    const text = times(8, () => pick(['a', 'a', '*', '?'])).join('')
    const source = [...pattern.matchAll(/\$\{[xy]\}|[\s\S]/g)].map(([token]) => {
      if (token === '*') return '[\\s\\S]*'
      if (token === '?') return '[\\s\\S]'
      return escaped(token === '${x}' ? x : token === '${y}' ? y : token)
    })
    const context = new Map([
      ['x', x],
      ['y', y],
    ])
    const glob = compileGlob(pattern, { variables: true, wildcards: true })
    const expected = new RegExp(`^${source.join('')}$`).test(text) ? YES : NO
    assert.equal(globHolds(glob, text, 0, text.length, context), expected, `${pattern} on ${text} with ${x} and ${y}`)
  }
})

test('long runs that often begin to match agree with regular expressions', () => {
  const { pick, times, chance } = seeded(11)
  let matched = 0
  for (let round = 0; round < 3000; round += 1) {
    const run = () => Array.from({ length: pick([1, 5, 31, 32, 33, 64, 70]) }, () => pick(['a', '?', '?'])).join('')
    const pattern = `${pick(['*', '', 'a'])}${times(2, run).join('*')}${chance(0.5) ? 'b' : ''}${pick(['*', ''])}`
    const text = Array.from({ length: pick([60, 300]) }, () => (chance(0.97) ? 'a' : 'b')).join('')
    const expected = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text) ? YES : NO
    const glob = compileGlob(pattern, { variables: false, wildcards: true })
    assert.equal(globHolds(glob, text, 0, text.length, NOTHING), expected, `${pattern} on ${text}`)
    if (expected === YES) matched += 1
  }
  assert.ok(matched > 300 && matched < 2700, `${matched} match`)
})

test('a run is found at its first place within the bounds', () => {
  const { pick, times } = seeded(13)
  for (let round = 0; round < 5000; round += 1) {
    const length = pick([1, 2, 31, 32, 33, 65])
    const run: Run = [
      ...Array.from({ length }, () => pick<Run[number]>(['a', 'aa', ONE, ONE, ONE])),
      ...times(1, () => 'b'),
    ]
    const text = Array.from({ length: pick([5, 40, 200]) }, () => pick(['a', 'a', 'a', 'b'])).join('')
    const [from, to] = [pick([0, 1, 3]), text.length - pick([0, 1, 2])]
    const source = run.map((part) => (part === ONE ? '.' : part)).join('')
    const places = Array.from({ length: text.length + 1 }, (_, place) => place)
    const found = places.find((at) => at >= from && new RegExp(`^${source}`).test(text.slice(at, Math.max(at, to))))
    assert.equal(findRun(run, text, from, to), found ?? -1, `${source} in ${text} from ${from} to ${to}`)
  }
})

test('a variable without a value is told apart from a mismatch', () => {
  const glob = compileGlob('a${x}', { variables: true, wildcards: true })
  assert.equal(globHolds(glob, 'a', 0, 1, NOTHING), UNSET)
  assert.equal(globHolds(glob, 'a', 0, 1, new Map([['x', ['a', 'b']]])), UNSET)
})

test('a pattern made to blow up a backtracking matcher ends at once', () => {
  const pattern = compileGlob(`${'*a'.repeat(2000)}*b`, { variables: false, wildcards: true })
  const text = 'a'.repeat(20_000)
  assert.equal(globHolds(pattern, text, 0, text.length, NOTHING), NO)
  assert.equal(globHolds(pattern, `${text}b`, 0, text.length + 1, NOTHING), YES)
})
