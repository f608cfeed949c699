import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePolicy, permits } from '../../../src/policy-library.ts'
import { ACCOUNT, ALICE, applied, question } from '../trail/explanation-for-tests.ts'
import { changed, changedQuestions } from './compare.ts'
import { type Edit, substituted } from './substitute.ts'

const ALLOW = { Effect: 'Allow', Action: 's3:*', Resource: '*' }
const allow = applied('', [ALLOW]).document
const nothing = applied('', [{ ...ALLOW, Action: 'logs:*' }]).document
const LIMIT = 'arn:aws:iam::123456789012:policy/limit'
const ROLE = 'arn:aws:iam::123456789012:role/web'
const GROUP = 'arn:aws:iam::123456789012:group/team'
const inline = (more: Partial<Extract<Edit, { kind: 'inline' }>> = {}): Edit => ({
  kind: 'inline',
  holder: ALICE,
  name: 'read',
  document: allow,
  ...more,
})

test('an inline policy is replaced, added to its principal, and taken away', () => {
  const read = applied('read', [ALLOW], { attachedTo: ALICE })
  const other = applied('other', [ALLOW], { attachedTo: ALICE })
  const request = question({ policies: { identity: [read, other] } })
  const identity = (edit: Edit) => substituted(request, edit).policies.identity
  assert.deepEqual(identity(inline({ document: nothing })), [{ ...read, document: nothing }, other])
  assert.deepEqual(identity(inline({ document: undefined })), [other])
  assert.deepEqual(identity(inline({ name: 'further', document: nothing })), [
    read,
    other,
    { name: 'further', attachedTo: ALICE, document: nothing },
  ])
})

test('a policy of a group concerns its users, of another principal nobody else', () => {
  const request = question()
  const members = new Set([ALICE])
  assert.equal(substituted(request, inline({ holder: GROUP })), request)
  assert.equal(substituted(request, inline({ holder: `${ALICE}2` })), request)
  assert.equal(substituted(request, inline({ holder: GROUP, members })).policies.identity.length, 1)
})

