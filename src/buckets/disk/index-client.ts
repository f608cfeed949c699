import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ObjectStoreError } from '../object-store.ts'
import type { Command, Outcome } from './commands.ts'
import type { IndexReply, IndexRequest, IndexWriterData } from './index-writer.ts'

/** One wait for the disk covers at most this much, so that no write waits for an endless batch. */
const BATCH = { commands: 256, bytes: 4 * 1024 * 1024 }

const CLOSED = 'The object store is closed.'

interface Waiting {
  readonly command: Command
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: ObjectStoreError) => void
}

/**
 * Sends commands to the writing thread, which starts with the first: all that come in while it waits for the disk share
 * the next wait.
 */
export class IndexClient {
  readonly #data: IndexWriterData
  #worker: Worker | undefined
  #queue: Waiting[] = []
  #running: Waiting[] = []
  /** How many commands at the head of the queue go in batches of their own. */
  #alone = 0
  #ended: ObjectStoreError | undefined

  constructor(data: IndexWriterData) {
    this.#data = data
  }

  async run(command: Command): Promise<Outcome> {
    if (this.#ended) throw this.#ended
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    this.#queue.push({ command, resolve, reject })
    // Commands of the same turn of the event loop share a batch even when the thread is idle.
    if (this.#queue.length === 1 && this.#running.length === 0) setImmediate(() => this.#next())
    return promise
  }

  /** Ends the thread after what has been asked of it. */
  async close(): Promise<void> {
    while (this.#queue.length > 0 || this.#running.length > 0) await new Promise((resolve) => setImmediate(resolve))
    const worker = this.#worker
    if (this.#ended || !worker) {
      this.#end(CLOSED)
      return
    }
    const exited = once(worker, 'exit')
    worker.ref()
    worker.postMessage({ close: true } satisfies IndexRequest)
    await exited
  }

  #next(): void {
    if (this.#running.length > 0 || this.#queue.length === 0 || this.#ended) return
    let bytes = 0
    let count = 0
    const most = this.#alone > 0 ? 1 : BATCH.commands
    for (const { command } of this.#queue) {
      if (count === most || (count > 0 && bytes > BATCH.bytes)) break
      bytes += 'piece' in command ? (command.piece.data?.byteLength ?? 0) : 0
      count += 1
    }
    this.#alone = Math.max(this.#alone - count, 0)
    this.#running = this.#queue.splice(0, count)
    const worker = this.#start()
    worker.ref()
    worker.postMessage({ batch: this.#running.map(({ command }) => command) } satisfies IndexRequest)
  }

  #start(): Worker {
    if (this.#worker) return this.#worker
    const file = import.meta.url.endsWith('.ts') ? './index-writer.ts' : './index-writer.js'
    const worker = new Worker(new URL(file, import.meta.url), { name: 'objects', workerData: this.#data })
    worker.on('message', (reply: IndexReply) => this.#settle(reply))
    worker.on('error', (cause) => this.#end('The thread of the object index failed; restart the server.', cause))
    worker.on('exit', () => this.#end(CLOSED))
    this.#worker = worker
    return worker
  }

  #settle(reply: IndexReply): void {
    const running = this.#running
    this.#running = []
    this.#worker?.unref()
    if ('outcomes' in reply) for (const [index, { resolve }] of running.entries()) resolve(reply.outcomes[index]!)
    if ('failure' in reply && running.length === 1) {
      const { full, message } = reply.failure
      running[0]?.reject(new ObjectStoreError(full ? 'full' : 'unavailable', message))
    }
    if ('failure' in reply && running.length > 1) {
      // A command that cannot be written must not take its neighbours with it, so a batch that failed is run one by one.
      this.#queue.unshift(...running)
      this.#alone = running.length
    }
    this.#next()
  }

  #end(message: string, cause?: unknown): void {
    this.#ended ??= new ObjectStoreError('unavailable', message, { cause })
    for (const { reject } of [...this.#running, ...this.#queue]) reject(this.#ended)
    this.#running = []
    this.#queue = []
  }
}
