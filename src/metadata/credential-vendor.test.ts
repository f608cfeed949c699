import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { appProfile, appRole, instanceRecord, NOW } from '../instances/fixtures.ts'
import { roles } from '../roles/records.ts'
import { memoryState } from '../state/memory-state.ts'
import { credentialVendor, type InstanceSessions, type Propagation } from './credential-vendor.ts'

const otherRole = { ...appRole, id: 'AROABBBBBBBBBBBBBBBBB', name: 'other' }
const MINUTE = 60_000

function setUp(propagation: Propagation = 'instant') {
  const { state, write } = memoryState([instanceProfiles, roles])
  write((tx) => {
    tx.put(roles, appRole)
    tx.put(roles, otherRole)
    tx.put(instanceProfiles, appProfile)
  })
  let now = NOW
  let trusted = true
  let minted = 0
  const sessions: InstanceSessions = {
    mayAssume: () => trusted,
    mint: ({ role, roleArn, roleDelivery }) => {
      minted += 1
      return {
        accessKeyId: `key ${minted}`,
        secretAccessKey: 's',
        sessionToken: `${role.name} ${roleArn} ${roleDelivery}`,
      }
    },
    mintIdentity: ({ instance }) => {
      minted += 1
      return { accessKeyId: `key ${minted}`, secretAccessKey: 's', sessionToken: instance.id }
    },
  }
  const vendor = credentialVendor({ state, sessions, now: () => now, propagation })
  const ask = (instance = instanceRecord(), delivery: '1.0' | '2.0' = '2.0') =>
    vendor.credentialsFor(instance, delivery)
  const key = (instance = instanceRecord(), delivery: '1.0' | '2.0' = '2.0') => {
    const vended = ask(instance, delivery)
    return vended.kind === 'credentials' ? vended.accessKeyId : vended.kind
  }
  return {
    ask,
    identity: (instance = instanceRecord()) => vendor.identityFor(instance, '2.0'),
    key,
    write,
    trust: (value: boolean) => {
      trusted = value
    },
    wait: (minutes: number) => {
      now += minutes * MINUTE
    },
  }
}

test('credentials are of the role in the profile and last about six hours', () => {
  const vended = setUp().ask()
  assert.ok(vended.kind === 'credentials')
  assert.equal(vended.roleName, 'app')
  assert.equal(vended.token, 'app arn:aws:iam::123456789012:role/service/app 2.0')
  const hours = (vended.expiration - vended.lastUpdated) / 3_600_000
  assert.ok(hours > 6 && hours < 7, String(hours))
})

test('the same set is served until its rotation, which comes well before its end', () => {
  const { key, wait } = setUp()
  assert.equal(key(), 'key 1')
  wait(299)
  assert.equal(key(), 'key 1')
  wait(1)
  assert.equal(key(), 'key 2')
})

test('the next set is there at least five minutes before the old one ends', () => {
  const { ask, wait } = setUp()
  const first = ask()
  wait(300)
  const next = ask()
  assert.ok(first.kind === 'credentials' && next.kind === 'credentials')
  assert.notEqual(next.accessKeyId, first.accessKeyId)
  assert.ok(first.expiration - next.lastUpdated >= 5 * MINUTE)
})

test('each way of delivery, each instance, each boot and each association has a set of its own', () => {
  const { key } = setUp()
  const instance = instanceRecord()
  assert.ok(instance.association)
  const keys = [
    key(instance),
    key(instance, '1.0'),
    key(instanceRecord({ id: 'i-0fedcba9876543210' })),
    key({ ...instance, bootEpoch: 2 }),
    key({ ...instance, association: { ...instance.association, id: 'iip-assoc-0fedcba9876543210' } }),
  ]
  assert.deepEqual(keys, ['key 1', 'key 2', 'key 3', 'key 4', 'key 5'])
})

test('a swapped role shows at once', () => {
  const { ask, key, write } = setUp()
  key()
  write((tx) => tx.put(instanceProfiles, { ...appProfile, roleId: otherRole.id }))
  const vended = ask()
  assert.ok(vended.kind === 'credentials')
  assert.equal(vended.roleName, 'other')
})

