import type { Fail } from '../aws/operation.ts'
import { checkedPolicy } from '../iam/policy-documents.ts'
import { quotaSentence } from '../iam/quotas.ts'
import { POLICY_QUOTAS, policySize } from '../policy/size.ts'

/** The text of a managed policy's version, or MalformedPolicyDocument or LimitExceeded with AWS's sentence. */
export function checkedDocument(text: string, fail: Fail<'MalformedPolicyDocument' | 'LimitExceeded'>): string {
  checkedPolicy(text, 'identity', fail)
  if (policySize(text) > POLICY_QUOTAS.managed)
    fail('LimitExceeded', quotaSentence('PolicySize', POLICY_QUOTAS.managed))
  return text
}
