import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysInWords, keyAgeDays, lastActivity } from './last-activity.ts'

const NOW = Date.parse('2026-06-10T00:00:00Z')
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000)
const key = (lastUsed: Date | undefined) => ({ lastUsed: { LastUsedDate: lastUsed, ServiceName: 'iam', Region: '' } })

test('the last activity is the latest of a sign-in and the uses of keys', () => {
  const user = { Path: '/', UserName: 'ann', UserId: '', Arn: '', CreateDate: daysAgo(9) }
  assert.equal(lastActivity(user, []), undefined)
  assert.equal(lastActivity(user, [key(undefined)]), undefined)
  assert.deepEqual(lastActivity({ ...user, PasswordLastUsed: daysAgo(3) }, [key(daysAgo(5))]), daysAgo(3))
  assert.deepEqual(lastActivity({ ...user, PasswordLastUsed: daysAgo(3) }, [key(daysAgo(1))]), daysAgo(1))
})

test('ages are whole days', () => {
  assert.equal(keyAgeDays({ CreateDate: new Date(NOW - 1.9 * 86_400_000) }, NOW), 1)
  assert.deepEqual([0, 1, 1234].map(daysInWords), ['Today', '1 day', '1,234 days'])
})
