/** The thread that writes the index: waiting for the disk happens here, never on the thread that decides. */
import { parentPort, workerData } from 'node:worker_threads'
import { Database } from '../../store/sqlite/database.ts'
import { StoreError } from '../../store/store.ts'
import { type Command, commandRunner, type Outcome } from './commands.ts'
import { prepareIndex } from './schema.ts'

export interface IndexWriterData {
  readonly path: string
  readonly durable: boolean
}

/** One message is one transaction. `close` ends the thread. */
export type IndexRequest = { readonly batch: readonly Command[] } | { readonly close: true }

export type IndexReply =
  | { readonly ready: true }
  | { readonly outcomes: readonly Outcome[] }
  /** Nothing of the batch was written. */
  | { readonly failure: { readonly full: boolean; readonly message: string } }

const port = parentPort
if (!port) throw new Error('index-writer.ts runs as a worker thread')

// The one place that starts this thread hands it IndexWriterData.
const { path, durable } = workerData as IndexWriterData
const reply = (message: IndexReply) => port.postMessage(message)

const database = new Database(path)
prepareIndex(database, path, durable)
const run = commandRunner(database)

port.on('message', (request: IndexRequest) => {
  if ('close' in request) {
    database.close()
    port.close()
    return
  }
  try {
    reply({ outcomes: database.transaction(() => request.batch.map(run)) })
  } catch (error) {
    const full = error instanceof StoreError && error.reason === 'full'
    reply({ failure: { full, message: error instanceof Error ? error.message : 'The object index failed.' } })
  }
})
reply({ ready: true })
