import { type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { cloudtrail } from '../aws/cloudtrail.ts'
import { beginsAnew, issuesOf, type RoleIssue } from './role-credentials.ts'

/** No set lives longer, and a little more. */
const LONGEST_MS = 7 * 3_600_000
/** Pages of 50 that are looked through: what an instance is named in beside the issues is rare. */
const PAGES = 6

/**
 * What was issued for the instance since its role or its boot last changed, newest first. EC2 takes the role by an
 * AssumeRole of its own, which names the instance.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function lookUpIssues(instanceId: string, launched: Date, now: number): Promise<readonly RoleIssue[]> {
  const events: Event[] = []
  let NextToken: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const answer = await cloudtrail().send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: instanceId }],
        StartTime: new Date(Math.max(Math.floor(launched.getTime() / 1000) * 1000, now - LONGEST_MS)),
        NextToken,
      }),
    )
    events.push(...(answer.Events ?? []))
    NextToken = answer.NextToken
    if (NextToken === undefined || events.some(beginsAnew)) break
  }
  return issuesOf(events)
}
