import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callWith } from './call-for-tests.ts'
import { attributeOf, filterFrom, passes } from './filter.ts'

test('an address is the filter, and what it does not know does not limit', () => {
  const params = new URLSearchParams({ principal: 'alice', decision: 'denied', text: '', lookups: 'shown', x: 'y' })
  assert.deepEqual(filterFrom(params), { principal: 'alice', outcome: 'denied', lookups: true })
  assert.deepEqual(filterFrom(new URLSearchParams({ decision: 'maybe' })), {})
})

test('the narrowest attribute that loses nothing is asked for', () => {
  const alice = 'arn:aws:iam::123456789012:user/team/alice'
  const session = 'arn:aws:sts::123456789012:assumed-role/web/i-1'
  for (const [filter, key, value] of [
    [{ text: 'AKIAIOSFODNN7EXAMPLE', principal: alice }, 'AccessKeyId', 'AKIAIOSFODNN7EXAMPLE'],
    [{ principal: alice, service: 's3' }, 'Username', 'alice'],
    [{ principal: session }, 'Username', 'i-1'],
    [{ principal: 'arn:aws:iam::123456789012:root' }, 'Username', 'root'],
    // A role's name is no attribute, and a user's may be a role's.
    [{ principal: 'alice', service: 'monitoring' }, 'EventSource', 'monitoring.amazonaws.com'],
  ] as const)
    assert.deepEqual(attributeOf(filter), { key, value })
  assert.equal(attributeOf({ principal: 'web', text: 'deny', outcome: 'denied' }), undefined)
})

test('each filter limits by itself', () => {
  const call = callWith()
  const session = callWith({ principal: 'arn:aws:sts::123456789012:assumed-role/web/i-1' })
  for (const filter of [
    {},
    { service: 'iam' },
    { outcome: 'denied' },
    { text: 'LISTROLES' },
    { text: '127.0' },
  ] as const)
    assert.ok(passes(filter, call), JSON.stringify(filter))
  for (const filter of [{ service: 's3' }, { outcome: 'allowed' }, { text: 'nothing' }, { principal: 'ali' }] as const)
    assert.ok(!passes(filter, call), JSON.stringify(filter))
  for (const principal of ['alice', 'user/team/alice', call.principal])
    assert.ok(passes({ principal }, call), principal)
  for (const principal of ['web', 'i-1', 'web/i-1']) assert.ok(passes({ principal }, session), principal)
})

test('reading of the trail is hidden until somebody asks for it, but not where it was refused', () => {
  const lookup = callWith({ service: 'cloudtrail', operation: 'LookupEvents', outcome: 'allowed' })
  assert.ok(!passes({}, lookup))
  assert.ok(passes({ lookups: true }, lookup))
  assert.ok(passes({ service: 'cloudtrail' }, lookup))
  assert.ok(passes({}, { ...lookup, outcome: 'denied' }))
})
