import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '../aws/caller.ts'
import { groups } from '../groups/records.ts'
import { managedPolicies } from '../managed-policies/records.ts'
import { permits } from '../policy/decide.ts'
import { KEPT_CHARACTERS } from '../policy/recently-used.ts'
import { type Role, roles } from '../roles/records.ts'
import { memoryState } from '../state/memory-state.ts'
import { users } from '../users/records.ts'
import { policiesOf } from './policies.ts'

const ACCOUNT = '123456789012'
/** White space makes a policy long that is quickly read. */
const LONG = 500_000
const COUNT = Math.ceil((2 * KEPT_CHARACTERS) / LONG)

test('of more roles than are kept each is decided by its own policy, and the first are forgotten', () => {
  const { state } = rolesWithPolicies()
  const first = policiesOf(state, callerOf(0)).identity
  assert.equal(policiesOf(state, callerOf(0)).identity, first)
  for (let n = 0; n < COUNT; n += 1) {
    assert.equal(allowed(state, n, `bucket-${n}`), true)
    assert.equal(allowed(state, n, `bucket-${n + 1}`), false)
  }
  const again = policiesOf(state, callerOf(0)).identity
  assert.notEqual(again, first, 'the policies of every role that was ever asked about are kept')
  assert.deepEqual(again, first)
  assert.equal(allowed(state, 0, 'bucket-0'), true)
})

test('a policy that changes counts with the next question, kept or not', () => {
  const { state, write } = rolesWithPolicies()
  for (const n of [0, COUNT - 1]) {
    assert.equal(allowed(state, n, `bucket-${n}`), true)
    write((tx) => tx.put(roles, roleWith(n, 'changed')))
    assert.equal(allowed(state, n, `bucket-${n}`), false)
    assert.equal(allowed(state, n, 'changed'), true)
    write((tx) => tx.put(roles, { ...roleWith(n, 'changed'), inlinePolicies: {} }))
    assert.equal(allowed(state, n, 'changed'), false)
  }
})

function rolesWithPolicies() {
  const memory = memoryState([roles, users, groups, managedPolicies])
  memory.write((tx) => {
    for (let n = 0; n < COUNT; n += 1) tx.put(roles, roleWith(n, `bucket-${n}`))
  })
  return memory
}

function roleWith(n: number, bucket: string): Role {
  const Statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` }
  return {
    account: ACCOUNT,
    id: `AROA${n}`,
    name: `role-${n}`,
    path: '/',
    created: 0,
    trustPolicy: '{}',
    maxSessionDuration: 3600,
    tags: {},
    inlinePolicies: { list: JSON.stringify({ Version: '2012-10-17', Statement }).padEnd(LONG) },
    attachedPolicies: [],
  }
}

const callerOf = (n: number): Caller => ({
  kind: 'assumed-role',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/role-${n}/test`,
  principalArn: `arn:aws:iam::${ACCOUNT}:role/role-${n}`,
  userId: `AROA${n}:test`,
  name: `role-${n}`,
  entityId: `AROA${n}`,
  accessKeyId: 'ASIATEST',
  session: undefined,
  tags: {},
})

function allowed(state: Parameters<typeof policiesOf>[0], n: number, bucket: string): boolean {
  const { account, arn, principalArn, entityId = '' } = callerOf(n)
  return permits({
    principal: { kind: 'assumed-role', account, arn, roleArn: principalArn, entityId },
    action: 's3:ListBucket',
    resource: `arn:aws:s3:::${bucket}`,
    resourceAccount: account,
    context: new Map(),
    policies: policiesOf(state, callerOf(n)),
  })
}
