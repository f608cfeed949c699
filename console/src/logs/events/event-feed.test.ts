import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EventsQuestion, eventFeed, type LogEvent, MOST_HELD } from './event-feed.ts'

const event = (timestamp: number, id = `e${timestamp}`): LogEvent => ({ id, stream: 's', timestamp, message: id })

/** A log of these events that answers as FilterLogEvents does; more can be written into it. */
function logOf(...written: LogEvent[]) {
  const asked: EventsQuestion[] = []
  return {
    written,
    asked,
    async read(question: EventsQuestion) {
      asked.push(question)
      const { order, start, end = Number.POSITIVE_INFINITY, token = '0', limit } = question
      const found = written.filter(({ timestamp }) => timestamp >= start && timestamp <= end)
      found.sort((a, b) => (order === 'oldest first' ? a.timestamp - b.timestamp : b.timestamp - a.timestamp))
      const at = Number(token)
      return { events: found.slice(at, at + limit), next: at + limit < found.length ? String(at + limit) : undefined }
    },
  }
}

const many = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => event(from + index))

test('the newest lines are read first and stand in order of time; older ones when they are asked for', async () => {
  const log = logOf(...many(0, 2500))
  const feed = eventFeed(log.read, { start: 0, end: 2400 })
  await feed.begin()
  assert.equal(feed.current().events.at(0)?.timestamp, 1401)
  assert.equal(feed.current().events.at(-1)?.timestamp, 2400)
  assert.equal(feed.current().hasOlder, true)
  await feed.older()
  await feed.older()
  assert.deepEqual(feed.current().events, many(0, 2401))
  assert.equal(feed.current().hasOlder, false)
})

test('a line that comes late is put where it belongs, and none is shown twice', async () => {
  const log = logOf(event(10_000), event(20_000))
  const feed = eventFeed(log.read, { start: 0, end: 30_000 })
  await feed.begin()
  log.written.push(event(18_000), event(40_000))
  await feed.newer()
  await feed.newer()
  assert.deepEqual(
    feed.current().events.map(({ timestamp }) => timestamp),
    [10_000, 18_000, 20_000, 40_000],
  )
})

test('lines that are older than the oldest shown are not taken for new ones', async () => {
  const log = logOf(...many(0, 1500))
  const feed = eventFeed(log.read, { start: 0, end: 1500 })
  await feed.begin()
  log.written.push(event(1500))
  await feed.newer()
  assert.deepEqual(feed.current().events, many(500, 1501))
})

test('older lines are read also when newer ones are being read just then', async () => {
  const feed = eventFeed(logOf(...many(0, 1500)).read, { start: 0, end: 1500 })
  await feed.begin()
  await Promise.all([feed.newer(), feed.older()])
  assert.equal(feed.current().events.length, 1500)
})

test('an empty page that has a next is not the end', async () => {
  let calls = 0
  const read = async () => {
    calls++
    return calls < 3 ? { events: [], next: 'further' } : { events: [event(1)], next: undefined }
  }
  const feed = eventFeed(read, { start: 0, end: 1 })
  await feed.begin()
  assert.deepEqual(feed.current().events, [event(1)])
})

test('beyond the most that are held the oldest go, and there is no way back to them', async () => {
  const log = logOf(...many(0, 100))
  const feed = eventFeed(log.read, { start: 0, end: 100 })
  await feed.begin()
  log.written.push(...many(100, MOST_HELD + 500))
  await feed.newer()
  const { events, cut, hasOlder } = feed.current()
  assert.ok(events.length <= MOST_HELD && events.length >= MOST_HELD - 1000)
  assert.equal(events.at(-1)?.timestamp, MOST_HELD + 499)
  assert.deepEqual({ cut, hasOlder }, { cut: true, hasOlder: false })
})

test('a refusal is shown, and gone when the next reading succeeds', async () => {
  const refusal = new Error('no')
  let refused = true
  const read = async () => {
    if (refused) throw refusal
    return { events: [event(1)], next: undefined }
  }
  const feed = eventFeed(read, { start: 0, end: 1 })
  await feed.begin()
  assert.equal(feed.current().error, refusal)
  refused = false
  await feed.newer()
  assert.equal(feed.current().error, undefined)
  assert.deepEqual(feed.current().events, [event(1)])
})
