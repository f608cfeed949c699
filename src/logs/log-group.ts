import { parseArn } from '../aws/arn.ts'
import { AwsError } from '../aws/error.ts'
import type { Call, Check, Fail } from '../aws/operation.ts'
import { defineTable, inRegion, type State } from '../state/table.ts'

export interface LogGroup {
  readonly account: string
  readonly region: string
  readonly name: string
  /** Random; what the group's streams and events are filed under, so that its successor never shows them. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly class: string
  readonly deletionProtected: boolean
  /** Undefined: events never expire. */
  readonly retentionInDays?: number
  readonly tags: Readonly<Record<string, string>>
}

export const logGroups = defineTable<LogGroup>({
  name: 'log-group',
  scope: 'region',
  partition: ({ account, region }) => inRegion(account, region),
  id: ({ name }) => name,
  indexes: { id: ({ id }) => [id] },
})

/** Where a group is or would be. */
export interface LogGroupPlace {
  readonly account: string
  readonly region: string
  readonly name: string
}

/** `arn:aws:logs:us-east-1:123456789012:log-group:/app`; with `:*` behind it, it is what DescribeLogGroups calls `arn`. */
export const logGroupArn = ({ account, region, name }: LogGroupPlace): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`

export const logStreamArn = (place: LogGroupPlace, stream: string): string =>
  `${logGroupArn(place)}:log-stream:${stream}`

type Where = Pick<Call<unknown>, 'caller' | 'region'>

export const placeOf = ({ caller, region }: Where, name: string): LogGroupPlace => ({
  account: caller.account,
  region,
  name,
})

/**
 * The place that a name or an ARN (with or without `:*`) stands for; undefined for another ARN. INVARIANT: an ARN that is
 * taken is spelt as `logGroupArn` spells it, since policies are asked about that; a call reaches its own region alone.
 */
export function placeOfIdentifier(where: Where, identifier: string): LogGroupPlace | undefined {
  if (!identifier.startsWith('arn:')) return placeOf(where, identifier)
  const arn = parseArn(identifier)
  const name = /^log-group:([^:]+)(:\*)?$/.exec(arn?.resource ?? '')?.[1]
  if (arn?.partition !== 'aws' || arn.service !== 'logs' || arn.region !== where.region) return undefined
  if (name === undefined) return undefined
  return { account: arn.account, region: arn.region, name }
}

interface NameOrIdentifier {
  readonly logGroupName?: string | undefined
  readonly logGroupIdentifier?: string | undefined
}

/** The place for operations that take a name or an identifier; '' as name when the input has neither or a foreign ARN. */
export const placeOfInput = (where: Where, { logGroupName, logGroupIdentifier }: NameOrIdentifier): LogGroupPlace =>
  (logGroupIdentifier === undefined ? undefined : placeOfIdentifier(where, logGroupIdentifier)) ??
  placeOf(where, logGroupName ?? '')

/** Fails when the input has both a name and an identifier, or neither. */
export function requireOneName({ logGroupName, logGroupIdentifier }: NameOrIdentifier): void {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw new AwsError('ValidationException', 'LogGroup name and LogGroup ARN are mutually exclusive parameters.', {
      status: 400,
    })
  if (logGroupName === undefined && logGroupIdentifier === undefined)
    throw new AwsError('InvalidParameterException', 'Either LogGroup name or LogGroup ARN must be specified.', {
      status: 400,
    })
}

export const findGroup = (state: State, place: LogGroupPlace): LogGroup | undefined =>
  state.get(logGroups, inRegion(place.account, place.region), place.name)

export function requireGroup(state: State, place: LogGroupPlace, fail: Fail<'ResourceNotFoundException'>): LogGroup {
  return findGroup(state, place) ?? fail('ResourceNotFoundException', 'The specified log group does not exist.')
}

/**
 * The question about a group. AWS asks about `log-group:NAME:log-stream:` (its denials say so), which is why policies name
 * groups with `:*` at the end: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export const groupCheck = (action: string, place: LogGroupPlace, state: State, extra: Partial<Check> = {}): Check =>
  streamCheck(action, place, '', state, extra)

/** Seeing what a data protection policy masks is a permission of its own, though nothing is masked here. */
export const unmaskChecks = (unmask: boolean | undefined, place: LogGroupPlace, state: State): readonly Check[] =>
  unmask ? [groupCheck('logs:Unmask', place, state)] : []

/** The question about a stream; its tags are its group's. */
export const streamCheck = (
  action: string,
  place: LogGroupPlace,
  stream: string,
  state: State,
  extra: Partial<Check> = {},
): Check => ({ action, resource: logStreamArn(place, stream), resourceTags: findGroup(state, place)?.tags, ...extra })
