import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validate } from '../../../src/policy-library.ts'
import { accountTrust, samlTrust, serviceTrust, webIdentityTrust } from './trust-policies.ts'

const statement = (text: string) => JSON.parse(text).Statement[0]

test('an account is trusted, under the conditions that were chosen', () => {
  assert.deepEqual(statement(accountTrust('111122223333', {})).Condition, {})
  assert.deepEqual(statement(accountTrust('111122223333', { externalId: 'x1', mfa: true })).Condition, {
    StringEquals: { 'sts:ExternalId': 'x1' },
    Bool: { 'aws:MultiFactorAuthPresent': 'true' },
  })
})

test('a web identity is trusted for its audience, under the name of its issuer', () => {
  const arn = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'
  assert.deepEqual(statement(webIdentityTrust(arn, 'sts.amazonaws.com')), {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: arn },
    Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': ['sts.amazonaws.com'] } },
  })
})

test('every trust policy of the wizard is one', () => {
  for (const text of [
    serviceTrust('ec2.amazonaws.com'),
    accountTrust('111122223333', { externalId: 'x', mfa: true }),
    accountTrust('111122223333', {}),
    webIdentityTrust('arn:aws:iam::111122223333:oidc-provider/example.com/a', 'app'),
    samlTrust('arn:aws:iam::111122223333:saml-provider/idp'),
  ])
    assert.equal(validate(text, 'trust').problem, undefined, text)
})
