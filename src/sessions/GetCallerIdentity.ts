import { operation } from '../aws/operation.ts'

export const GetCallerIdentity = operation('sts', 'GetCallerIdentity', {
  authorization: { kind: 'always allowed', why: 'whoever can sign may ask who they are, even under an explicit deny' },
  read: ({ caller }) => ({ UserId: caller.userId, Account: caller.account, Arn: caller.arn }),
})
