import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPassword } from './new-password.ts'

test('a password has every kind of character, and each is another', () => {
  const passwords = Array.from({ length: 200 }, () => newPassword())
  assert.equal(new Set(passwords).size, passwords.length)
  for (const password of passwords) {
    assert.equal(password.length, 20)
    for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=[\]{}|]/]) assert.match(password, kind)
    assert.doesNotMatch(password, /[IOl01]/)
  }
})

test('a password is as long as a policy asks for', () => {
  assert.equal(newPassword(128).length, 128)
  assert.equal(newPassword(6).length, 20)
})
