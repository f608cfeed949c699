import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HalfDone, resumableSteps, runSteps, stepWith } from './steps.ts'

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

/** Steps that note what they were run with, refused where the note of it is in `refused`. */
function work() {
  const ran: unknown[] = []
  const refused = new Set<unknown>()
  const step = (what: string, input: unknown = null) =>
    stepWith(what, input, async (given) => {
      if (refused.has(what)) throw new Error(`no ${what}`)
      ran.push(given === null ? what : [what, given])
    })
  return { ran, refused, step }
}

async function halfDone(run: Promise<void>) {
  const error = await run.then(() => undefined).catch((thrown: unknown) => thrown)
  assert.ok(error instanceof HalfDone)
  const { done, failed, left, changed, goesOn } = error
  return { done, failed, left, changed, goesOn }
}

test('another try goes on from the step that was refused, whatever the steps from there on have become', async () => {
  const { ran, refused, step } = work()
  const run = resumableSteps()
  refused.add('two').add('four')
  assert.deepEqual(await halfDone(run([step('one', { a: 1 }), step('two'), step('four')])), {
    done: ['one'],
    failed: 'two',
    left: ['four'],
    changed: [],
    goesOn: true,
  })
  assert.deepEqual(await halfDone(run([step('one', { a: 1 }), step('three'), step('four'), step('five')])), {
    done: ['one', 'three'],
    failed: 'four',
    left: ['five'],
    changed: [],
    goesOn: true,
  })
  refused.clear()
  await run([step('one', { a: 1 }), step('three'), step('four'), step('five')])
  assert.deepEqual(ran, [['one', { a: 1 }], 'three', 'four', 'five'])
})

test('a step that was done with other input is done anew, and told', async () => {
  const { ran, refused, step } = work()
  const run = resumableSteps()
  refused.add('two')
  await halfDone(run([step('one', { a: 1 }), step('two')]))
  // It is there already, as the server would say.
  refused.add('one')
  const answer = { done: [], failed: 'one', left: ['two'], changed: ['one'], goesOn: false }
  assert.deepEqual(await halfDone(run([step('one', { a: 2 }), step('two')])), answer)
  assert.deepEqual(await halfDone(run([step('one', { a: 2 }), step('two')])), answer)
  refused.clear()
  await run([step('one', { a: 1 }), step('two')])
  assert.deepEqual(ran, [['one', { a: 1 }], 'two'])
})

test('nothing is left out where something was done that is no longer asked for, nor when all has been done', async () => {
  const { ran, refused, step } = work()
  const run = resumableSteps()
  refused.add('three')
  await halfDone(run([step('one'), step('two'), step('three')]))
  refused.clear()
  await run([step('one'), step('three')])
  await run([step('one'), step('three')])
  assert.deepEqual(ran, ['one', 'two', 'one', 'three', 'one', 'three'])
})
