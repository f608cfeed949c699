import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import {
  applyChanges,
  bytes,
  collect,
  committed,
  contents,
  follow,
  image,
  put,
  random,
  refused,
  text,
} from './conformance-helpers.ts'
import { limitCases } from './conformance-limits.ts'
import type { CommitResult, Rev, Store, StoreOp, Txn } from './store.ts'

/** An engine under test: an empty store, how to close and open it again when it is durable, and how to throw it away. */
export interface Opened {
  readonly store: Store
  readonly reopen?: () => Promise<Store>
  readonly cleanup: () => Promise<void>
}

/** Registers the tests that every engine passes. `open` makes an empty store each time. */
export function conformance(name: string, open: () => Promise<Opened>): void {
  const on = (what: string, run: (store: Store, opened: Opened, t: TestContext) => Promise<void>) =>
    test(what, async (t) => {
      const opened = await open()
      try {
        await run(opened.store, opened, t)
      } finally {
        await opened.cleanup()
      }
    })

  describe(`${name}: keys and values`, () => {
    on('what was committed is read back at its revision', async (store) => {
      const first = await committed(store, put('a/1', 'one'))
      const second = await committed(store, put('a/1', 'two'), put('a/2', 'three'))
      assert.ok(second > first)
      assert.deepEqual(await store.get('a/1'), { key: 'a/1', value: bytes('two'), create: first, mod: second })
      assert.deepEqual(await store.get('a/2'), { key: 'a/2', value: bytes('three'), create: second, mod: second })
      assert.equal(await store.get('a/3'), null)
      assert.equal((await store.info()).rev, second)
    })

    on('values are any bytes, also none', async (store) => {
      const every = Uint8Array.from({ length: 256 }, (_, index) => index)
      await committed(store, { put: 'every', value: every }, { put: 'none', value: new Uint8Array(0) })
      assert.deepEqual((await store.get('every'))?.value, every)
      assert.deepEqual((await store.get('none'))?.value, new Uint8Array(0))
    })

    on('a buffer that the caller changes after commit does not change the store', async (store) => {
      const value = bytes('before')
      const commit = committed(store, { put: 'k', value })
      value.fill(0)
      await commit
      assert.equal(text((await store.get('k'))?.value), 'before')
    })

    on('a slice of a larger buffer is stored as that slice', async (store) => {
      await committed(store, { put: 'k', value: Buffer.from('0123456789').subarray(3, 6) })
      assert.equal(text((await store.get('k'))?.value), '345')
    })

    on('a snapshot is in bytewise key order and below its prefix only', async (store) => {
      const keys = ['b', 'a/~', 'a/ ', 'a/B', 'a/a', 'a', 'a0', 'a/', 'a/a/b', 'a/10', 'a/9', 'a/_']
      await committed(store, ...keys.map((key) => put(key, key)))
      const inOrder = (wanted: string[]) => wanted.sort((a, b) => Buffer.compare(bytes(a), bytes(b)))
      assert.deepEqual([...(await contents(store)).keys()], inOrder(keys))
      const below = keys.filter((key) => key.startsWith('a/'))
      assert.deepEqual([...(await contents(store, 'a/')).keys()], inOrder(below))
    })

    on('deleting and creating again changes the create revision', async (store) => {
      const first = await committed(store, put('k', '1'))
      await committed(store, put('k', '2'))
      assert.equal((await store.get('k'))?.create, first)
      await committed(store, { del: 'k' })
      assert.equal(await store.get('k'), null)
      const again = await committed(store, put('k', '3'))
      assert.equal((await store.get('k'))?.create, again)
    })
  })

  describe(`${name}: preconditions`, () => {
    on('a check holds at exactly its revision', async (store) => {
      const first = await committed(store, put('k', '1'))
      const at = (opId: string, mod: Rev): Txn => ({ opId, checks: [{ key: 'k', mod }], ops: [put('k', opId)] })
      assert.equal((await store.commit(at('wrong', first + 1n))).ok, false)
      assert.equal((await store.commit(at('right', first))).ok, true)
      assert.equal((await store.commit(at('stale', first))).ok, false)
      assert.equal(text((await store.get('k'))?.value), 'right')
      const missing: Txn = { opId: 'missing', checks: [{ key: 'nothing', mod: first }], ops: [put('k', 'x')] }
      assert.equal((await store.commit(missing)).ok, false)
    })

    on('absent means that the key is not there, also after a deletion', async (store) => {
      const create = (opId: string): Txn => ({ opId, checks: [{ key: 'k', absent: true }], ops: [put('k', opId)] })
      assert.equal((await store.commit(create('1'))).ok, true)
      assert.equal((await store.commit(create('2'))).ok, false)
      await committed(store, { del: 'k' })
      assert.equal((await store.commit(create('3'))).ok, true)
    })

    on('an empty prefix check sees every key below it and none beside it', async (store) => {
      const empty = (opId: string, prefix: string): Txn => ({
        opId,
        checks: [{ prefix, empty: true }],
        ops: [put('z', '')],
      })
      assert.equal((await store.commit(empty('1', ''))).ok, true)
      await committed(store, { del: 'z' }, put('a', ''), put('a0', ''))
      assert.equal((await store.commit(empty('2', 'a/'))).ok, true)
      await committed(store, put('a/~~', ''))
      assert.equal((await store.commit(empty('3', 'a/'))).ok, false)
      assert.equal((await store.commit(empty('4', ''))).ok, false)
    })

    on('a conflict leaves no trace', async (store) => {
      const rev = await committed(store, put('k', '1'))
      const { watched, stop } = await follow(store, 0n)
      const conflict = await store.commit({
        opId: 'loser',
        checks: [
          { key: 'k', mod: rev },
          { key: 'k', absent: true },
        ],
        ops: [put('k', '2'), put('other', '2')],
      })
      assert.deepEqual(conflict, { ok: false, reason: 'conflict', at: rev })
      assert.equal(await store.resolve('loser'), null)
      assert.equal(await store.get('other'), null)
      assert.equal((await store.info()).rev, rev)
      // The id was not used up: the same operation may be planned anew.
      const retried = await store.commit({ opId: 'loser', checks: [{ key: 'k', mod: rev }], ops: [put('k', '3')] })
      assert.ok(retried.ok && !retried.replayed)
      await stop(retried.rev)
      assert.equal(watched.length, 2)
    })

    on('a conflict fails no transaction beside it', async (store) => {
      await committed(store, put('taken', ''))
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => {
          const checks = n % 2 === 0 ? [{ key: 'taken', absent: true } as const] : []
          return store.commit({ opId: `n${n}`, checks, ops: [put(`k/${n}`, '')] })
        }),
      )
      assert.deepEqual(
        results.map((result) => result.ok),
        Array.from({ length: 20 }, (_, n) => n % 2 === 1),
      )
      assert.equal((await contents(store, 'k/')).size, 10)
    })

    on('60 contended increments count exactly', async (store) => {
      await committed(store, put('counter', '0'))
      const increment = async (worker: number) => {
        for (let attempt = 0; ; attempt++) {
          const item = await store.get('counter')
          assert.ok(item)
          const next = put('counter', String(Number(text(item.value)) + 1))
          const opId = `inc-${worker}-${attempt}`
          if ((await store.commit({ opId, checks: [{ key: 'counter', mod: item.mod }], ops: [next] })).ok) return
        }
      }
      await Promise.all(Array.from({ length: 60 }, (_, worker) => increment(worker)))
      assert.equal(text((await store.get('counter'))?.value), '60')
    })

    on('two transactions that read what the other writes never both commit', async (store) => {
      for (let round = 0; round < 200; round++) {
        const [left, right] = [`${round}/left`, `${round}/right`]
        const take = (mine: string, other: string): Promise<CommitResult> =>
          store.commit({ opId: mine, checks: [{ key: other, absent: true }], ops: [put(mine, '')] })
        const results = await Promise.all([take(left, right), take(right, left)])
        assert.equal(results.filter((result) => result.ok).length, 1)
      }
    })
  })

  describe(`${name}: operation ids`, () => {
    on('the same operation id answers the first result and writes nothing', async (store) => {
      const txn: Txn = { opId: 'once', checks: [{ key: 'k', absent: true }], ops: [put('k', '1')] }
      const first = await store.commit(txn)
      assert.ok(first.ok && !first.replayed)
      await committed(store, put('k', '2'))
      assert.deepEqual(await store.commit(txn), { ok: true, rev: first.rev, replayed: true })
      assert.equal(text((await store.get('k'))?.value), '2')
      assert.equal(await store.resolve('once'), first.rev)
      assert.equal(await store.resolve('never'), null)
    })

    on('concurrent duplicates commit once', async (store) => {
      const txn: Txn = { opId: 'twice', checks: [], ops: [put('k', '1')] }
      const results = await Promise.all(Array.from({ length: 8 }, () => store.commit(txn)))
      const revs = new Set(results.map((result) => (result.ok ? result.rev : null)))
      assert.equal(revs.size, 1)
      assert.equal(results.filter((result) => result.ok && !result.replayed).length, 1)
      assert.equal((await store.info()).rev, [...revs][0])
    })

    on('an operation id outlives the compaction of its transaction', async (store) => {
      const kept = await store.commit({ opId: 'kept', checks: [], ops: [put('k', '3')] })
      assert.ok(kept.ok)
      await store.compact(kept.rev)
      assert.equal(await store.resolve('kept'), kept.rev)
      const again = await store.commit({ opId: 'kept', checks: [], ops: [put('k', '4')] })
      assert.deepEqual(again, { ok: true, rev: kept.rev, replayed: true })
    })
  })

  describe(`${name}: limits`, () => {
    for (const { what, txn, reason } of limitCases) {
      on(reason ? `${what} is refused as ${reason}` : `${what} is allowed`, async (store) => {
        if (reason) await refused(reason, () => store.commit(txn()))
        else assert.equal((await store.commit(txn())).ok, true)
        assert.equal((await store.info()).rev > 0n, !reason)
      })
    }
  })

  describe(`${name}: snapshot and feed`, () => {
    on('a snapshot shows one revision while others write', async (store) => {
      const group = (value: string) => Array.from({ length: 20 }, (_, n) => put(`g/${n}`, value))
      await committed(store, ...group('0'))
      let writing = true
      const storm = (async () => {
        for (let n = 1; writing; n++) await committed(store, ...group(String(n)))
      })()
      for (let n = 0; n < 30; n++) {
        const { rev, items } = await store.snapshot('g/')
        const all = await collect(items)
        assert.equal(all.length, 20)
        assert.equal(new Set(all.map((item) => text(item.value))).size, 1)
        assert.ok(all.every((item) => item.mod <= rev))
      }
      writing = false
      await storm
    })

    on('a snapshot stays at its revision while it is read slowly', async (store) => {
      // Larger than any page an engine may read at once.
      const large = 'x'.repeat(200_000)
      for (let n = 0; n < 30; n++) await committed(store, put(`k/${String(n).padStart(2, '0')}`, large))
      const { rev, items } = await store.snapshot()
      let read = 0
      for await (const item of items) {
        if (read % 5 === 0) await committed(store, { del: 'k/29' }, put('k/28', 'changed'), put(`k/a${read}`, 'added'))
        assert.ok(item.mod <= rev)
        assert.equal(item.value.byteLength, large.length)
        read += 1
      }
      assert.equal(read, 30)
    })

    on('an abandoned snapshot disturbs nothing', async (store) => {
      for (let n = 0; n < 10; n++) await committed(store, put(`k/${n}`, 'x'.repeat(300_000)))
      for await (const item of (await store.snapshot()).items) if (item.key === 'k/1') break
      await committed(store, put('k/1', 'after'))
      assert.equal(text((await contents(store)).get('k/1')), 'after')
    })

    on(
      'snapshot and feed give the final state to three watchers, each commit once, whole and in order',
      async (store) => {
        for (let n = 0; n < 50; n++) await committed(store, put(`k/${n % 7}`, `start ${n}`))
        const watchers = await Promise.all(
          [0, 1, 2].map(async () => {
            const { rev, items } = await store.snapshot()
            const state = image(await collect(items))
            return { state, rev, ...(await follow(store, rev)) }
          }),
        )
        const acked = new Map<Rev, { opId: string; keys: number }>()
        const write = async (writer: number) => {
          for (let n = 0; n < 60; n++) {
            const opId = `w${writer}-${n}`
            const ops: StoreOp[] = [put(`k/${writer}`, opId), put(`k/all`, opId), { del: `k/${(writer + n) % 4}x` }]
            if (n % 5 === 0) ops.push(put(`k/${n % 4}x`, opId))
            const distinct = ops.filter((op, at) => !ops.slice(0, at).some((earlier) => keyed(earlier) === keyed(op)))
            const result = await store.commit({ opId, checks: [], ops: distinct })
            assert.ok(result.ok)
            acked.set(result.rev, { opId, keys: distinct.length })
          }
        }
        await Promise.all([0, 1, 2, 3].map(write))
        const final = await contents(store)
        const last = (await store.info()).rev
        for (const { state, rev, watched, stop } of watchers) {
          await stop(last)
          assert.deepEqual(
            watched.map((event) => [event.rev, event.opId]),
            [...acked].sort(([a], [b]) => Number(a - b)).map(([at, { opId }]) => [at, opId]),
          )
          assert.ok(
            watched.every((event) => event.rev > rev && event.changes.length <= (acked.get(event.rev)?.keys ?? 0)),
          )
          for (const event of watched) applyChanges(state, event.changes)
          assert.deepEqual(state, final)
        }
      },
    )

    on('deleting what is not there is no change in the feed', async (store) => {
      const rev = await committed(store, { del: 'nothing' }, put('k', '1'))
      const { watched, stop } = await follow(store, 0n)
      await stop(rev)
      assert.deepEqual(watched[0]?.changes, [{ key: 'k', value: bytes('1') }])
    })

    on('a watcher hears that it has caught up', async (store) => {
      const rev = await committed(store, put('k', '1'))
      const { epoch } = await store.info()
      for await (const event of store.watch({ after: rev, epoch, signal: new AbortController().signal })) {
        assert.deepEqual(event, { type: 'alive', rev })
        break
      }
    })

    on('a watch resumes from any of its cursors', async (store) => {
      for (let n = 0; n < 60; n++) await committed(store, put(`k/${n % 5}`, String(n)))
      const { rev: last } = await store.info()
      const whole = await follow(store, 0n)
      await whole.stop(last)
      const next = random(7)
      for (let n = 0; n < 30; n++) {
        const at = Math.floor(next() * whole.watched.length)
        const resumed = await follow(store, whole.watched[at]?.rev ?? 0n)
        await resumed.stop(last)
        assert.deepEqual(resumed.watched, whole.watched.slice(at + 1))
      }
    })

    on('a cursor below the compaction is told so, and the rest of the feed stays', async (store) => {
      const revs: Rev[] = []
      for (let n = 0; n < 10; n++) revs.push(await committed(store, put('k', String(n))))
      const [early = 0n, middle = 0n, last = 0n] = [revs[2], revs[5], revs[9]]
      await store.compact(middle)
      assert.equal((await store.info()).compacted, middle)
      await refused('compacted', async () => (await follow(store, early)).stop(last))
      const { watched, stop } = await follow(store, middle)
      await stop(last)
      assert.deepEqual(
        watched.map((event) => event.rev),
        revs.slice(6),
      )
      assert.equal(text((await store.get('k'))?.value), '9')
      await refused('invalid', () => store.compact(last + 1n))
      // Going back forgets nothing and brings nothing back.
      await store.compact(early)
      assert.equal((await store.info()).compacted, middle)
    })

    on('a slow watcher that a compaction overtakes is told so', async (store) => {
      const first = await committed(store, put('k', '0'))
      const { epoch } = await store.info()
      const slow = store.watch({ after: 0n, epoch, signal: new AbortController().signal })[Symbol.asyncIterator]()
      assert.deepEqual((await slow.next()).value?.rev, first)
      for (let n = 0; n < 200; n++) await committed(store, put('k', String(n)))
      await store.compact((await store.info()).rev)
      await refused('compacted', async () => {
        // What it had read ahead may still come, in order; then it must hear of the gap.
        for (let cursor = first; ; ) {
          const { value } = await slow.next()
          assert.ok(value && value.type === 'txn' && value.rev === cursor + 1n)
          cursor = value.rev
        }
      })
    })

    on('another epoch and a cursor of the future are refused', async (store) => {
      const rev = await committed(store, put('k', '1'))
      await refused('epoch', async () => (await follow(store, rev, 'another')).stop(rev))
      await refused('epoch', async () => (await follow(store, rev + 1n)).stop(rev))
    })

    on('an aborted watch ends', async (store) => {
      const { epoch } = await store.info()
      const stop = new AbortController()
      const seen = collect(store.watch({ after: 0n, epoch, signal: stop.signal }))
      await committed(store, put('k', '1'))
      stop.abort()
      assert.ok((await seen).length <= 2)
    })
  })

  test(`${name}: 600 random steps agree with a model`, async () => {
    const opened = await open()
    try {
      await modelFuzz(opened, 20261123)
    } finally {
      await opened.cleanup()
    }
  })

  describe(`${name}: closing`, () => {
    on('a closed store refuses and ends its watchers', async (store) => {
      await committed(store, put('k', '1'))
      const { epoch } = await store.info()
      const watching = collect(store.watch({ after: 0n, epoch, signal: new AbortController().signal }))
      const ended = refused('unavailable', () => watching)
      await store.close()
      await ended
      await refused('unavailable', () => store.commit({ opId: 'late', checks: [], ops: [put('k', '2')] }))
      await refused('unavailable', () => store.get('k'))
      await store.close()
    })

    on('opening again keeps everything', async (store, { reopen }, t) => {
      if (!reopen) return t.skip('this engine ends with its process')
      const rev = await committed(store, put('k', '1'), put('gone', ''))
      const last = await store.commit({ opId: 'last', checks: [], ops: [put('k', '2'), { del: 'gone' }] })
      assert.ok(last.ok)
      const before = await store.info()
      const again = await reopen()
      assert.deepEqual(await again.info(), before)
      assert.deepEqual(await again.get('k'), { key: 'k', value: bytes('2'), create: rev, mod: last.rev })
      assert.equal(await again.get('gone'), null)
      assert.equal(await again.resolve('last'), last.rev)
      const { watched, stop } = await follow(again, 0n)
      await stop(last.rev)
      assert.deepEqual(watched.at(-1)?.changes, [
        { key: 'k', value: bytes('2') },
        { key: 'gone', value: null },
      ])
      assert.ok((await committed(again, put('k', '3'))) > last.rev)
    })
  })
}

