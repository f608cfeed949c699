import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from '@aws-sdk/client-cloudtrail'
import { issuesOf, rotationOf } from './role-credentials.ts'

const ROLE = 'arn:aws:iam::123456789012:role/web'
const AT = new Date('2026-11-24T15:08:27Z')

/** EC2's taking of a role, in the form of AWS's trail. */
const assumption = (accessKeyId: string, more: object = {}): Event => ({
  EventName: 'AssumeRole',
  EventTime: AT,
  CloudTrailEvent: JSON.stringify({
    eventSource: 'sts.amazonaws.com',
    userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    requestParameters: { roleArn: ROLE, roleSessionName: 'i-0123456789abcdef0' },
    responseElements: { credentials: { accessKeyId, expiration: 'Nov 24, 2026, 9:42:27 PM' } },
    requestID: '0F6B7D1A-11aa-4e9f-8f3c-2f1f4f6a7b8c',
    ...more,
  }),
})
const call = (EventName: string, content: object = {}): Event => ({
  EventName,
  EventTime: AT,
  CloudTrailEvent: JSON.stringify(content),
})

test('a set of credentials is told with its key, its expiry in UTC and its call', () => {
  const [issue] = issuesOf([assumption('ASIAONE')])
  assert.deepEqual(issue, {
    kind: 'issued',
    roleArn: ROLE,
    at: AT,
    callId: '0f6b7d1a11aa4e9f8f3c2f1f4f6a7b8c',
    accessKeyId: 'ASIAONE',
    expires: new Date('2026-11-24T21:42:27Z'),
  })
  assert.ok(issue?.kind === 'issued')
  assert.equal(rotationOf(issue).toISOString(), '2026-11-24T20:08:27.000Z')
})

test('an expiry in ISO 8601, or with narrow spaces, is the same moment', () => {
  for (const expiration of ['2026-11-24T21:42:27Z', 'Nov 24, 2026, 9:42:27\u202fPM', 'Nov 24, 2026 9:42:27 PM']) {
    const [issue] = issuesOf([assumption('', { responseElements: { credentials: { accessKeyId: 'A', expiration } } })])
    assert.ok(issue?.kind === 'issued', expiration)
    assert.equal(issue.expires.toISOString(), '2026-11-24T21:42:27.000Z', expiration)
  }
})

test('a refusal is one, and calls that are no taking of a role are none', () => {
  const issues = issuesOf([
    assumption('', { errorCode: 'AccessDenied', responseElements: null }),
    call('ModifyInstanceMetadataOptions'),
    assumption('ASIAUSER', { userIdentity: { type: 'IAMUser' } }),
    { EventName: 'AssumeRole', EventTime: AT, CloudTrailEvent: 'no JSON' },
    assumption('ASIAONE'),
  ])
  assert.deepEqual(
    issues.map(({ kind }) => kind),
    ['refused', 'issued'],
  )
})

test('what was issued before the role or the boot changed is no longer handed out, unless the change was refused', () => {
  const keys = (...events: Event[]) => issuesOf(events).map((issue) => issue.kind === 'issued' && issue.accessKeyId)
  for (const name of ['AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation', 'StartInstances']) {
    assert.deepEqual(keys(assumption('ASIANEW'), call(name), assumption('ASIAOLD')), ['ASIANEW'], name)
    const refused = call(name, { errorCode: 'Client.UnauthorizedOperation' })
    assert.deepEqual(keys(refused, assumption('ASIAOLD')), ['ASIAOLD'], name)
  }
})
