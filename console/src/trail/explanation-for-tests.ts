/** Explanations as the trail's questions give them. */
import { type AppliedPolicy, type DecisionRequest, explain, parsePolicy } from '../../../src/policy-library.ts'

export const ACCOUNT = '123456789012'
export const ALICE = `arn:aws:iam::${ACCOUNT}:user/team/alice`

/** A policy of these statements. */
export const applied = (name: string, statements: readonly unknown[], more: Partial<AppliedPolicy> = {}) => ({
  name,
  ...more,
  document: parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements })),
})

/** What alice asks of a bucket's object, unless another is given. */
export const question = (more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  principal: { kind: 'user', account: ACCOUNT, arn: ALICE, entityId: 'AIDAALICE' },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::shop/a',
  resourceAccount: ACCOUNT,
  context: new Map([['aws:sourceip', '203.0.113.7']]),
  policies: { identity: [] },
  ...more,
})

export const explained = (more: Partial<DecisionRequest> = {}) => explain(question(more))
