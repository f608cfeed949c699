import type { LogGroup as LogGroupAnswer } from '../aws/generated/logs.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { inRegion, type State } from '../state/table.ts'
import type { EventLog } from './event-log.ts'
import {
  findGroup,
  groupCheck,
  type LogGroup,
  logGroupArn,
  logGroups,
  placeOf,
  placeOfIdentifier,
} from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'
import { pageToken, parsePageToken } from './tokens.ts'

const PAGE_SIZE = 50

export const DescribeLogGroups = (log: EventLog) =>
  operation('logs', 'DescribeLogGroups', {
    authorization: {
      kind: 'permissions',
      // About all groups at once: AWS asks about the group without a name.
      check: (call) => [groupCheck('logs:DescribeLogGroups', placeOf(call, ''), call.state)],
    },
    async read(call) {
      const { input, state, fail } = call
      refuseCombinations(input, fail)
      const {
        logGroupNamePrefix: prefix = '',
        logGroupNamePattern: pattern = '',
        logGroupClass,
        limit = PAGE_SIZE,
      } = input
      const after = input.nextToken === undefined ? '' : namedBy(input.nextToken, fail)
      const found = candidates(call, state, input.logGroupIdentifiers).filter(
        (group) =>
          group.name > after &&
          group.name.startsWith(prefix) &&
          group.name.includes(pattern) &&
          (logGroupClass === undefined || group.class === logGroupClass),
      )
      const groups = found.slice(0, limit)
      const bytes = await fromEventLog(log.storedBytes(groups.map(({ id }) => id)), fail)
      const last = groups.at(-1)
      return {
        logGroups: groups.map((group, index) => answer(group, bytes[index] ?? 0)),
        nextToken: found.length > limit && last ? pageToken('groups', { after: last.name }) : undefined,
      }
    },
  })

interface Filters {
  readonly logGroupNamePrefix?: string | undefined
  readonly logGroupNamePattern?: string | undefined
  readonly logGroupIdentifiers?: readonly string[] | undefined
}

function refuseCombinations(input: Filters, fail: Fail<'InvalidParameterException'>): void {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers } = input
  if (prefix !== undefined && pattern !== undefined)
    fail(
      'InvalidParameterException',
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    )
  if (logGroupIdentifiers && (prefix !== undefined || pattern !== undefined))
    fail('InvalidParameterException', 'LogGroup identifiers cannot be combined with a LogGroup name prefix or pattern.')
}

function candidates(
  where: Parameters<typeof placeOf>[0],
  state: State,
  identifiers: readonly string[] | undefined,
): readonly LogGroup[] {
  const partition = inRegion(where.caller.account, where.region)
  if (!identifiers) return state.list(logGroups, partition)
  const named = identifiers.flatMap((identifier) => placeOfIdentifier(where, identifier) ?? [])
  // Groups of other accounts would need their permission; this answers for the caller's account and region only.
  const own = named.filter(({ account, region }) => inRegion(account, region) === partition)
  const groups = new Map(own.flatMap((place) => findGroup(state, place) ?? []).map((group) => [group.name, group]))
  return [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function namedBy(token: string, fail: Fail<'InvalidParameterException'>): string {
  const after = parsePageToken('groups', token)?.['after']
  return typeof after === 'string' ? after : fail('InvalidParameterException', 'The specified nextToken is invalid.')
}

const answer = (group: LogGroup, storedBytes: number): LogGroupAnswer => ({
  logGroupName: group.name,
  creationTime: group.createdAt,
  retentionInDays: group.retentionInDays,
  metricFilterCount: 0,
  arn: `${logGroupArn(group)}:*`,
  logGroupArn: logGroupArn(group),
  storedBytes,
  logGroupClass: group.class,
  deletionProtectionEnabled: group.deletionProtected,
})
