import assert from 'node:assert/strict'
import { test } from 'node:test'
import { positionAt } from './text-position.ts'

test('lines and columns count from 1, and every kind of line end begins a line', () => {
  const text = 'a\nbc\r\nd\re'
  const places = [...text].map((_, offset) => positionAt(text, offset))
  assert.deepEqual(
    places.map(({ line, column }) => `${line}:${column}`),
    ['1:1', '1:2', '2:1', '2:2', '2:3', '2:4', '3:1', '3:2', '4:1'],
  )
  assert.deepEqual(positionAt(text, text.length), { line: 4, column: 2 })
  assert.deepEqual(positionAt('', 0), { line: 1, column: 1 })
})
