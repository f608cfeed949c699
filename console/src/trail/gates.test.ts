import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, applied, explained } from './explanation-for-tests.ts'
import { gatesOf, notAsked, sorted, titleOf, verdictOf } from './gates.ts'
import { placesOf } from './next-places.ts'

const ALLOW = { Effect: 'Allow', Action: 's3:*', Resource: '*' }
const DENY = { ...ALLOW, Effect: 'Deny' }
const BOUNDARY = 'arn:aws:iam::123456789012:policy/limit'

const told = (explanation: ReturnType<typeof explained>) =>
  gatesOf(explanation).map(({ layer, passage }) => `${titleOf(layer)}: ${passage}: ${verdictOf(layer)}`)

test('the layer that denies stops the call, and the others say what they would', () => {
  const explanation = explained({
    policies: {
      identity: [applied('read', [ALLOW], { attachedTo: ALICE })],
      boundary: applied(BOUNDARY, [ALLOW, DENY], { arn: BOUNDARY }),
    },
  })
  assert.deepEqual(told(explanation), ['Permissions boundary: stop: Denies', 'Identity-based policies: pass: Allows'])
  assert.deepEqual(placesOf(explanation).change, [
    { href: `/iam/policies/view?arn=${encodeURIComponent(BOUNDARY)}`, text: 'Policy limit' },
  ])
  assert.ok(notAsked(explanation).includes('Session policies'))
  assert.ok(!notAsked(explanation).includes('Permissions boundary'))
})

test('two closed layers are one stop, and one that would stop it too', () => {
  const explanation = explained({
    policies: { identity: [], boundary: applied('limit', [{ ...ALLOW, Action: 's3:PutObject' }]) },
  })
  assert.deepEqual(told(explanation), [
    'Permissions boundary: stop: Does not allow',
    'Identity-based policies: unreached: No policy, and it has to allow',
  ])
})

test('an allowed call passes, and a policy on the resource that says nothing of it decides nothing', () => {
  const elsewhere = { ...ALLOW, Principal: '*', Action: 's3:PutObject', Resource: 'arn:aws:s3:::shop/*' }
  const explanation = explained({
    policies: { identity: [applied('read', [ALLOW], { attachedTo: ALICE })], resource: applied('bucket', [elsewhere]) },
  })
  assert.deepEqual(told(explanation), [
    'Resource-based policy: idle: Does not allow, and need not',
    'Identity-based policies: pass: Allows',
  ])
  assert.deepEqual(placesOf(explanation).change, [])
})

test('without any policy the principal is where to begin, with a further policy to try', () => {
  const { change, tries } = placesOf(explained())
  assert.deepEqual(change, [{ href: '/iam/users/alice', text: 'user alice' }])
  assert.equal(tries, `/what-if?${new URLSearchParams({ kind: 'new', holder: ALICE })}`)
})

test('the nearest statement is told with those that apply, and its policy is what is tried', () => {
  const near = { ...ALLOW, Resource: 'arn:aws:s3:::shop/b' }
  const logs = { ...ALLOW, Action: 'logs:*' }
  const explanation = explained({ policies: { identity: [applied('read', [logs, near], { attachedTo: ALICE })] } })
  const [gate] = gatesOf(explanation)
  const { told, others } = sorted(gate?.layer.policies[0]?.statements ?? [], explanation.nearest?.statement)
  assert.deepEqual(
    [told, others].map((statements) => statements.map(({ ref }) => ref.index)),
    [[1], [0]],
  )
  const { change, tries } = placesOf(explanation)
  assert.deepEqual(change, [{ href: '/iam/users/alice', text: 'read of user alice' }])
  assert.equal(tries, `/what-if?${new URLSearchParams({ kind: 'inline', holder: ALICE, policy: 'read' })}`)
})

test('what a bucket policy refuses is tried with a draft of it', () => {
  const resource = applied('bucket', [{ Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*' }])
  const policies = { identity: [], resource: { ...resource, attachedTo: 'arn:aws:s3:::shop' } }
  const stranger = { kind: 'anonymous' } as const
  const draft = `/what-if?${new URLSearchParams({ kind: 'bucket', bucket: 'shop' })}`
  assert.equal(placesOf(explained({ principal: stranger, policies })).tries, draft)
  assert.equal(placesOf(explained({ principal: stranger })).tries, draft)
})
