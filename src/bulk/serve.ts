import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type Answer, type CallMessage, type Calls, type Handlers, type ThreadData, toFailure } from './calls.ts'
import { Database, type DatabaseOptions } from './database.ts'

/** More calls than this do not share a transaction, so that the first ones are not kept waiting. */
const BATCH_CALLS = 256

export interface Engine<C extends Calls> {
  readonly schema: string
  readonly version: number
  readonly commits?: DatabaseOptions['commits']
  readonly handlers: (database: Database) => Handlers<C>
}

/** Runs an engine in the thread that this is called in, until the main thread says `close`. */
export function serve<C extends Calls>(engine: Engine<C>): void {
  if (!parentPort) throw new Error('an engine runs in a worker thread')
  const port = parentPort
  const { path, maxBytes }: ThreadData = workerData
  try {
    const { schema, version, commits = 'durable' } = engine
    const database = new Database({ path, maxBytes, schema, version, commits })
    answerCalls(port, database, engine.handlers(database))
  } catch (error) {
    post(port, { openFailure: toFailure(error) })
    port.close()
  }
}

function answerCalls<C extends Calls>(port: MessagePort, database: Database, handlers: Handlers<C>): void {
  port.on('message', (first: CallMessage | 'close') => {
    const calls: CallMessage[] = []
    let closing = false
    for (let message: CallMessage | 'close' | undefined = first; message; message = nextMessage(port)) {
      if (message === 'close') closing = true
      else calls.push(message)
      if (closing || calls.length === BATCH_CALLS) break
    }
    for (const answer of answerBatch(database, handlers, calls)) post(port, answer)
    if (!closing) return
    database.close()
    port.close()
  })
}

const nextMessage = (port: MessagePort): CallMessage | 'close' | undefined => receiveMessageOnPort(port)?.message

// A thread's port has no origin to name; the second argument is the transfer list.
const post = (port: MessagePort, answer: Answer): void => port.postMessage(answer, [])

/** Writes first and together, then reads: whoever reads after a write was answered sees it. */
function* answerBatch<C extends Calls>(
  database: Database,
  handlers: Handlers<C>,
  calls: readonly CallMessage[],
): Iterable<Answer> {
  const isWrite = (call: CallMessage): boolean => handlers[call.name]?.kind === 'write'
  const run = (call: CallMessage): Answer => {
    const handler = handlers[call.name]
    if (!handler) throw new Error(`no call is named ${call.name}`)
    return { id: call.id, output: handler.run(call.input) }
  }
  const attempt = (call: CallMessage, work: () => Answer): Answer => {
    try {
      return work()
    } catch (error) {
      return { id: call.id, failure: toFailure(error) }
    }
  }
  const writes = calls.filter(isWrite)
  if (writes.length > 0) {
    const together = tryTogether(database, writes, run)
    // One that cannot be stored must not take its neighbours with it.
    yield* together ?? writes.map((call) => attempt(call, () => database.transaction(() => run(call))))
  }
  for (const call of calls) if (!isWrite(call)) yield attempt(call, () => run(call))
}

function tryTogether(
  database: Database,
  writes: readonly CallMessage[],
  run: (call: CallMessage) => Answer,
): readonly Answer[] | undefined {
  try {
    return database.transaction(() => writes.map(run))
  } catch {
    return undefined
  }
}
