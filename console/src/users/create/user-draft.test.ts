import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detailsBlocked, EMPTY_DRAFT, permissionsBlocked } from './user-draft.ts'

const draft = { ...EMPTY_DRAFT, name: 'ann' }

test('a name of characters that IAM does not know blocks the first step', () => {
  assert.match(detailsBlocked(EMPTY_DRAFT) ?? '', /Enter a user name/)
  assert.match(detailsBlocked({ ...draft, name: 'an n' }) ?? '', /Enter a user name/)
  assert.match(detailsBlocked({ ...draft, name: 'a'.repeat(65) }) ?? '', /Enter a user name/)
  assert.equal(detailsBlocked({ ...draft, name: 'ann+=,.@-_9' }), undefined)
})

test('an empty custom password blocks only with console access', () => {
  const custom = { ...draft, password: { ...draft.password, kind: 'custom' as const } }
  assert.equal(detailsBlocked(custom), undefined)
  assert.match(detailsBlocked({ ...custom, consoleAccess: true }) ?? '', /custom password/)
})

test('permissions may be none, except where they are copied or bounded', () => {
  assert.equal(permissionsBlocked(draft), undefined)
  assert.match(permissionsBlocked({ ...draft, way: 'copy' }) ?? '', /Select the user/)
  assert.match(permissionsBlocked({ ...draft, limited: true }) ?? '', /permissions boundary/)
})
