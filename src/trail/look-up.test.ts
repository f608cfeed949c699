/** What every store answers to a lookup; the one on a disk whether calls are written or still wait. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { callWith, idOf, nameOf } from './call-for-tests.ts'
import type { Lookup } from './events/lookup.ts'
import type { KeptCall } from './kept-call.ts'
import { memoryTrail } from './memory-trail.ts'
import { sqliteTrail } from './sqlite/sqlite-trail.ts'
import type { TrailStore } from './trail-store.ts'

type Open = (t: TestContext) => Promise<TrailStore>

async function folder(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'trail-'))
  t.after(() => rm(directory, { recursive: true }))
  return directory
}

const opened = (directory: string, delayMs: number, blockCalls: number): TrailStore =>
  sqliteTrail({
    ...{ directory, maxAgeMs: 1e12, maxBytes: 1e9, delayMs, queue: { blockCalls } },
    clock: () => callWith().time,
    onChange: assert.fail,
  })

const onDisk =
  (delayMs: number, blockCalls: number): Open =>
  async (t) => {
    const directory = await folder(t)
    const store = opened(directory, delayMs, blockCalls)
    t.after(() => store.close())
    return store
  }

const STORES: Readonly<Record<string, Open>> = {
  'in memory': async () => memoryTrail(),
  'on a disk, written at once': onDisk(0, 5),
  'on a disk, waiting': onDisk(60_000, 1_000_000),
}

const call = (name: string, more: Partial<KeptCall> = {}) => callWith({ requestId: idOf(name), ...more })

/** All pages of a lookup; `between` happens after each. */
async function pages(
  store: TrailStore,
  {
    lookup = {},
    limit = 7,
    between = async (): Promise<unknown> => undefined,
  }: {
    readonly lookup?: Partial<Lookup>
    readonly limit?: number
    readonly between?: () => Promise<unknown>
  } = {},
): Promise<readonly (readonly string[])[]> {
  const told: string[][] = []
  let after: string | undefined
  do {
    const page = await store.lookUp({ lookup: { account: callWith().account, ...lookup }, limit, after })
    assert.ok(page)
    assert.ok(page.calls.length <= limit)
    told.push(page.calls.map(nameOf))
    after = page.next
    await between()
  } while (after !== undefined)
  return told
}

/** Lets what waits be written, as far as the store writes at all. */
const settle = async (store: TrailStore) => {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    await store.health()
  }
}

for (const [name, open] of Object.entries(STORES)) {
  test(`${name}: pages tell every call once, newest first, whatever comes and is written meanwhile`, async (t) => {
    const store = await open(t)
    for (let i = 0; i < 40; i += 1) store.add(call(`c${i}`))
    let later = 0
    const told = await pages(store, {
      async between() {
        store.add(call(`later${later}`))
        later += 1
        await settle(store)
      },
    })
    assert.deepEqual(
      told.flat(),
      Array.from({ length: 40 }, (_, i) => `c${39 - i}`),
    )
    assert.deepEqual(
      told.map(({ length }) => length),
      [7, 7, 7, 7, 7, 5],
    )
  })

  test(`${name}: a lookup finds by attribute and by time, and the last page says that it is the last`, async (t) => {
    const store = await open(t)
    const { time } = callWith()
    for (let i = 0; i < 60; i += 1) {
      store.add(call(`c${i}`, { time: time + i * 1_000, service: i % 3 === 0 ? 's3' : 'iam' }))
      if (i === 30) await settle(store)
    }
    const attribute = { key: 'EventSource', value: 's3.amazonaws.com' } as const
    const wanted = Array.from({ length: 20 }, (_, i) => `c${57 - i * 3}`)
    assert.deepEqual(await pages(store, { lookup: { attribute }, limit: 10 }), [wanted.slice(0, 10), wanted.slice(10)])
    const lookup = { attribute, from: time + 10_000, to: time + 20_000 }
    assert.deepEqual(await pages(store, { lookup }), [['c18', 'c15', 'c12']])
    assert.deepEqual(await pages(store, { lookup: { from: time + 100_000 } }), [[]])
    assert.deepEqual(await pages(store, { lookup: { to: time - 1 } }), [[]])
    assert.deepEqual(await pages(store, { lookup: { account: '210987654321' } }), [[]])
  })

  test(`${name}: a place that is not kept is no place`, async (t) => {
    const store = await open(t)
    store.add(call('one'))
    await settle(store)
    const query = { lookup: { account: callWith().account }, limit: 5 }
    assert.equal(await store.lookUp({ ...query, after: idOf('two') }), undefined)
    assert.deepEqual(await store.lookUp({ ...query, after: idOf('one') }), { calls: [], next: undefined })
  })
}

test('a lookup that finds little says where it goes on, so that no page looks at everything', async (t) => {
  const directory = await folder(t)
  const store = opened(directory, 0, 512)
  const many = 36 * 4_096
  for (let i = 0; i < many; i += 1) {
    store.add(call(`c${i}`, i === 0 ? { operation: 'First' } : {}))
    if (i % 8_192 === 0) await settle(store)
  }
  await store.close()
  const again = opened(directory, 0, 512)
  const told = await pages(again, { lookup: { attribute: { key: 'EventName', value: 'First' } } })
  await again.close()
  assert.deepEqual(told, [[], ['c0']])
})
