import { join } from 'node:path'
import { EngineThread, threadEntry } from '../../bulk/engine-thread.ts'
import type { MetricLog } from '../metric-log.ts'
import type { MetricCalls } from './calls.ts'

export interface SqliteMetricLogOptions {
  /** The folder of `metrics.db`, made when missing; undefined keeps everything in memory. */
  readonly directory: string | undefined
  /** Data that would make the file larger is refused with `full`; undefined leaves it to the disk. */
  readonly maxBytes?: number
}

/** Metric data in one SQLite file that a thread of its own reads and writes; opened by the first call. */
export function sqliteMetricLog({ directory, maxBytes }: SqliteMetricLogOptions): MetricLog {
  const thread = new EngineThread<MetricCalls>({
    entry: threadEntry(import.meta.url, 'thread'),
    path: directory === undefined ? undefined : join(directory, 'metrics.db'),
    maxBytes,
  })
  return {
    add: async (batch) => {
      await thread.call('add', batch)
    },
    read: (query) => thread.call('read', query),
    list: (query) => thread.call('list', query),
    // Data that nobody writes or reads can wait: ageing starts no thread.
    age: async (now) => thread.started && thread.call('age', now),
    close: () => thread.close(),
  }
}
