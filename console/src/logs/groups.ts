import * as sdk from '@aws-sdk/client-cloudwatch-logs'
import { useQuery } from '@tanstack/react-query'
import { logs } from '../aws/logs.ts'
import { type StepWithInput, stepWith } from '../parts/steps.ts'
import type { EditedTag } from '../parts/TagFields.tsx'
import { usePages } from '../parts/use-pages.ts'

/** The log groups whose names hold the text, 50 a page. */
export const useGroups = (text: string) =>
  usePages<sdk.LogGroup>(['log groups', text], async (nextToken, abortSignal) => {
    const answer = await logs().send(
      new sdk.DescribeLogGroupsCommand({ nextToken, limit: 50, ...(text !== '' && { logGroupNamePattern: text }) }),
      { abortSignal },
    )
    return { items: answer.logGroups ?? [], next: answer.nextToken }
  })

/** One group; where there is none of the name, the error that CloudWatch Logs has for it. */
export const useGroup = (name: string) =>
  useQuery({
    queryKey: ['log group', name],
    queryFn: async () => {
      const { logGroups = [] } = await logs().send(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: name }))
      const group = logGroups.find(({ logGroupName }) => logGroupName === name)
      if (!group) throw new NoSuchLogGroup()
      return group
    },
  })

/** What CloudWatch Logs answers to the calls that name one group; the one that lists them answers none. */
class NoSuchLogGroup extends Error {
  override name = 'ResourceNotFoundException'

  constructor() {
    super('The specified log group does not exist.')
  }
}

/** The streams of the group whose names begin with the text; without one those with the newest events first. */
export const useStreams = (logGroupName: string, text: string) =>
  usePages<sdk.LogStream>(['log streams', logGroupName, text], async (nextToken, abortSignal) => {
    const order = { orderBy: 'LastEventTime', descending: true } as const
    const answer = await logs().send(
      new sdk.DescribeLogStreamsCommand({
        logGroupName,
        nextToken,
        limit: 50,
        ...(text === '' ? order : { logStreamNamePrefix: text }),
      }),
      { abortSignal },
    )
    return { items: answer.logStreams ?? [], next: answer.nextToken }
  })

/** Sets how long the group keeps its events: days as text, or empty for ever. */
export const putRetention = (logGroupName: string, days: string) =>
  days === ''
    ? logs().send(new sdk.DeleteRetentionPolicyCommand({ logGroupName }))
    : logs().send(new sdk.PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(days) }))

export interface NewGroup {
  readonly name: string
  readonly retention: string
  readonly tags: readonly EditedTag[]
}

export function stepsToCreate({ name: logGroupName, retention, tags }: NewGroup): readonly StepWithInput[] {
  const named = tags.length > 0 && { tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) }
  const steps = [
    stepWith(`Create the log group ${logGroupName}`, { logGroupName, ...named }, (input) =>
      logs().send(new sdk.CreateLogGroupCommand(input)),
    ),
  ]
  if (retention !== '')
    steps.push(
      stepWith('Set its retention', { logGroupName, retention }, (input) =>
        putRetention(input.logGroupName, input.retention),
      ),
    )
  return steps
}

export const deleteGroup = (logGroupName: string) => logs().send(new sdk.DeleteLogGroupCommand({ logGroupName }))
export const createStream = (logGroupName: string, logStreamName: string) =>
  logs().send(new sdk.CreateLogStreamCommand({ logGroupName, logStreamName }))
export const deleteStream = (logGroupName: string, logStreamName: string) =>
  logs().send(new sdk.DeleteLogStreamCommand({ logGroupName, logStreamName }))
export const protectGroup = (logGroupIdentifier: string, deletionProtectionEnabled: boolean) =>
  logs().send(new sdk.PutLogGroupDeletionProtectionCommand({ logGroupIdentifier, deletionProtectionEnabled }))
