import type { DecisionRequest } from '../policy/request.ts'
import type { Verdict } from './authorize.ts'
import type { Check } from './operation.ts'

/** The verdict on a user without any policy: an implicit deny of its identity policies. */
export const refusedVerdict = (check: Check): Verdict => ({ check, request: requestOf(check), allowed: false })

/** The verdict on the account's root user, whom nothing denies. */
export const allowedVerdict = (check: Check): Verdict => {
  const { account } = ALICE
  const principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root` } as const
  return { check, request: { ...requestOf(check), principal }, allowed: true }
}

const ALICE = {
  kind: 'user',
  account: '123456789012',
  arn: 'arn:aws:iam::123456789012:user/alice',
  entityId: 'AIDAEXAMPLE',
} as const

const requestOf = ({ action, resource }: Check): DecisionRequest => ({
  principal: ALICE,
  action,
  resource,
  resourceAccount: ALICE.account,
  context: new Map(),
  policies: { identity: [] },
})
