import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whatIfOf } from './next-places.ts'
import { entityPlace, policyPlace } from './place.ts'

const ROLE = 'arn:aws:iam::123456789012:role/app/web server'

test('each kind of policy is changed on its own page', () => {
  const policy = (type: Parameters<typeof policyPlace>[0], more: { arn?: string; attachedTo?: string }, on = '*') =>
    policyPlace(type, { name: 'read', ...more }, on)
  assert.deepEqual(policy('identity-based policy', { attachedTo: ROLE }), {
    href: '/iam/roles/web%20server',
    text: 'read of role web server',
  })
  assert.deepEqual(policy('permissions boundary', { arn: 'arn:aws:iam::123456789012:policy/x/limit' }), {
    href: '/iam/policies/view?arn=arn%3Aaws%3Aiam%3A%3A123456789012%3Apolicy%2Fx%2Flimit',
    text: 'Policy limit',
  })
  assert.equal(policy('role trust policy', {}, ROLE)?.href, '/iam/roles/web%20server?tab=trust')
  assert.equal(policy('resource-based policy', {}, 'arn:aws:s3:::shop/a/b')?.href, '/s3/shop?tab=permissions')
  assert.equal(policy('session policy', {}), undefined)
  const ofAccount = { attachedTo: 'arn:aws:iam::123456789012:root' }
  assert.equal(policy('identity-based policy', ofAccount)?.href, '/iam/account-settings')
  assert.equal(whatIfOf('identity-based policy', { name: 'account password policy', ...ofAccount }, '*'), undefined)
})

test('what is no user, role or group of IAM has no page', () => {
  assert.equal(entityPlace('arn:aws:iam::123456789012:group/team')?.href, '/iam/groups/team')
  for (const arn of ['arn:aws:iam::123456789012:root', 'arn:aws:s3:::shop', '', 'arn:aws:sts::1:assumed-role/a/b'])
    assert.equal(entityPlace(arn), undefined, arn)
})
