import assert from 'node:assert/strict'
import { test } from 'node:test'
import { principalTags } from './principal-tags.ts'

test("a session's tags override the role's, whatever the case of their keys", () => {
  assert.deepEqual(principalTags({ Team: 'role', Cost: '1' }, { team: 'session' }), { Cost: '1', team: 'session' })
})

test("without session tags the role's stand", () => {
  assert.deepEqual(principalTags({ Team: 'role' }, {}), { Team: 'role' })
})

test('a tag named __proto__ is a tag like any other', () => {
  const tags = principalTags(JSON.parse('{"__proto__":"role"}'), { other: 'x' })
  assert.deepEqual(Object.entries(tags), [
    ['__proto__', 'role'],
    ['other', 'x'],
  ])
})
