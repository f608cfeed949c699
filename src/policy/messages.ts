/**
 * The sentences of an access-denied answer.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
import type { Decision, PolicyType } from './request.ts'

export interface Denial {
  readonly callerArn: string
  /** `iam:CreateRole`, in AWS's spelling. */
  readonly action: string
  /** The ARN, or `*` for actions that take none; undefined leaves the part out. */
  readonly resource?: string | undefined
  readonly decision: Decision
  /** `s3` quotes the resource; `sts:AssumeRole` never tells the reason, as recorded answers show. */
  readonly style: 'iam' | 's3' | 'sts:AssumeRole'
}

/** AWS's access-denied sentence for a decision that is no allow. */
export function deniedSentence({ callerArn, action, resource, decision, style }: Denial): string {
  const quote = style === 's3' ? '"' : ''
  const silent = resource === undefined || (resource === '*' && NAMELESS.includes(serviceOf(action)))
  const on = silent ? '' : ` on resource: ${quote}${resource}${quote}`
  const reason = style === 'sts:AssumeRole' ? '' : reasonClause(decision, action)
  return `User: ${callerArn} is not authorized to perform: ${action}${on}${reason}`
}

/** Services that leave the part out, instead of writing `*`, for actions without a resource. */
const NAMELESS = ['s3', 'ec2', 'cloudwatch']

const serviceOf = (action: string): string => action.slice(0, action.indexOf(':')).toLowerCase()

function reasonClause({ effect, blockedBy, blockingPolicyArn }: Decision, action: string): string {
  if (!blockedBy || effect === 'allow') return ''
  if (effect === 'implicit deny') return ` because no ${blockedBy} allows the ${action} action`
  const policy = blockingPolicyArn === undefined ? '' : `: ${blockingPolicyArn}`
  return ` with an explicit deny in ${articleOf(blockedBy)} ${blockedBy}${policy}`
}

function articleOf(type: PolicyType): string {
  if (type === 'role trust policy') return 'the'
  return type === 'identity-based policy' ? 'an' : 'a'
}
