import type { State } from '../state/table.ts'
import type { EventLog } from './event-log.ts'
import { logGroups } from './log-group.ts'

const DAY = 86_400_000

/**
 * Deletes what retention has ended and what deleted groups and streams left behind, in steps that let writers through.
 * INVARIANT: the ids are asked for before the state is read. A stream is only ever made in a group that the state holds,
 * and ids are never used twice, so a group that the state does not hold then is a deleted one.
 */
export async function sweepLogs(log: EventLog, state: State, now: number): Promise<void> {
  for (const id of await log.groups()) {
    const [group] = state.find(logGroups, 'id', id)
    if (!group) await log.deleteGroup(id)
    else if (group.retentionInDays !== undefined) while (await log.expire(id, now - group.retentionInDays * DAY));
  }
  while (await log.collect());
}
