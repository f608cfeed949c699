/** The thread that owns the database: all waiting for the disk happens here, never on the thread that decides. */
import { setImmediate } from 'node:timers/promises'
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { StoreError, type Txn } from '../store.ts'
import { type CallName, type Calls, type Failure, type Reply, type Request, type Settled, toFailure } from './calls.ts'
import { Engine } from './engine.ts'

/** One wait for the disk covers at most this much, so that no commit waits for an endless batch. */
const BATCH = { txns: 256, bytes: 4 * 1024 * 1024 }

const port = parentPort
if (!port) throw new Error('writer.ts runs as a worker thread')

let engine: Engine | undefined

type Handlers = { [C in CallName]: (input: Calls[C]['input']) => Calls[C]['output'] | Promise<Calls[C]['output']> }

const handlers: Handlers = {
  open({ directory }) {
    engine = new Engine(directory)
    return engine.info()
  },
  commit: (txns) => commitInBatches(txns),
  resolve: (opId) => opened().resolve(opId),
  get: (key) => opened().get(key),
  log: (after) => opened().log(after),
  snapshot: (prefix) => opened().snapshot(prefix),
  page: (id) => opened().page(id),
  release(id) {
    opened().release(id)
    return null
  },
  async compact(keepAfter) {
    const compacting = opened()
    const steps = compacting.compact(keepAfter)
    while (engine === compacting && !steps.next().done) await setImmediate()
    return null
  },
  info: () => opened().info(),
  close() {
    opened().close()
    engine = undefined
    return null
  },
}

port.on('message', (first: Request) => {
  const requests = [first]
  for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port)) requests.push(more.message)
  // Everything that came in during the last wait for the disk shares the next one.
  const commits = requests.filter((request) => request.call === 'commit')
  const settled = commitInBatches(commits.flatMap((request) => request.input))
  let taken = 0
  for (const { id, input } of commits) {
    reply({ id, output: settled.slice(taken, taken + input.length) })
    taken += input.length
  }
  for (const request of requests) if (request.call !== 'commit') void answer(request)
})

function commitInBatches(txns: readonly Txn[]): Settled[] {
  const settled: Settled[] = []
  let batch: Txn[] = []
  let bytes = 0
  const flush = () => {
    if (batch.length > 0) settled.push(...commitBatch(batch))
    batch = []
    bytes = 0
  }
  for (const txn of txns) {
    batch.push(txn)
    for (const op of txn.ops) if ('put' in op) bytes += op.value.byteLength
    if (batch.length >= BATCH.txns || bytes >= BATCH.bytes) flush()
  }
  flush()
  return settled
}

function commitBatch(batch: readonly Txn[]): Settled[] {
  try {
    return opened().commit(batch)
  } catch (error) {
    return batch.map(() => ({ failure: toFailure(error) }))
  }
}

async function answer(request: Request): Promise<void> {
  // The handler of this very call: TypeScript cannot follow the pairing through the union.
  const handle = handlers[request.call] as (input: Request['input']) => Promise<Calls[CallName]['output']>
  try {
    const output = handle(request.input)
    reply({ id: request.id, output: output instanceof Promise ? await output : output })
  } catch (error) {
    const failure: Failure = toFailure(error)
    reply({ id: request.id, failure })
  }
}

function reply(message: Reply): void {
  port?.postMessage(message)
}

function opened(): Engine {
  if (!engine) throw new StoreError('unavailable', 'The store is closed.')
  return engine
}
