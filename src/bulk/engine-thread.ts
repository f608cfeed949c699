import { Worker } from 'node:worker_threads'
import { BulkError } from './bulk-error.ts'
import { type Answer, type CallMessage, type Calls, fromFailure, type ThreadData } from './calls.ts'

interface Waiting {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: BulkError) => void
}

export interface EngineThreadOptions extends ThreadData {
  /** The module that calls `serve`. */
  readonly entry: URL
}

/**
 * The main thread's end of an engine. The thread starts with the first call, so a server that stores nothing pays nothing,
 * and starts again after it died. Calls reject with BulkError.
 */
export class EngineThread<C extends Calls> {
  readonly #options: EngineThreadOptions
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #ended: Promise<void> = Promise.resolve()
  #lastId = 0
  #closed = false

  constructor(options: EngineThreadOptions) {
    this.#options = options
  }

  /** Whether a thread runs; an engine that nobody has called has none. */
  get started(): boolean {
    return this.#worker !== undefined
  }

  call<N extends keyof C & string>(name: N, input: C[N]['input']): Promise<C[N]['output']> {
    if (this.#closed) return Promise.reject(new BulkError('unavailable', 'The storage is closed.'))
    const worker = this.#worker ?? this.#start()
    this.#lastId += 1
    const message: CallMessage = { id: this.#lastId, name, input }
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.id, { resolve, reject })
      worker.ref()
      worker.postMessage(message)
    })
  }

  /** Waits for the calls that are under way, then closes the file. */
  async close(): Promise<void> {
    this.#closed = true
    this.#worker?.ref()
    this.#worker?.postMessage('close')
    await this.#ended
  }

  #start(): Worker {
    const { entry, path, maxBytes } = this.#options
    const workerData: ThreadData = { path, maxBytes }
    // Options of the process, such as --input-type or --eval, are not about this file.
    const worker = new Worker(entry, { name: 'bulk', workerData, execArgv: [] })
    this.#worker = worker
    let failure = new BulkError('unavailable', 'The storage thread ended.')
    worker.on('message', (answer: Answer) => {
      if ('openFailure' in answer) failure = fromFailure(answer.openFailure)
      else this.#settle(worker, answer)
    })
    worker.on('error', (cause) => {
      failure = new BulkError('unavailable', 'The storage thread failed.', { cause })
    })
    this.#ended = new Promise((resolve) => {
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = undefined
        for (const waiting of this.#waiting.values()) waiting.reject(failure)
        this.#waiting.clear()
        resolve()
      })
    })
    return worker
  }

  #settle(worker: Worker, answer: Exclude<Answer, { openFailure: unknown }>): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('failure' in answer) waiting?.reject(fromFailure(answer.failure))
    else waiting?.resolve(answer.output)
    // An idle engine keeps no process alive.
    if (this.#waiting.size === 0 && !this.#closed) worker.unref()
  }
}

/** The module beside `from` that runs in the thread; the built package holds it as JavaScript. */
export const threadEntry = (from: string, name: string): URL =>
  new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from)
