import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from './failure.ts'

const failed = (name: string, message: string, httpStatusCode: number) =>
  Object.assign(new Error(message), { name, $metadata: { requestId: 'r', httpStatusCode } })

test('what EC2 encodes is told apart from its sentence', () => {
  const { sentence, encoded, denied } = failureOf(
    failed('UnauthorizedOperation', 'You are not authorized. Encoded authorization failure message: abc+/=', 403),
  )
  assert.equal(sentence, 'You are not authorized.')
  assert.equal(encoded, 'abc+/=')
  assert.equal(denied, true)
})

test('an answer without words is told in a sentence', () => {
  const missing = failureOf(failed('NotFound', 'UnknownError', 404))
  assert.equal(missing.sentence, 'It does not exist.')
  assert.equal(missing.gone, true)
  const refused = failureOf(failed('403', 'UnknownError', 403))
  assert.equal(refused.title, 'AccessDenied')
  assert.equal(refused.denied, true)
})

test('a failure that no service named has no type for its title', () => {
  assert.equal(failureOf(new Error('The server answered no credentials.')).title, 'Failed')
})
