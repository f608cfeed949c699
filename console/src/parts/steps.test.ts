import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HalfDone, runSteps } from './steps.ts'

test('a refusal in the midst says what was done, what failed and what was not tried', async () => {
  const ran: string[] = []
  const step = (what: string, error?: Error) => ({
    what,
    run: async () => {
      if (error) throw error
      ran.push(what)
    },
  })
  const refusal = new Error('no')
  await assert.rejects(runSteps([step('one'), step('two', refusal), step('three')]), (error) => {
    assert.ok(error instanceof HalfDone)
    assert.deepEqual(
      { done: error.done, failed: error.failed, left: error.left, cause: error.cause },
      { done: ['one'], failed: 'two', left: ['three'], cause: refusal },
    )
    return true
  })
  assert.deepEqual(ran, ['one'])
})
