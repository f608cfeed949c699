import { parseArn } from '../aws/arn.ts'
import type { Authorization } from '../aws/operation.ts'
import { subjectCheck } from '../iam/subject.ts'
import { AWS_ACCOUNT } from './aws-managed.ts'
import { policySubject } from './records.ts'

/** Authorises reading a policy that may be one of AWS's: those belong to every account as far as reading goes. */
export const onReadablePolicy = (action: string): Authorization<{ readonly PolicyArn: string }, never> => ({
  kind: 'permissions',
  check: ({ input, caller, state }) => {
    const { account } = caller
    const check = subjectCheck(policySubject, { state, account, handle: input.PolicyArn, action: `iam:${action}` })
    return [parseArn(input.PolicyArn)?.account === AWS_ACCOUNT ? { ...check, resourceAccount: account } : check]
  },
})