test('a session of a role is asked by the policies of the role', () => {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/web/i-1`
  const request = question({
    principal: { kind: 'assumed-role', account: ACCOUNT, arn, roleArn: ROLE, entityId: 'AROAWEB' },
  })
  assert.ok(permits(substituted(request, inline({ holder: ROLE }))))
  assert.equal(substituted(request, inline({ holder: ALICE })), request)
})

test('a managed policy is replaced wherever it applies, and a boundary that is gone limits nothing', () => {
  const managed = applied(LIMIT, [ALLOW], { arn: LIMIT })
  const request = question({ policies: { identity: [managed], boundary: managed, session: [managed] } })
  const after = substituted(request, { kind: 'managed', arn: LIMIT, document: nothing }).policies
  for (const policy of [after.identity[0], after.boundary, after.session?.[0]]) assert.equal(policy?.document, nothing)
  const without = substituted(request, { kind: 'managed', arn: LIMIT, document: undefined }).policies
  assert.deepEqual(without, { identity: [], session: [] })
  assert.equal(substituted(request, { kind: 'managed', arn: `${LIMIT}2`, document: nothing }), request)
})

test('a trust policy is replaced for those who ask for its role alone', () => {
  const trust = (principal: string) =>
    parsePolicy(
      JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' } }),
    )
  const resource = { name: 'trust policy', document: trust(GROUP) }
  const request = question({
    action: 'sts:AssumeRole',
    resource: ROLE,
    policies: { identity: [], resource, resourceRule: 'required' },
  })
  const edit: Edit = { kind: 'trust', role: ROLE, document: trust(ALICE) }
  assert.ok(!permits(request))
  assert.ok(permits(substituted(request, edit)))
  assert.equal(substituted(request, { ...edit, role: `${ROLE}2` }), request)
  assert.equal(substituted({ ...request, policies: { identity: [] } }, edit).policies.resource, undefined)
})

const bucketPolicy = (Principal: unknown, Effect = 'Allow') =>
  applied('resource policy', [{ Effect, Principal, Action: 's3:*', Resource: 'arn:aws:s3:::shop/*' }]).document
const shop = (document: Edit['document'], insidersOnly = false): Edit => ({
  kind: 'bucket',
  bucket: 'shop',
  insidersOnly,
  document,
})
const S3_CONTEXT = new Map([['s3:resourceaccount', ACCOUNT]])

test('a bucket policy is replaced, put where there was none, and taken away, for questions about its bucket alone', () => {
  const theirs = bucketPolicy({ AWS: ALICE })
  const standing = { name: 'resource policy', attachedTo: 'arn:aws:s3:::shop', document: theirs }
  const request = question({ context: S3_CONTEXT, policies: { identity: [], resource: standing } })
  const without = question({ context: S3_CONTEXT })
  assert.ok(permits(request) && !permits(without))
  assert.ok(!permits(substituted(request, shop(bucketPolicy({ AWS: ALICE }, 'Deny')))))
  assert.ok(!permits(substituted(request, shop(undefined))))
  assert.equal(substituted(request, shop(undefined)).policies.resource, undefined)
  assert.deepEqual(substituted(without, shop(theirs)).policies.resource, standing)
  for (const resource of ['arn:aws:s3:::shop-2/a', 'arn:aws:s3:::sho', '*', ROLE]) {
    const other = { ...request, resource }
    assert.equal(substituted(other, shop(undefined)), other, resource)
  }
})

test('a bucket that is being made has no policy to be asked', () => {
  const request = question({ action: 's3:CreateBucket', resource: 'arn:aws:s3:::shop' })
  assert.equal(substituted(request, shop(bucketPolicy('*', 'Deny'))), request)
})

test('a public policy that is restricted lets nobody in from outside', () => {
  const request = question({ context: S3_CONTEXT, principal: { kind: 'anonymous' } })
  const open = bucketPolicy('*')
  assert.ok(permits(substituted(request, shop(open))))
  assert.ok(!permits(substituted(request, shop(open, true))))
  assert.ok(permits(substituted(question({ context: S3_CONTEXT }), shop(open, true))))
})

test('only what the draft decides otherwise than the policy as it stands is a change', () => {
  const read = applied('read', [{ ...ALLOW, Action: 'logs:*' }], { attachedTo: ALICE })
  const denied = question({ policies: { identity: [read] } })
  const change = (now: Edit['document'], draft: Edit['document']) =>
    changed(denied, { now: inline({ document: now }), draft: inline({ document: draft }) }, permits)?.change
  assert.equal(change(nothing, allow), 'newly allowed')
  assert.equal(change(allow, nothing), 'newly denied')
  assert.equal(change(undefined, allow), 'newly allowed')
  // The call was denied then; what stands now allows it as the draft does.
  assert.equal(change(allow, allow), undefined)
  assert.equal(change(nothing, undefined), undefined)
})

test('a call changes when all of its questions together come out otherwise, one on many items with any', () => {
  const policies = { identity: [applied('read', [ALLOW], { attachedTo: ALICE })] }
  const [object, log] = [question({ policies }), question({ action: 'logs:DescribeLogGroups', policies })]
  const edits = { now: inline({ document: allow }), draft: inline({ document: nothing }) }
  const whole = (requests: readonly (typeof object)[], each: boolean) =>
    changedQuestions(requests, { ...edits, each }, permits).whole
  assert.equal(whole([object], false), 'newly denied')
  // One question is newly allowed and the other newly denied: the call is denied before and after.
  assert.equal(whole([object, log], false), undefined)
  assert.equal(changedQuestions([object, log], { ...edits, each: false }, permits).changes.length, 2)
  assert.equal(whole([object, log], true), 'newly denied')
  assert.equal(whole([question({ action: 'iam:GetUser', policies })], true), undefined)
})
