import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import { type CommitResult, type Store, StoreError, type Txn } from '../store/store.ts'
import { WriteLane } from './lane.ts'
import { LiveState } from './live-state.ts'
import { defineTable, type Tx } from './table.ts'

const ACCOUNT = '123456789012'

interface Thing {
  readonly account: string
  readonly name: string
  readonly value: string
}

const things = defineTable<Thing>({
  name: 'things',
  scope: 'account',
  partition: (thing) => thing.account,
  id: (thing) => thing.name,
  indexes: { value: (thing) => [thing.value] },
})

const globals = defineTable<{ readonly name: string; readonly owner: string }>({
  name: 'globals',
  scope: 'global',
  partition: () => '',
  id: (record) => record.name,
})

const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing.reverse()) await close()
})

/** One node over the store: its picture, its lane, and the transactions that it sent. */
async function node(store: Store, commit = store.commit.bind(store)) {
  const sent: Txn[] = []
  const seen: Store = {
    commit(txn) {
      sent.push(txn)
      return commit(txn)
    },
    resolve: (opId) => store.resolve(opId),
    snapshot: (prefix) => store.snapshot(prefix),
    watch: (options) => store.watch(options),
    get: (key) => store.get(key),
    compact: (rev) => store.compact(rev),
    info: () => store.info(),
    close: () => store.close(),
  }
  const live = await LiveState.open(seen, [things, globals])
  closing.push(() => live.close())
  return { live, sent, lane: new WriteLane(ACCOUNT, live) }
}

const put = (name: string, value: string) => (tx: Tx) => tx.put(things, { account: ACCOUNT, name, value })

/** Creates the thing, or throws as a handler does when it is there already. */
const create = (name: string, value: string) => (tx: Tx) => {
  if (tx.get(things, ACCOUNT, name)) throw new Error(`${name} exists`)
  put(name, value)(tx)
  return value
}

