import { join } from 'node:path'
import { EngineThread, threadEntry } from '../../bulk/engine-thread.ts'
import type { EventLog } from '../event-log.ts'
import type { EventCalls } from './calls.ts'

export interface SqliteEventLogOptions {
  /** The folder of `logs.db`, made when missing; undefined keeps everything in memory. */
  readonly directory: string | undefined
  /** Appends that would make the file larger fail with `full`; undefined leaves it to the disk. */
  readonly maxBytes?: number
}

/** Log events in one SQLite file that a thread of its own reads and writes; opened by the first call. */
export function sqliteEventLog({ directory, maxBytes }: SqliteEventLogOptions): EventLog {
  const thread = new EngineThread<EventCalls>({
    entry: threadEntry(import.meta.url, 'thread'),
    path: directory === undefined ? undefined : join(directory, 'logs.db'),
    maxBytes,
  })
  return {
    createStream: (stream) => thread.call('createStream', stream),
    deleteStream: (stream) => thread.call('deleteStream', stream),
    streams: (query) => thread.call('streams', query),
    append: (batch) => thread.call('append', batch),
    read: (query) => thread.call('read', query),
    storedBytes: (groups) => thread.call('storedBytes', groups),
    groups: () => thread.call('groups', null),
    deleteGroup: async (group) => {
      await thread.call('deleteGroup', group)
    },
    expire: (group, before) => thread.call('expire', { group, before }),
    collect: () => thread.call('collect', null),
    close: () => thread.close(),
  }
}
