import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE } from './explanation-for-tests.ts'
import { callerName } from './names.ts'

test('who asks is told by name, a service too', () => {
  assert.equal(callerName({ kind: 'service', names: ['ec2.amazonaws.com'] }), 'ec2.amazonaws.com')
  assert.equal(
    callerName({ kind: 'user', account: '123456789012', arn: ALICE, entityId: 'AIDAALICE' }),
    'user/team/alice',
  )
  assert.equal(callerName({ kind: 'anonymous' }), 'Anonymous')
  const provider = 'arn:aws:iam::123456789012:saml-provider/office'
  assert.equal(callerName({ kind: 'federated', provider }), 'saml-provider/office')
})
