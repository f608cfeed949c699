import { periodically } from './bulk/periodically.ts'
import { logFailure } from './log.ts'
import type { EventLog } from './logs/event-log.ts'
import { logGroups } from './logs/log-group.ts'
import { sweepLogs } from './logs/sweep.ts'
import { ageMetrics } from './metrics/age.ts'
import type { MetricLog } from './metrics/metric-log.ts'
import type { Keyring } from './secrets/keyring.ts'
import type { LiveState } from './state/live-state.ts'
import type { Rev } from './store/store.ts'

export interface BackgroundParts {
  readonly live: LiveState
  readonly keyring: Keyring
  readonly events: EventLog
  readonly metrics: MetricLog
  readonly flushLastUsed: () => Promise<void>
  readonly clock: () => number
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * What is done beside the calls: fresh session keys each day, the feed forgotten after an hour, old log events
 * dropped, metrics rolled up and last uses written.
 */
export function backgroundWork({ live, keyring, events, metrics, flushLastUsed, clock }: BackgroundParts): {
  stop: () => Promise<void>
} {
  const onError = (error: unknown) => logFailure('background', error)
  let hourAgo: Rev = live.rev
  const jobs = [
    periodically({
      everyMs: 60 * MINUTE,
      onError,
      work: async () => {
        await keyring.rotate('session', { olderThanMs: DAY })
        const now = live.rev
        await live.store.compact(hourAgo)
        hourAgo = now
      },
    }),
    periodically({
      everyMs: 5 * MINUTE,
      onError,
      // The engine's thread stays asleep for as long as there has been no log group.
      work: async () => {
        if ([...live.tables.partitions(logGroups)].length > 0) await sweepLogs(events, live.tables, clock())
      },
    }),
    periodically({ everyMs: 5 * MINUTE, onError, work: flushLastUsed }),
    // It wakes no thread either while there are no metrics.
    periodically({ everyMs: 5 * MINUTE, onError, work: () => ageMetrics(metrics, clock()) }),
  ]
  return {
    stop: async () => {
      await Promise.all(jobs.map((job) => job.stop()))
    },
  }
}
