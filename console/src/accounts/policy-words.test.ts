import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordRules, policyWords } from './policy-words.ts'

test("without a policy of the account's own IAM's default one is told", () => {
  assert.equal(policyWords(null).length, '8 characters')
  assert.deepEqual(policyWords(null).other[0], 'Never expire password')
  assert.equal(passwordRules(null)[0], 'At least 8 characters')
})

test('a custom policy is told with what it asks for, and nothing else', () => {
  assert.deepEqual(policyWords({ MinimumPasswordLength: 6 }), {
    length: '6 characters',
    strength: [],
    other: ['Never expire password'],
  })
  const strict = policyWords({
    MinimumPasswordLength: 14,
    RequireNumbers: true,
    MaxPasswordAge: 1,
    HardExpiry: true,
    AllowUsersToChangePassword: true,
    PasswordReusePrevention: 24,
  })
  assert.deepEqual(strict.strength, ['Require at least one number'])
  assert.deepEqual(strict.other, [
    'Expire password in 1 day',
    'Password expiration requires administrator reset',
    'Allow users to change their own password',
    'Remember last 24 passwords and prevent reuse',
  ])
})

test('the rules for a new password are those that it can break', () => {
  const rules = passwordRules({ MinimumPasswordLength: 14, MaxPasswordAge: 90, PasswordReusePrevention: 1 })
  assert.deepEqual(rules, ['At least 14 characters', 'None of your last 1 password'])
})
