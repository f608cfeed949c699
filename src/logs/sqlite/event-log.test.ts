import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { BulkError } from '../../bulk/bulk-error.ts'
import { type EventsQuery, type LoggedEvent, PAGE_LIMITS } from '../event-log.ts'
import { type SqliteEventLogOptions, sqliteEventLog } from './event-log.ts'

async function directory(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'event-log-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

async function openLog(t: TestContext, options: Partial<SqliteEventLogOptions> = {}) {
  const log = sqliteEventLog({ directory: undefined, ...options })
  t.after(() => log.close())
  await log.createStream({ group: 'g', stream: 's', createdAt: 1 })
  return log
}

const events = (...times: number[]) => times.map((timestamp) => ({ timestamp, message: `at ${timestamp}` }))
const ALL = { group: 'g', order: 'ascending', limit: 10_000 } as const

async function read(log: ReturnType<typeof sqliteEventLog>, query: Partial<EventsQuery> = {}) {
  const page = await log.read({ ...ALL, ...query })
  assert.ok(!('missingStream' in page))
  return page
}
const times = (events: readonly LoggedEvent[]) => events.map(({ timestamp }) => timestamp)

test('events outlive the engine', async (t) => {
  const path = await directory(t)
  const first = await openLog(t, { directory: path })
  await first.append({ group: 'g', stream: 's', events: events(5, 6), ingestedAt: 7 })
  await first.close()
  const second = sqliteEventLog({ directory: path })
  t.after(() => second.close())
  const { events: found } = await read(second)
  assert.deepEqual(
    found.map(({ timestamp, message, ingestedAt, stream }) => ({ timestamp, message, ingestedAt, stream })),
    [
      { timestamp: 5, message: 'at 5', ingestedAt: 7, stream: 's' },
      { timestamp: 6, message: 'at 6', ingestedAt: 7, stream: 's' },
    ],
  )
})

test('only the owner may read the file', async (t) => {
  const path = await directory(t)
  await openLog(t, { directory: path })
  assert.equal((await stat(join(path, 'logs.db'))).mode & 0o777, 0o600)
})

test('a second engine on the same file is refused, and works once the first has closed', async (t) => {
  const path = await directory(t)
  const first = await openLog(t, { directory: path })
  const second = sqliteEventLog({ directory: path })
  t.after(() => second.close())
  await assert.rejects(second.groups(), (error) => error instanceof BulkError && error.reason === 'locked')
  await first.close()
  assert.deepEqual(await second.groups(), ['g'])
})

test('concurrent appends are all stored, each batch in its own order', async (t) => {
  const log = await openLog(t, { directory: await directory(t) })
  const batches = Array.from({ length: 200 }, (_, index) => ({
    group: 'g',
    stream: 's',
    events: [1, 2, 3].map((part) => ({ timestamp: 10, message: `${index}/${part}` })),
    ingestedAt: 11,
  }))
  await Promise.all(batches.map((batch) => log.append(batch)))
  const { events: found } = await read(log)
  assert.equal(found.length, 600)
  for (let index = 0; index < 200; index += 1) {
    const own = found.map(({ message }) => message).filter((message) => message.startsWith(`${index}/`))
    assert.deepEqual(own, [`${index}/1`, `${index}/2`, `${index}/3`])
  }
})

test('events come in order of time over streams, and in order of arrival at the same time', async (t) => {
  const log = await openLog(t)
  await log.createStream({ group: 'g', stream: 't', createdAt: 1 })
  await log.append({ group: 'g', stream: 's', events: events(3, 5), ingestedAt: 9 })
  await log.append({ group: 'g', stream: 't', events: events(1, 3, 4), ingestedAt: 9 })
  const both = await read(log)
  assert.deepEqual(
    both.events.map(({ timestamp, stream }) => `${timestamp}${stream}`),
    ['1t', '3s', '3t', '4t', '5s'],
  )
  assert.deepEqual(times((await read(log, { order: 'descending' })).events), [5, 4, 3, 3, 1])
  assert.deepEqual(times((await read(log, { streams: ['t'] })).events), [1, 3, 4])
  assert.deepEqual(times((await read(log, { streams: ['s', 't'], from: 3, to: 5 })).events), [3, 3, 4])
  assert.deepEqual(times((await read(log, { streamPrefix: 't' })).events), [1, 3, 4])
})

for (const order of ['ascending', 'descending'] as const) {
  test(`pages read ${order} join to the whole, without gap or repetition`, async (t) => {
    const log = await openLog(t)
    await log.append({ group: 'g', stream: 's', events: events(1, 1, 1, 2, 2, 3, 4), ingestedAt: 9 })
    const whole = await read(log, { order })
    const found: LoggedEvent[] = []
    let after: EventsQuery['after']
    do {
      const page = await read(log, { order, limit: 2, after })
      found.push(...page.events)
      after = page.next
    } while (after)
    assert.deepEqual(found, whole.events)
    assert.equal(found.length, 7)
  })
}

test('a page ends before a megabyte of messages', async (t) => {
  const log = await openLog(t)
  const message = 'x'.repeat(400_000)
  for (const timestamp of [1, 2, 3])
    await log.append({ group: 'g', stream: 's', events: [{ timestamp, message }], ingestedAt: 9 })
  const first = await read(log)
  assert.deepEqual(times(first.events), [1, 2])
  assert.deepEqual(times((await read(log, { after: first.next })).events), [3])
})

test('a search that finds nothing ends its page early and says where to go on', async (t) => {
  const log = await openLog(t)
  const many = events(...Array.from({ length: PAGE_LIMITS.scannedEvents + 10 }, (_, index) => index))
  await log.append({ group: 'g', stream: 's', events: many, ingestedAt: 9 })
  const first = await read(log, { pattern: '"no such text"' })
  assert.deepEqual(first.events, [])
  assert.ok(first.next)
  assert.equal((await read(log, { pattern: '"no such text"', after: first.next })).next, undefined)
})

test('nothing is stored in a stream that does not exist, and reading it says so', async (t) => {
  const log = await openLog(t)
  const batch = { events: events(1), ingestedAt: 2 }
  assert.deepEqual(await log.append({ group: 'g', stream: 'other', ...batch }), { result: 'no stream' })
  assert.deepEqual(await log.append({ group: 'h', stream: 's', ...batch }), { result: 'no stream' })
  assert.deepEqual(await log.read({ ...ALL, streams: ['other'] }), { missingStream: 'other' })
  assert.deepEqual((await read(log)).events, [])
})

test('a deleted stream takes its events and bytes along, and its successor starts empty', async (t) => {
  const log = await openLog(t)
  await log.append({ group: 'g', stream: 's', events: events(1, 2), ingestedAt: 9 })
  assert.deepEqual(await log.storedBytes(['g', 'none']), [60, 0])
  assert.equal(await log.deleteStream({ group: 'g', stream: 's' }), 'deleted')
  assert.equal(await log.deleteStream({ group: 'g', stream: 's' }), 'no stream')
  await log.createStream({ group: 'g', stream: 's', createdAt: 3 })
  assert.deepEqual((await read(log)).events, [])
  assert.deepEqual((await read(log, { streams: ['s'] })).events, [])
  assert.deepEqual(await log.storedBytes(['g']), [0])
  while (await log.collect());
  assert.deepEqual((await read(log)).events, [])
})

test('a deleted group is gone', async (t) => {
  const log = await openLog(t)
  await log.append({ group: 'g', stream: 's', events: events(1), ingestedAt: 9 })
  await log.deleteGroup('g')
  assert.deepEqual(await log.groups(), [])
  await log.createStream({ group: 'g', stream: 's', createdAt: 3 })
  while (await log.collect());
  assert.deepEqual((await read(log)).events, [])
})

test('expired events are deleted and their bytes given back, the others stay', async (t) => {
  const log = await openLog(t)
  await log.append({ group: 'g', stream: 's', events: events(1, 2, 3), ingestedAt: 9 })
  while (await log.expire('g', 3));
  assert.deepEqual(times((await read(log)).events), [3])
  assert.deepEqual(await log.storedBytes(['g']), [30])
})

test('a stream knows its first and last event', async (t) => {
  const log = await openLog(t)
  const query = { group: 'g', orderBy: 'name', descending: false, limit: 10 } as const
  const [empty] = (await log.streams(query)).streams
  assert.deepEqual(empty, {
    name: 's',
    createdAt: 1,
    firstEvent: undefined,
    lastEvent: undefined,
    lastIngested: undefined,
    seq: 0,
  })
  await log.append({ group: 'g', stream: 's', events: events(5, 8), ingestedAt: 9 })
  await log.append({ group: 'g', stream: 's', events: events(2), ingestedAt: 10 })
  const [full] = (await log.streams(query)).streams
  assert.deepEqual(full, { name: 's', createdAt: 1, firstEvent: 2, lastEvent: 8, lastIngested: 10, seq: 3 })
})

test('streams are listed by name or last event, both ways, page by page', async (t) => {
  const log = await openLog(t)
  for (const [stream, time] of Object.entries({ a: 30, b: 10, c: 20 })) {
    await log.createStream({ group: 'g', stream, createdAt: 1 })
    await log.append({ group: 'g', stream, events: events(time), ingestedAt: 40 })
  }
  const list = async (orderBy: 'name' | 'last event', descending: boolean, prefix?: string) => {
    const names: string[] = []
    let after: Parameters<typeof log.streams>[0]['after']
    do {
      const page = await log.streams({ group: 'g', orderBy, descending, prefix, after, limit: 1 })
      names.push(...page.streams.map(({ name }) => name))
      after = page.next
    } while (after)
    return names.join('')
  }
  assert.equal(await list('name', false), 'abcs')
  assert.equal(await list('name', true), 'scba')
  assert.equal(await list('last event', false), 'sbca')
  assert.equal(await list('last event', true), 'acbs')
  assert.equal(await list('name', false, 'b'), 'b')
})

test('when there is no room the batch is refused whole, reads go on, and deleting makes room again', async (t) => {
  const log = await openLog(t, { directory: await directory(t), maxBytes: 400_000 })
  const message = 'x'.repeat(20_000)
  const batch = (timestamp: number) => ({
    group: 'g',
    stream: 's',
    events: Array.from({ length: 5 }, () => ({ timestamp, message })),
    ingestedAt: 9,
  })
  let stored = 0
  await assert.rejects(
    async () => {
      for (;;) {
        await log.append(batch(stored))
        stored += 1
      }
    },
    (error) => error instanceof BulkError && error.reason === 'full',
  )
  assert.ok(stored > 0)
  assert.equal((await read(log)).events.length, stored * 5)
  while (await log.expire('g', stored));
  assert.equal((await log.append(batch(stored))).result, 'appended')
  assert.equal((await read(log)).events.length, 5)
})

test('a batch that does not fit takes no concurrent one with it', async (t) => {
  const log = await openLog(t, { directory: await directory(t), maxBytes: 400_000 })
  const huge = { group: 'g', stream: 's', events: [{ timestamp: 1, message: 'x'.repeat(900_000) }], ingestedAt: 9 }
  const results = await Promise.allSettled([
    log.append(huge),
    ...[1, 2, 3].map((time) => log.append({ group: 'g', stream: 's', events: events(time), ingestedAt: 9 })),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
  assert.deepEqual(times((await read(log)).events), [1, 2, 3])
})
