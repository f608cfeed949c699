import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { requestOf, type Statements } from '../../policy/cases/case.ts'
import { callWith, idOf, nameOf } from '../call-for-tests.ts'
import type { KeptCall } from '../kept-call.ts'
import { type SqliteTrailOptions, sqliteTrail } from './sqlite-trail.ts'

const UNASKED = { name: 'random', source: 'random', expect: 'allow' } as const
const DAY = 24 * 60 * 60_000

async function directory(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trail-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

/** A trail, what it said, and when it first did. */
function open(path: string, more: Partial<SqliteTrailOptions> = {}) {
  const said: string[] = []
  const heard = Promise.withResolvers<void>()
  const trail = sqliteTrail({
    directory: path,
    maxAgeMs: 7 * DAY,
    maxBytes: 1e9,
    clock: () => callWith().time,
    onChange: (sentence) => {
      said.push(sentence)
      heard.resolve()
    },
    delayMs: 1,
    retryMs: 1,
    ...more,
  })
  return { trail, said, heard: heard.promise }
}

/** `denied`: refused for want of a permission. */
const call = (name: string, more: Partial<KeptCall> & { denied?: boolean; text?: Statements } = {}): KeptCall => {
  const { denied = false, text, ...rest } = more
  const request = requestOf({ ...UNASKED, ...(text && { identity: [text] }) })
  return callWith({
    requestId: idOf(name),
    errorCode: denied ? 'AccessDenied' : undefined,
    verdicts: [{ request, allowed: !denied }],
    ...rest,
  })
}

/** Rows of a table, once the trail is closed. */
function rows(path: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(path, 'trail.db'))
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

test('a call is found by its authorization id at once, after it was written, and after a restart', async (t) => {
  const path = await directory(t)
  const kept = call('', { denied: true, requestId: '5B2F8A57-3a0e-4b53-8c55-0a4f0f2c9d11' })
  const id = '5b2f8a573a0e4b538c550a4f0f2c9d11'
  const { trail } = open(path)
  trail.add(kept)
  assert.deepStrictEqual(await trail.find(id), kept)
  await trail.close()
  const { trail: again } = open(path)
  assert.deepStrictEqual(await again.find(id), kept)
  assert.deepStrictEqual(await again.find('5b2f8a57'), kept)
  for (const other of ['5b2f8a573a0e4b538c550a4f0f2c9d12', `${id}0`, '5b2f8a5', '5b2f8a58', 'x', ''])
    assert.equal(await again.find(other), undefined, other)
  await again.close()
})

test('a clean stop loses nothing, in whatever number calls come', async (t) => {
  const path = await directory(t)
  const { trail, said } = open(path, { queue: { blockCalls: 10 } })
  for (let i = 0; i < 995; i += 1) trail.add(call(`r${i}`))
  await trail.close()
  assert.deepEqual(said, [])
  const { trail: again } = open(path)
  const kept = await again.newest({}, 2_000)
  assert.deepEqual(
    kept.map(nameOf),
    Array.from({ length: 995 }, (_, i) => `r${994 - i}`),
  )
  await again.close()
})

test('the newest calls come first, whether written or not, once each, and by filter', async (t) => {
  const { trail } = open(await directory(t), { queue: { blockCalls: 7 } })
  const bob = 'arn:aws:sts::123456789012:assumed-role/web-server/bob'
  const made = Array.from({ length: 100 }, (_, i) =>
    call(`r${i}`, {
      denied: i % 10 === 0,
      service: i % 4 === 0 ? 's3' : 'iam',
      callerArn: i % 3 === 0 ? bob : callWith().callerArn,
    }),
  )
  const wanted = (keep: (index: number) => boolean) =>
    made.flatMap((one, index) => (keep(index) ? [nameOf(one)] : [])).toReversed()
  for (const one of made) {
    trail.add(one)
    if (nameOf(one) === 'r50') await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const ids = async (filter: Parameters<typeof trail.newest>[0], limit = 1_000) =>
    (await trail.newest(filter, limit)).map(nameOf)
  assert.deepEqual(
    await ids({}),
    wanted(() => true),
  )
  assert.deepEqual(await ids({}, 5), ['r99', 'r98', 'r97', 'r96', 'r95'])
  assert.deepEqual(
    await ids({ denied: true }),
    wanted((i) => i % 10 === 0),
  )
  assert.deepEqual(
    await ids({ denied: true, service: 's3' }),
    wanted((i) => i % 20 === 0),
  )
  for (const principal of [bob, 'web-server', 'bob', 'assumed-role/web-server/bob'])
    assert.deepEqual(
      await ids({ principal }),
      wanted((i) => i % 3 === 0),
      principal,
    )
  assert.deepEqual(await ids({ principal: 'web' }), [])
  await trail.close()
})

test('one text of many policies is stored once, and goes with the last call that it was asked for', async (t) => {
  const path = await directory(t)
  let now = callWith().time
  const { trail } = open(path, { clock: () => now, queue: { blockCalls: 1 } })
  const old = { Effect: 'Allow', Action: 's3:Old', Resource: '*' }
  const both = { Effect: 'Allow', Action: 's3:Both', Resource: '*' }
  trail.add(call('a', { text: old }))
  for (let i = 0; i < 40; i += 1) trail.add(call(`b${i}`, { text: both, time: now }))
  await trail.close()
  assert.equal(rows(path, 'SELECT text FROM policies').length, 2)
  now += 8 * DAY
  const { trail: later } = open(path, { clock: () => now })
  later.add(call('c', { text: both, time: now }))
  await later.close()
  assert.deepEqual(
    rows(path, 'SELECT text FROM policies').map(({ text }) => JSON.parse(String(text)).Statement.Action),
    ['s3:Both'],
  )
  const { trail: last } = open(path, { clock: () => now })
  assert.deepEqual((await last.newest({}, 100)).map(nameOf), ['c'])
  assert.equal(await last.find(idOf('a')), undefined)
  assert.ok(await last.find(idOf('c')))
  await last.close()
  assert.equal(rows(path, 'SELECT * FROM calls').length, 1)
})

test('the file keeps its bound by forgetting the oldest calls', async (t) => {
  const path = await directory(t)
  const maxBytes = 512 * 1024
  const { trail, said } = open(path, { maxBytes, queue: { blockCalls: 4 } })
  const noise = (i: number) => Array.from({ length: 40 }, (_, n) => Math.imul(i + n, 2654435761).toString(36)).join('')
  for (let i = 0; i < 8_000; i += 1) {
    trail.add(call(`r${i}`, { userAgent: noise(i) }))
    if (i % 500 === 0) await trail.health()
  }
  await trail.close()
  assert.deepEqual(said, [])
  assert.ok((await stat(join(path, 'trail.db'))).size <= maxBytes * 1.5)
  const { trail: again } = open(path)
  const kept = await again.newest({}, 10_000)
  assert.ok(kept.length < 8_000 && kept.length > 500, `${kept.length} calls are kept`)
  assert.equal(nameOf(kept[0]), 'r7999')
  await again.close()
})

test('a trail that cannot be written says so once, keeps what fits, and writes it when it can', async (t) => {
  const path = await directory(t)
  const blocked = join(path, 'file')
  await writeFile(blocked, '')
  const { trail, said, heard } = open(join(blocked, 'trail'))
  trail.add(call('one', { denied: true }))
  trail.add(call('two'))
  // The trail keeps no process alive, so the test does.
  const alive = setInterval(() => {}, 1_000)
  await heard
  clearInterval(alive)
  for (let again = 0; again < 3; again += 1) await trail.health()
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', /^the trail cannot be written: The file .* cannot be opened for writing\. Calls go on/)
  assert.match((await trail.health()).failure ?? '', /cannot be opened/)
  assert.ok(await trail.find(idOf('one')))
  assert.equal((await trail.newest({}, 10)).length, 2)
  await rm(blocked)
  await trail.close()
  assert.deepEqual(said.slice(1), ['the trail is written again'])
  const { trail: again } = open(join(blocked, 'trail'))
  assert.equal((await again.newest({}, 10)).length, 2)
  await again.close()
})

test('a damaged file fails no call, and is said', async (t) => {
  const path = await directory(t)
  await writeFile(join(path, 'trail.db'), 'this is no database'.repeat(1_000))
  const { trail, said } = open(path)
  trail.add(call('one'))
  assert.equal(nameOf((await trail.newest({}, 10))[0]), 'one')
  assert.match((await trail.health()).failure ?? '', /damaged or is not a database/)
  await trail.close()
  assert.match(said[0] ?? '', /damaged/)
  assert.equal(said.at(-1), 'the last records of the trail are lost: they could not be written')
})

test('a full queue gives up allowed calls first, counts them, and the file remembers that', async (t) => {
  const path = await directory(t)
  const blocked = join(path, 'file')
  await writeFile(blocked, '')
  const { trail } = open(join(blocked, 'trail'), { queue: { characters: 60_000, blockCalls: 20 } })
  const time = callWith().time
  for (let i = 0; i < 600; i += 1) trail.add(call(`r${i}`, { denied: i % 20 === 0, time: time + i }))
  const { gaps } = await trail.health()
  const [gap] = gaps
  assert.equal(gaps.length, 1)
  assert.ok(gap && gap.allowed > 100 && gap.denied === 0, JSON.stringify(gap))
  assert.ok(gap.from > time && gap.to < time + 600)
  const kept = await trail.newest({}, 1_000)
  assert.equal(kept.length, 600 - gap.allowed)
  assert.equal(kept.filter(({ outcome }) => outcome === 'denied').length, 30)
  await rm(blocked)
  await trail.close()
  const { trail: again } = open(join(blocked, 'trail'))
  assert.deepEqual((await again.health()).gaps, [gap])
  assert.equal((await again.newest({}, 1_000)).length, kept.length)
  await again.close()
})

test('a block that is sent twice is stored once', async (t) => {
  const path = await directory(t)
  const { trail } = open(path)
  trail.add(call('one'))
  await trail.close()
  const { trail: again } = open(path)
  again.add(call('one'))
  await again.close()
  assert.equal(rows(path, 'SELECT * FROM blocks').length, 1)
})
