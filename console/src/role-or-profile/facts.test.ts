import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences, lengthOf } from './facts.ts'
import { assumptionIn, readEvent } from './lesson-event.ts'

const at = new Date('2026-11-24T15:08:27Z')
const after = (minutes: number) => lengthOf({ at, expires: new Date(at.getTime() + minutes * 60_000) })

test('how long credentials last is told in hours and minutes', () => {
  assert.deepEqual([394, 60, 59, 1, 0].map(after), [
    '6 hours 34 minutes',
    '1 hour',
    '59 minutes',
    '1 minute',
    'less than a minute',
  ])
})

test('nothing is told of what was not run', () => {
  for (const { what, role, profile } of differences({})) assert.deepEqual([role, profile], [undefined, undefined], what)
})

test('EC2 taking a role for an instance is told from a user assuming one', () => {
  const event = (userIdentity: object, more: object = {}) =>
    readEvent(
      JSON.stringify({
        eventName: 'AssumeRole',
        eventTime: '2026-11-24T15:08:27Z',
        userIdentity,
        requestParameters: { roleArn: 'arn:aws:iam::123456789012:role/team/app', roleSessionName: 'i-1' },
        responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', expiration: 'Nov 24, 2026, 9:42:27 PM' } },
        ...more,
      }),
    )
  const byEc2 = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }
  assert.deepEqual(assumptionIn(event(byEc2)), {
    keyId: 'ASIAEXAMPLE',
    at,
    expires: new Date('2026-11-24T21:42:27Z'),
    sessionArn: 'arn:aws:sts::123456789012:assumed-role/app/i-1',
    askedBy: 'ec2.amazonaws.com',
  })
  assert.equal(assumptionIn(event({ type: 'IAMUser' })), undefined)
  // A trust policy that does not let EC2 in: nothing was handed out.
  assert.equal(assumptionIn(event(byEc2, { responseElements: null })), undefined)
})
