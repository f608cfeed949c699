import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupsRecommendation, keyAgeRecommendation, rootKeyRecommendation } from './recommendations.ts'

const NOW = Date.parse('2026-06-01T00:00:00Z')
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000)

test('a root access key is told only where the summary counts one', () => {
  assert.equal(rootKeyRecommendation({ AccountAccessKeysPresent: 1 }).holds, true)
  assert.equal(rootKeyRecommendation({ AccountAccessKeysPresent: 0 }).holds, false)
  assert.equal(rootKeyRecommendation({}).holds, false)
})

test('users without groups are named', () => {
  const found = groupsRecommendation([
    { UserName: 'ann', GroupList: ['dev'] },
    { UserName: 'bob', GroupList: [] },
  ])
  assert.deepEqual(found.users, ['bob'])
  assert.equal(found.title, '1 user is in no group')
  assert.equal(groupsRecommendation([{ UserName: 'ann', GroupList: ['dev'] }]).holds, false)
})

test('only active keys older than 90 days count, each user once', () => {
  const found = keyAgeRecommendation(
    [
      { UserName: 'ann', Status: 'Active', CreateDate: daysAgo(91) },
      { UserName: 'ann', Status: 'Active', CreateDate: daysAgo(400) },
      { UserName: 'bob', Status: 'Inactive', CreateDate: daysAgo(400) },
      { UserName: 'cid', Status: 'Active', CreateDate: daysAgo(90) },
    ],
    NOW,
  )
  assert.deepEqual(found.users, ['ann'])
  assert.equal(found.title, '2 active access keys are older than 90 days')
})