describe('the write lane of an account', () => {
  test('answers a call when its writes are durable and applied', async () => {
    const store = openMemoryStore()
    const { lane, live } = await node(store)
    await lane.submit('call', put('a', '1'))
    assert.equal(live.tables.get(things, ACCOUNT, 'a')?.value, '1')
    assert.ok(await store.get(`a/${ACCOUNT}/things/a`))
  })

  test('merges calls into one transaction with one check of the head, and the head names them', async () => {
    const { lane, sent } = await node(openMemoryStore())
    await Promise.all(Array.from({ length: 40 }, (_, i) => lane.submit(`call ${i}`, put(`t${i}`, 'x'))))
    assert.equal(sent.length, 1)
    assert.deepEqual(sent[0]?.checks, [{ key: `a/${ACCOUNT}/head`, absent: true }])
    const head = sent[0]?.ops.find((op) => 'put' in op && op.put === `a/${ACCOUNT}/head`)
    const { calls } = JSON.parse(Buffer.from(head && 'value' in head ? head.value : '').toString())
    assert.deepEqual(
      calls,
      Array.from({ length: 40 }, (_, i) => `call ${i}`),
    )
  })

  test('sends no more than 60 operations at once', async () => {
    const { lane, sent } = await node(openMemoryStore())
    await Promise.all(Array.from({ length: 150 }, (_, i) => lane.submit(`call ${i}`, put(`t${i}`, 'x'))))
    assert.ok(sent.every((txn) => txn.ops.length <= 60))
    assert.ok(sent.length <= 4, `${sent.length} transactions`)
  })

  test('plans each call over the writes that are pending before it', async () => {
    const { lane } = await node(openMemoryStore())
    const first = lane.submit('first', create('a', '1'))
    const second = lane.submit('second', create('a', '2'))
    assert.equal(await first, '1')
    await assert.rejects(second, /a exists/)
  })

  test('leaves no trace of a call that fails, and the calls beside it succeed', async () => {
    const { lane, live } = await node(openMemoryStore())
    const failing = lane.submit('failing', (tx) => {
      put('b', '1')(tx)
      throw new Error('no')
    })
    const good = lane.submit('good', put('c', '1'))
    await assert.rejects(failing, /no/)
    await good
    assert.equal(live.tables.get(things, ACCOUNT, 'b'), undefined)
    assert.equal(live.tables.get(things, ACCOUNT, 'c')?.value, '1')
  })

  test('plans again on the newer state when another node wrote first, and never throttles', async () => {
    const store = openMemoryStore()
    const [here, there] = [await node(store), await node(store)]
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        const { lane } = i % 2 === 0 ? here : there
        return lane.submit(`call ${i}`, (tx) => {
          const count = Number(tx.get(things, ACCOUNT, 'counter')?.value ?? 0) + 1
          put('counter', String(count))(tx)
        })
      }),
    )
    await here.live.reached((await store.info()).rev)
    assert.equal(here.live.tables.get(things, ACCOUNT, 'counter')?.value, '60')
  })

  test('judges a refused call again when the write that it was refused for is undone by a conflict', async () => {
    const store = openMemoryStore()
    const there = await node(store)
    let interfere = true
    const here = await node(store, async (txn) => {
      if (interfere) {
        interfere = false
        await there.lane.submit('elsewhere', put('stop', 'yes'))
      }
      return store.commit(txn)
    })
    // The first call gives up where it sees `stop`; the second is refused only because of what the first was to write.
    const first = here.lane.submit('first', (tx) => {
      if (tx.get(things, ACCOUNT, 'stop')) throw new Error('stopped')
      create('a', 'first')(tx)
    })
    const second = here.lane.submit('second', create('a', 'second'))
    await assert.rejects(first, /stopped/)
    assert.equal(await second, 'second')
  })

  test('settles an answer that was lost by its operation id, without writing twice', async () => {
    const store = openMemoryStore()
    let lost = 0
    const { lane, live } = await node(store, async (txn): Promise<CommitResult> => {
      const result = await store.commit(txn)
      lost += 1
      if (lost === 1) throw new StoreError('unavailable', 'the answer was lost')
      return result
    })
    assert.equal(await lane.submit('call', create('a', '1')), '1')
    assert.equal(lost, 1)
    assert.equal(live.tables.get(things, ACCOUNT, 'a')?.value, '1')
  })

  test('fails the calls of a transaction that did not fit on the disk and plans those behind it without them', async () => {
    const store = openMemoryStore()
    let full = true
    const { lane } = await node(store, (txn) => {
      if (!full) return store.commit(txn)
      full = false
      return Promise.reject(new StoreError('full', 'no space left'))
    })
    const first = lane.submit('first', create('a', 'first'))
    await Promise.resolve()
    const late = new Promise<string>((resolve, reject) => {
      setImmediate(() => lane.submit('late', create('a', 'late')).then(resolve, reject))
    })
    await assert.rejects(first, /no space left/)
    assert.equal(await late, 'late')
  })

  test('refuses a call that writes more than one transaction may hold, and goes on', async () => {
    const { lane } = await node(openMemoryStore())
    const large = lane.submit('large', (tx) => {
      for (let i = 0; i < 60; i++) put(`t${i}`, 'x')(tx)
    })
    await assert.rejects(large, (error: StoreError) => error.reason === 'too_large')
    await lane.submit('small', put('a', '1'))
  })

  test('checks a global name that two accounts want, and one gets it', async () => {
    const store = openMemoryStore()
    const { live } = await node(store)
    const claim = (owner: string) => (tx: Tx) => {
      if (tx.get(globals, '', 'bucket')) throw new Error('taken')
      tx.put(globals, { name: 'bucket', owner })
    }
    const [one, two] = [new WriteLane('111111111111', live), new WriteLane('222222222222', live)]
    const results = await Promise.allSettled([one.submit('1', claim('one')), two.submit('2', claim('two'))])
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })

  test('a record that is created and deleted before it is durable leaves nothing', async () => {
    const { lane, live } = await node(openMemoryStore())
    const both = [
      lane.submit('create', create('a', '1')),
      lane.submit('delete', (tx) => {
        const thing = tx.get(things, ACCOUNT, 'a')
        if (thing) tx.delete(things, thing)
        return tx.find(things, 'value', '1').length
      }),
    ]
    assert.deepEqual(await Promise.all(both), ['1', 0])
    assert.equal(live.tables.count(things, ACCOUNT), 0)
  })
})