const keyed = (op: StoreOp) => ('put' in op ? op.put : op.del)

/** Random transactions against a plain map; the store must agree after each of them, and over its feed at the end. */
async function modelFuzz(opened: Opened, seed: number): Promise<void> {
  const next = random(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  const model = new Map<string, { value: string; mod: Rev }>()
  const done: { txn: Txn; rev: Rev }[] = []
  let { store } = opened
  for (let step = 0; step < 600; step++) {
    const earlier = done[below(done.length)]
    if (earlier && below(20) === 0) {
      assert.deepEqual(await store.commit(earlier.txn), { ok: true, rev: earlier.rev, replayed: true })
      continue
    }
    if (opened.reopen && step % 200 === 199) store = await opened.reopen()
    const key = () => `${'ab'[below(2)]}/${below(6)}`
    const keys = [...new Set(Array.from({ length: 1 + below(4) }, key))]
    const ops = keys.map((one): StoreOp => (below(3) === 0 ? { del: one } : put(one, `${step}`)))
    const guard = key()
    const mod = model.get(guard)?.mod
    const kind = below(4)
    const checks: Txn['checks'] =
      kind === 0
        ? [{ key: guard, absent: true }]
        : kind === 1
          ? [{ key: guard, mod: below(4) === 0 ? 1n : (mod ?? 1n) }]
          : kind === 2 && below(3) === 0
            ? [{ prefix: guard.slice(0, 2), empty: true }]
            : []
    const holds = checks.every((check) => {
      if ('prefix' in check) return ![...model.keys()].some((one) => one.startsWith(check.prefix))
      return 'mod' in check ? model.get(check.key)?.mod === check.mod : !model.has(check.key)
    })
    const txn: Txn = { opId: `step-${step}`, checks, ops }
    const result = await store.commit(txn)
    assert.equal(result.ok, holds, `seed ${seed}, step ${step}`)
    if (!result.ok) continue
    done.push({ txn, rev: result.rev })
    for (const op of ops) {
      if ('put' in op) model.set(op.put, { value: text(op.value), mod: result.rev })
      else model.delete(op.del)
    }
    const seen = await collect((await store.snapshot()).items)
    const wanted = [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([at, { value, mod: rev }]) => [at, value, rev])
    assert.deepEqual(
      seen.map((item) => [item.key, text(item.value), item.mod]),
      wanted,
      `seed ${seed}, step ${step}`,
    )
  }
  const { watched, stop } = await follow(store, 0n)
  await stop(done.at(-1)?.rev ?? 0n)
  const state = new Map<string, Uint8Array>()
  for (const event of watched) applyChanges(state, event.changes)
  assert.deepEqual(state, await contents(store))
}
