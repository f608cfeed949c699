import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contextOf, enteredContext, type Facts, principalOf } from './principal-facts.ts'

const NOW = new Date('2026-01-02T03:04:05.678Z')
const role: Facts = {
  kind: 'role',
  arn: 'arn:aws:iam::123456789012:role/app/web',
  account: '123456789012',
  id: 'AROAWEB',
  tags: [{ Key: 'Team', Value: 'blue' }],
  boundary: undefined,
}
const user: Facts = {
  ...role,
  kind: 'user',
  arn: 'arn:aws:iam::123456789012:user/team/alice',
  id: 'AIDAALICE',
  tags: [],
}

test('a role asks as a session of it, a user as itself', () => {
  assert.deepEqual(principalOf(role), {
    kind: 'assumed-role',
    account: '123456789012',
    arn: 'arn:aws:sts::123456789012:assumed-role/web/what-if',
    roleArn: role.arn,
    entityId: 'AROAWEB',
  })
  assert.deepEqual(principalOf(user), {
    kind: 'user',
    account: '123456789012',
    arn: user.arn,
    entityId: 'AIDAALICE',
  })
})

test('a request carries the keys of its caller and of the time, and no address', () => {
  const context = contextOf(role, NOW)
  assert.equal(context.get('aws:principaltag/team'), 'blue')
  assert.equal(context.get('aws:userid'), 'AROAWEB:what-if')
  assert.equal(context.get('aws:currenttime'), '2026-01-02T03:04:05Z')
  assert.equal(context.get('aws:epochtime'), String(Math.floor(NOW.getTime() / 1000)))
  assert.ok(!context.has('aws:username') && !context.has('aws:sourceip'))
  assert.equal(contextOf(user, NOW).get('aws:username'), 'alice')
})

test('a key that is entered several times has all of the values, in whichever case it is written', () => {
  const row = (key: string, value: string) => ({ key, value })
  assert.deepEqual(
    enteredContext([
      row('aws:ResourceTag/Team', 'Blue'),
      row('aws:TagKeys', 'team'),
      row(' aws:tagkeys ', 'cost'),
      row('', 'nothing'),
      row('s3:prefix', ''),
    ]),
    new Map<string, unknown>([
      ['aws:resourcetag/team', 'Blue'],
      ['aws:tagkeys', ['team', 'cost']],
      ['s3:prefix', ''],
    ]),
  )
})
