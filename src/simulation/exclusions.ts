import { iamArn } from '../aws/arn.ts'
import type { Fail, InputOf } from '../aws/operation.ts'
import type { AttachedPolicy } from './attached-policies.ts'

type Exclusions = NonNullable<InputOf<'iam', 'SimulatePrincipalPolicy'>['PolicyExclusionList']>
type Exclusion = Exclusions[number]

/** What of the source's own policies is left out. Policies that the request gives are never excluded. */
export interface ExcludedPolicies {
  readonly excludes: (policy: AttachedPolicy) => boolean
  /** The type `permission-boundary` alone excludes the boundary, an ARN does not. Recorded. */
  readonly boundary: boolean
}

/**
 * Reads PolicyExclusionList. `scp` and `rcp` name policies of an organization, of which an account has none here.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyIdentifier.html
 */
export function readExclusions(list: Exclusions | undefined, fail: Fail<'InvalidInput'>): ExcludedPolicies {
  for (const entry of list ?? []) {
    const set = [entry.PolicyType, entry.PolicyArn, entry.InlinePolicyIdentifier].filter((one) => one !== undefined)
    if (set.length !== 1) {
      fail('InvalidInput', 'A policy identifier must set one of PolicyType, PolicyArn and InlinePolicyIdentifier.')
    }
  }
  return {
    excludes: (policy) => (list ?? []).some((entry) => names(entry, policy)),
    boundary: (list ?? []).some(({ PolicyType }) => PolicyType === 'permission-boundary'),
  }
}

function names({ PolicyType, PolicyArn, InlinePolicyIdentifier: inline }: Exclusion, policy: AttachedPolicy): boolean {
  if (PolicyType !== undefined) return policy.kind === PolicyType
  if (policy.kind !== 'inline') return PolicyArn === policy.arn || PolicyArn === withoutPath(policy.arn)
  return (
    inline !== undefined &&
    inline.PolicyName === policy.name &&
    inline.AttachmentType === policy.holder.type &&
    inline.AttachmentName === policy.holder.name
  )
}

/** AWS takes the ARN that the policy would have without its path as well. Recorded. */
function withoutPath(arn: string): string {
  const [, , , , account = ''] = arn.split(':')
  return iamArn(account, 'policy', '/', arn.slice(arn.lastIndexOf('/') + 1))
}
