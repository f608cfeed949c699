import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customOf, draftBlocked, draftOf } from './policy-draft.ts'

test('a policy that is edited and saved as it is stays what it was', () => {
  const policy = {
    MinimumPasswordLength: 14,
    RequireUppercaseCharacters: false,
    RequireLowercaseCharacters: true,
    RequireNumbers: true,
    RequireSymbols: false,
    AllowUsersToChangePassword: false,
    MaxPasswordAge: 90,
    HardExpiry: true,
    PasswordReusePrevention: 24,
  }
  assert.deepEqual(customOf(draftOf({ ...policy, ExpirePasswords: true })), policy)
  const { MaxPasswordAge: _, HardExpiry: __, PasswordReusePrevention: ___, ...plain } = policy
  assert.deepEqual(customOf(draftOf({ ...plain, ExpirePasswords: false })), plain)
})

test('numbers out of range block what is saved, where their box is ticked', () => {
  const draft = { ...draftOf(null), kind: 'custom' as const }
  assert.equal(draftBlocked(draft), undefined)
  for (const length of ['5', '129', '', '8.5', '-8']) assert.match(draftBlocked({ ...draft, length }) ?? '', /length/)
  assert.equal(draftBlocked({ ...draft, days: '1096' }), undefined)
  assert.match(draftBlocked({ ...draft, expires: true, days: '1096' }) ?? '', /days/)
  assert.match(draftBlocked({ ...draft, prevents: true, remembered: '25' }) ?? '', /24/)
  assert.equal(draftBlocked({ ...draft, kind: 'default', length: '' }), undefined)
})
