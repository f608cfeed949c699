import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callWith, idOf, nameOf } from './call-for-tests.ts'
import { TrailQueue } from './queue.ts'

const WHY = 'The disk is full.'
const denied = (name: string) =>
  callWith({ requestId: idOf(name), errorCode: 'AccessDenied', errorMessage: 'x'.repeat(200) })

test('denied calls are given up too when nothing else is left, oldest first', () => {
  const queue = new TrailQueue({ characters: 60_000, blockCalls: 20 })
  for (let i = 0; i < 1_000; i += 1) queue.add(denied(`r${i}`), WHY)
  const kept = queue.newest({}, 2_000)
  const { gap } = queue
  assert.ok(gap && gap.denied > 0 && kept.length > 50)
  assert.equal(gap.allowed, 0)
  assert.equal(gap.why, WHY)
  assert.equal(kept.length, 1_000 - gap.denied)
  assert.equal(nameOf(kept[0]), 'r999')
  assert.equal(nameOf(kept.at(-1)), `r${gap.denied}`)
})

test('a block that is being written is neither added to nor given up', () => {
  const queue = new TrailQueue({ characters: 20_000, blockCalls: 20 })
  queue.add(denied('first'), WHY)
  const taken = queue.take()
  for (let i = 0; i < 500; i += 1) queue.add(denied(`r${i}`), WHY)
  assert.deepEqual(taken?.calls.map(nameOf), ['first'])
  assert.equal(nameOf(queue.find(idOf('first'))), 'first')
  queue.written()
  assert.equal(queue.find(idOf('first')), undefined)
  assert.equal(nameOf(queue.find(idOf('r499'))), 'r499')
})

test('a block that could not be written is taken again', () => {
  const queue = new TrailQueue()
  queue.add(denied('first'), WHY)
  const taken = queue.take()
  queue.failed()
  assert.equal(queue.take(), taken)
  queue.written()
  assert.equal(queue.isEmpty, true)
  assert.equal(queue.take(), undefined)
})

test('a queue is full once a whole block waits', () => {
  const queue = new TrailQueue({ blockCalls: 2 })
  queue.add(denied('a'), WHY)
  assert.equal(queue.isFull, false)
  queue.add(denied('b'), WHY)
  assert.equal(queue.isFull, true)
})

test('a gap that could not be written is counted once, with what was given up meanwhile', () => {
  const queue = new TrailQueue({ characters: 20_000, blockCalls: 20 })
  for (let i = 0; i < 200; i += 1) queue.add(denied(`a${i}`), WHY)
  const first = queue.takeGap()
  const given = () => queue.gap?.denied ?? 0
  assert.ok(first && given() === 0)
  for (let i = 0; i < 200; i += 1) queue.add(denied(`b${i}`), WHY)
  queue.addGap(first)
  assert.ok(given() > first.denied)
  assert.equal(queue.newest({}, 1_000).length, 400 - given())
})

test('a flood of calls by nobody known leaves the calls of others where they are, and is counted', () => {
  const queue = new TrailQueue()
  queue.add(denied('known'), WHY)
  const stranger = { account: '', callerArn: '', userId: '', errorCode: 'AccessDenied', userAgent: 'u'.repeat(2_000) }
  for (let i = 0; i < 5_000; i += 1) queue.add(callWith({ ...stranger, requestId: idOf(`s${i}`) }), WHY)
  const kept = queue.newest({}, 10_000)
  assert.equal(nameOf(kept.at(-1)), 'known')
  assert.ok(kept.length > 100 && kept.length < 1_000, `${kept.length} are kept`)
  assert.equal(queue.gap?.denied, 5_001 - kept.length)
  assert.match(queue.gap?.why ?? '', /^Unknown and anonymous callers /)
  // An hour later there is room for some again.
  const time = callWith().time + 3_600_000
  queue.add(callWith({ ...stranger, time, requestId: idOf('later') }), WHY)
  assert.equal(nameOf(queue.newest({}, 1)[0]), 'later')
})
