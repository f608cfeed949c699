/** The thread that writes the index: waiting for the disk happens here, never on the thread that decides. */
import { parentPort, workerData } from 'node:worker_threads'
import { Database } from '../../store/sqlite/database.ts'
import { StoreError } from '../../store/store.ts'
import { type Command, commandRunner, type Outcome } from './commands.ts'
import { openForWriting } from './schema.ts'

export interface IndexWriterData {
  readonly path: string
  readonly durable: boolean
}

/** One message is one transaction. `close` ends the thread. */
export type IndexRequest = { readonly batch: readonly Command[] } | { readonly close: true }

export type IndexReply =
  | { readonly outcomes: readonly Outcome[] }
  /** Nothing of the batch was written. */
  | { readonly failure: { readonly full: boolean; readonly message: string } }

const port = parentPort
if (!port) throw new Error('index-writer.ts runs as a worker thread')

// The one place that starts this thread hands it IndexWriterData.
const { path, durable } = workerData as IndexWriterData
const reply = (message: IndexReply) => port.postMessage(message)

const database = new Database(path)
openForWriting(database, durable)
const run = commandRunner(database)

port.on('message', (request: IndexRequest) => {
  if ('close' in request) {
    database.close()
    port.close()
    return
  }
  try {
    reply({ outcomes: write(request.batch) })
  } catch (error) {
    reply({
      failure: { full: isFull(error), message: error instanceof Error ? error.message : 'The object index failed.' },
    })
  }
})

function write(batch: readonly Command[]): readonly Outcome[] {
  const once = () => database.transaction(() => batch.map(run))
  try {
    return once()
  } catch (error) {
    if (!isFull(error)) throw error
    // Folding the log back into the index frees room, so that on a full disk objects can still be deleted.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return once()
  }
}

function isFull(error: unknown): boolean {
  return error instanceof StoreError && error.reason === 'full'
}
