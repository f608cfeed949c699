/** An account of many roles, each with an inline policy of a kilobyte, in the tables that a server decides from. */
import { type AuthorizedCall, judge } from '../../src/aws/authorize.ts'
import type { Caller } from '../../src/aws/caller.ts'
import type { RequestFacts } from '../../src/aws/operation.ts'
import { groups } from '../../src/groups/records.ts'
import { policiesOf } from '../../src/identity/policies.ts'
import { managedPolicies } from '../../src/managed-policies/records.ts'
import { type Role, roles } from '../../src/roles/records.ts'
import { memoryState } from '../../src/state/memory-state.ts'
import { users } from '../../src/users/records.ts'
import { type Ask, asking } from './measure.ts'
import { median } from './report.ts'

export const BENCH_ACCOUNT = '123456789012'

/** A role that may use buckets of its own, with a policy of 1 KB. */
export function benchRole(n: number): Role {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }
  const statement = (of: number) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
    Resource: [`arn:aws:s3:::bucket-of-role-${n}-${of}`, `arn:aws:s3:::bucket-of-role-${n}-${of}/*`],
  })
  const policy = { Version: '2012-10-17', Statement: [0, 1, 2, 3, 4, 5].map(statement) }
  return {
    account: BENCH_ACCOUNT,
    id: `AROA${n.toString(32).toUpperCase().padStart(17, '0')}`,
    name: `role-${n}`,
    path: '/',
    created: Date.UTC(2026, 0, 1),
    trustPolicy: JSON.stringify(trust),
    maxSessionDuration: 3600,
    tags: {},
    inlinePolicies: { bench: JSON.stringify(policy) },
    attachedPolicies: [],
  }
}

/**
 * `ask`: one check of a call by one of some roles, spread over the account. `first`: nanoseconds of a
 * role's first check, which compiles its policy.
 */
export function accountOf(count: number, callersWanted = 8): { readonly ask: Ask; readonly first: number } {
  const { state, write } = memoryState([roles, users, groups, managedPolicies])
  write((tx) => {
    for (let n = 0; n < count; n += 1) tx.put(roles, benchRole(n))
  })
  const callers = Array.from({ length: callersWanted }, (_, n) => sessionOf(Math.floor((n * count) / callersWanted)))
  const allowed = ({ caller, resource }: (typeof callers)[number]): boolean => {
    const call: AuthorizedCall = {
      caller,
      now: NOW,
      region: 'eu-west-1',
      request: BENCH_REQUEST,
      policies: policiesOf(state, caller),
    }
    return judge(call, { action: 's3:GetObject', resource, resourceAccount: BENCH_ACCOUNT }).allowed
  }
  const firsts = callers.map((caller) => {
    const began = performance.now()
    if (!allowed(caller)) throw new Error('a role may not read its own bucket')
    return (performance.now() - began) * 1e6
  })
  return { ask: asking(callers, allowed), first: median(firsts) }
}

const NOW = Date.UTC(2026, 10, 23, 12)

/** The HTTP facts of a call. */
export const BENCH_REQUEST: RequestFacts = {
  sourceIp: '10.20.30.40',
  secure: true,
  userAgent: 'aws-sdk-js/3.1100.0',
  host: '127.0.0.1',
  header: () => undefined,
  query: () => undefined,
}

function sessionOf(n: number): { readonly caller: Caller; readonly resource: string } {
  const { account, id, name } = benchRole(n)
  const principalArn = `arn:aws:iam::${account}:role/${name}`
  const caller: Caller = {
    kind: 'assumed-role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/bench`,
    principalArn,
    userId: `${id}:bench`,
    name,
    entityId: id,
    accessKeyId: 'ASIAEXAMPLE',
    session: undefined,
    tags: {},
  }
  return { caller, resource: `arn:aws:s3:::bucket-of-role-${n}-3/reports/2026.csv` }
}
