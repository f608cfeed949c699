import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csv } from './csv.ts'

test('commas, quotes and line breaks stand within quotes', () => {
  assert.equal(
    csv([
      ['User name', 'Password'],
      ['a,b', 'x"y'],
      ['c', 'two\nlines'],
    ]),
    'User name,Password\r\n"a,b","x""y"\r\nc,"two\nlines"\r\n',
  )
})
