import { Worker } from 'node:worker_threads'
import { StoreError } from '../store.ts'
import { type CallName, type Calls, fromFailure, type Reply } from './calls.ts'

interface Waiting {
  readonly resolve: (output: Calls[CallName]['output']) => void
  readonly reject: (error: StoreError) => void
}

/** Calls into the thread of `writer.ts`. The thread keeps the process alive only while it owes an answer. */
export class WriterThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #ended: StoreError | undefined

  /** `onEnd` hears once why no further call will be answered. */
  constructor(onEnd: (why: StoreError) => void) {
    const file = import.meta.url.endsWith('.ts') ? './writer.ts' : './writer.js'
    // Options of the process, such as --input-type or --eval, are not about this file.
    this.#worker = new Worker(new URL(file, import.meta.url), { name: 'store', execArgv: [] })
    this.#worker.unref()
    const end = (why: StoreError) => {
      if (this.#ended) return
      this.#ended = why
      for (const { reject } of this.#waiting.values()) reject(why)
      this.#waiting.clear()
      onEnd(why)
    }
    this.#worker.on('message', (reply: Reply) => this.#settle(reply))
    this.#worker.on('error', (cause) => {
      end(new StoreError('unavailable', "The store's thread failed; restart the server.", { cause }))
    })
    this.#worker.on('exit', () => end(new StoreError('unavailable', 'The store is closed.')))
  }

  /** Throws the StoreError that the call ended with. */
  async call<C extends CallName>(call: C, input: Calls[C]['input']): Promise<Calls[C]['output']> {
    if (this.#ended) throw this.#ended
    const { promise, resolve, reject } = Promise.withResolvers<Calls[CallName]['output']>()
    this.#lastId += 1
    if (this.#waiting.size === 0) this.#worker.ref()
    this.#waiting.set(this.#lastId, { resolve, reject })
    this.#worker.postMessage({ id: this.#lastId, call, input })
    // The thread answers a call with that call's output.
    return (await promise) as Calls[C]['output']
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if ('failure' in reply) waiting?.reject(fromFailure(reply.failure))
    else waiting?.resolve(reply.output)
  }
}
