import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canBeSwitchedTo, trustedEntities } from './trusted-entities.ts'

const trusting = (...principals: readonly unknown[]) =>
  encodeURIComponent(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
    }),
  )

test('services, accounts and identity providers are named as in the list of roles', () => {
  const document = trusting(
    { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] },
    { AWS: 'arn:aws:iam::111122223333:user/ann', Federated: 'accounts.google.com' },
    { AWS: ['111122223333', 'AIDAEXAMPLE'] },
  )
  assert.deepEqual(trustedEntities(document), [
    'AWS Service: ec2',
    'AWS Service: lambda',
    'Account: 111122223333',
    'Identity Provider: accounts.google.com',
    'Principal: AIDAEXAMPLE',
  ])
})

test('everybody is told as such', () => {
  assert.deepEqual(trustedEntities(trusting('*')), ['Account: * (anybody)'])
  assert.deepEqual(trustedEntities(trusting({ AWS: '*' })), ['Account: * (anybody)'])
})

test('a statement that denies trusts nobody', () => {
  const document = JSON.stringify({ Statement: { Effect: 'Deny', Principal: { AWS: '111122223333' } } })
  assert.deepEqual(trustedEntities(document), [])
})

test('what is no policy trusts nobody', () => {
  for (const document of [undefined, '', 'nothing', '[]', 'null', '{"Statement":null}', '{"Statement":[1,{}]}'])
    assert.deepEqual(trustedEntities(document), [])
})

test('one can switch to a role that trusts an account, not to one that trusts a service', () => {
  assert.equal(canBeSwitchedTo(trusting({ AWS: '111122223333' })), true)
  assert.equal(canBeSwitchedTo(trusting({ Service: 'ec2.amazonaws.com' })), false)
})
