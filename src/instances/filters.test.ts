import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filtered } from './filters.ts'

const fail = (code: string, message: string): never => {
  throw new Error(`${code}: ${message}`)
}

const accepted = (value: string, ...patterns: string[]): boolean =>
  filtered([value], [{ Name: 'name', Values: patterns }], { name: (item) => [item] }, fail).length === 1

test('a filter value of many stars ends at once on a text that nearly matches', () => {
  const text = 'a'.repeat(255)
  assert.equal(accepted(text, `${'*a'.repeat(60)}*b`), false)
  assert.equal(accepted(`${text}b`, `${'*a'.repeat(60)}*b`), true)
})

test('stars and question marks match any characters, line breaks too, and a backslash takes them literally', () => {
  assert.equal(accepted('one\ntwo', 'one*'), true)
  assert.equal(accepted('abc', 'a?c'), true)
  assert.equal(accepted('ac', 'a?c'), false)
  assert.equal(accepted('a*c', 'a\\*c'), true)
  assert.equal(accepted('abc', 'a\\*c'), false)
  assert.equal(accepted('a.c', 'a.c'), true)
  assert.equal(accepted('abc', 'a.c'), false)
  assert.equal(accepted('', ''), true)
  assert.equal(accepted('a', ''), false)
})
