import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textChanges } from './text-changes.ts'

const shown = (before: string, after: string) =>
  textChanges(before, after).map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`)

test('equal texts have no change', () => {
  assert.deepEqual(shown('a\nb', 'a\nb'), [' a', ' b'])
})

test('a line that is another is removed and added in its place', () => {
  assert.deepEqual(shown('a\nb\nc', 'a\nx\nc'), [' a', '-b', '+x', ' c'])
})

test('lines at the end of either are found', () => {
  assert.deepEqual(shown('a', 'a\nb'), [' a', '+b'])
  assert.deepEqual(shown('a\nb', 'a'), [' a', '-b'])
  assert.deepEqual(shown('a\nb\na', 'b\na\nc'), ['-a', ' b', ' a', '+c'])
})