test('with the propagation of AWS the old role stays until the rotation, or until a new association or boot', () => {
  const { key, write, wait } = setUp('aws')
  const instance = instanceRecord()
  assert.ok(instance.association)
  assert.equal(key(), 'key 1')
  write((tx) => tx.put(instanceProfiles, { ...appProfile, roleId: otherRole.id }))
  assert.equal(key(), 'key 1')
  assert.equal(
    key({ ...instance, association: { ...instance.association, id: 'iip-assoc-0fedcba9876543210' } }),
    'key 2',
  )
  assert.equal(key({ ...instance, bootEpoch: 2 }), 'key 3')
  wait(299)
  assert.equal(key(), 'key 1')
  wait(1)
  assert.equal(key(), 'key 4')
})

test('with the propagation of AWS a trust policy that was mended, or a role that was added, shows within the hour', () => {
  const { key, trust, wait, write } = setUp('aws')
  trust(false)
  assert.equal(key(), 'unauthorized')
  trust(true)
  wait(59)
  assert.equal(key(), 'unauthorized')
  wait(1)
  assert.equal(key(), 'key 1')
  const instance = instanceRecord({ id: 'i-0fedcba9876543210' })
  write((tx) => tx.put(instanceProfiles, { ...appProfile, roleId: undefined }))
  assert.equal(key(instance), 'no role')
  write((tx) => tx.put(instanceProfiles, appProfile))
  assert.equal(key(instance), 'no role')
  wait(60)
  assert.equal(key(instance), 'key 2')
})

test('with the propagation of AWS credentials outlive their profile until the rotation', () => {
  const { key, wait, write } = setUp('aws')
  assert.equal(key(), 'key 1')
  write((tx) => tx.delete(instanceProfiles, appProfile))
  wait(299)
  assert.equal(key(), 'key 1')
  wait(1)
  assert.equal(key(), 'profile not found')
})

test('an instance has an identity of its own, with or without a profile, and another one before that ends', () => {
  const { identity, wait } = setUp()
  const bare = instanceRecord({ association: undefined })
  const first = identity(bare)
  assert.equal(first.accessKeyId, 'key 1')
  assert.equal(first.token, bare.id)
  wait(299)
  assert.equal(identity(bare).accessKeyId, 'key 1')
  wait(1)
  assert.equal(identity(bare).accessKeyId, 'key 2')
  assert.ok(first.expiration - identity(bare).lastUpdated >= 5 * MINUTE)
})

test('a trust policy that leaves EC2 out refuses, and mending it shows at once', () => {
  const { ask, key, trust } = setUp()
  assert.equal(key(), 'key 1')
  trust(false)
  const refused = ask()
  assert.ok(refused.kind === 'unauthorized')
  assert.equal(refused.roleName, 'app')
  trust(true)
  assert.equal(key(), 'key 1')
})

test('a profile that was deleted, or made again under its name, is not found', () => {
  const { key, write } = setUp()
  key()
  write((tx) => tx.delete(instanceProfiles, appProfile))
  assert.equal(key(), 'profile not found')
  write((tx) => tx.put(instanceProfiles, { ...appProfile, id: 'AIPABBBBBBBBBBBBBBBBB' }))
  assert.equal(key(), 'profile not found')
})

test('a role that was deleted and made again gets credentials of its own', () => {
  const { key, write } = setUp()
  assert.equal(key(), 'key 1')
  write((tx) => {
    tx.put(roles, { ...appRole, id: 'AROACCCCCCCCCCCCCCCCC' })
    tx.put(instanceProfiles, { ...appProfile, roleId: 'AROACCCCCCCCCCCCCCCCC' })
  })
  assert.equal(key(), 'key 2')
})

test('a profile without a role and an instance without a profile have no credentials', () => {
  const { key, write } = setUp()
  write((tx) => tx.put(instanceProfiles, { ...appProfile, roleId: undefined }))
  assert.equal(key(), 'no role')
  assert.equal(key(instanceRecord({ association: undefined })), 'none')
})
