import assert from 'node:assert/strict'
import { test } from 'node:test'
import { administratorsSentence } from './administrators-sentence.ts'

test('it is told who is an administrator and who can become one, one or many or nobody', () => {
  assert.equal(
    administratorsSentence(0, 1),
    'Nobody else can become an administrator, and 1 is allowed everything already.',
  )
  assert.equal(administratorsSentence(3, 2), '3 can become an administrator, and 2 are allowed everything already.')
})
