import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowedVerdict, refusedVerdict } from '../../aws/verdict-for-tests.ts'
import { decide } from '../../policy/decide.ts'
import { parsePolicy } from '../../policy/document.ts'
import { questionFromJson } from '../../policy/question.ts'
import { callWith } from '../call-for-tests.ts'
import type { CallOutline } from '../kept-call.ts'
import { eventOf } from './event.ts'
import { isManagement, isReadOnly } from './event-facts.ts'
import { authorizationIdOfEvent, eventIdOf } from './event-id.ts'
import { questionsOf } from './questions.ts'

const ACCOUNT = '123456789012'
const asked = (action: string, ...resources: readonly string[]) =>
  resources.map((resource) => allowedVerdict({ action, resource }))

/** The event of a call, with its content read. */
function told(more: Partial<CallOutline>) {
  const event = eventOf({ ...callWith(), ...more }, ACCOUNT)
  return { event, content: JSON.parse(event.CloudTrailEvent ?? '') }
}

test('an event id is a UUID that leads back to its call, for the short ids of S3 as well', () => {
  for (const [requestId, eventId, id] of [
    [
      '5b2f8a57-3a0e-4b53-8c55-0a4f0f2c9d11',
      '5b2f8a57-3a0e-4b53-8c55-0a4f0f2c9d11',
      '5b2f8a573a0e4b538c550a4f0f2c9d11',
    ],
    ['5B2F8A573A0E4B53', '5b2f8a57-3a0e-4b53-0000-000000000000', '5b2f8a573a0e4b53'],
  ] as const) {
    assert.equal(eventIdOf(requestId), eventId)
    for (const text of [requestId, eventId, id]) assert.equal(authorizationIdOfEvent(text), id)
  }
})

test('what changes nothing is read only, the handing out of sessions included', () => {
  const reads = ['GetUser', 'ListBuckets', 'DescribeInstances', 'HeadObject', 'AssumeRole', 'LookupEvents']
  const writes = ['CreateUser', 'PutObject', 'DeleteObjects', 'RunInstances', 'AttachRolePolicy', 'TagRole', '']
  assert.deepEqual(
    reads.filter((operation) => !isReadOnly({ operation })),
    [],
  )
  assert.deepEqual(
    writes.filter((operation) => isReadOnly({ operation })),
    [],
  )
})

test('what is done to the content of a bucket, a log group or a metric is a data event', () => {
  const all = (service: string, operations: readonly string[]) =>
    operations.map((operation) => isManagement({ service, operation }))
  const data = ['GetObject', 'PutObject', 'DeleteObjects', 'HeadObject', 'CopyObject', 'ListObjectsV2', 'UploadPart']
  const parts = ['CreateMultipartUpload', 'CompleteMultipartUpload', 'ListParts', 'PutObjectTagging', 'HeadBucket']
  assert.ok(all('s3', [...data, ...parts]).every((management) => !management))
  const management = ['CreateBucket', 'PutBucketPolicy', 'ListBuckets', 'GetObjectLockConfiguration', 'GetBucketAcl']
  assert.ok(all('s3', management).every(Boolean))
  assert.deepEqual(all('logs', ['PutLogEvents', 'CreateLogGroup']), [false, true])
  assert.deepEqual(all('cloudwatch', ['PutMetricData', 'PutMetricAlarm']), [false, true])
  assert.deepEqual(all('iam', ['GetUser']), [true])
})

test('a user’s call names the user, the resource and the decision, as AWS’s record does', () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/team/app`
  const { event, content } = told({
    service: 'iam',
    operation: 'GetRole',
    callerArn: `arn:aws:iam::${ACCOUNT}:user/people/alice`,
    userId: 'AIDAEXAMPLE',
    accessKeyId: 'AKIAEXAMPLE',
    userAgent: 'aws-cli/2',
    verdicts: asked('iam:GetRole', arn),
  })
  assert.deepEqual(
    { ...event, CloudTrailEvent: '' },
    {
      EventId: '5b2f8a57-3a0e-4b53-8c55-0a4f0f2c9d11',
      EventName: 'GetRole',
      ReadOnly: 'true',
      AccessKeyId: 'AKIAEXAMPLE',
      EventTime: new Date(1_700_000_000_000),
      EventSource: 'iam.amazonaws.com',
      Username: 'alice',
      Resources: [{ ResourceType: 'AWS::IAM::Role', ResourceName: 'app' }],
      CloudTrailEvent: '',
    },
  )
  assert.deepEqual(content, {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${ACCOUNT}:user/people/alice`,
      accountId: ACCOUNT,
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'alice',
    },
    eventTime: '2023-11-14T22:13:20Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'GetRole',
    awsRegion: 'us-east-1',
    sourceIPAddress: '127.0.0.1',
    userAgent: 'aws-cli/2',
    requestParameters: null,
    responseElements: null,
    additionalEventData: {
      authorizationId: '5b2f8a573a0e4b538c550a4f0f2c9d11',
      outcome: 'allowed',
      action: 'iam:GetRole',
      resource: arn,
    },
    requestID: '5b2f8a57-3a0e-4b53-8c55-0a4f0f2c9d11',
    eventID: '5b2f8a57-3a0e-4b53-8c55-0a4f0f2c9d11',
    readOnly: true,
    resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: arn }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  })
})

test('a session names its role, when it began, and how an instance got it', () => {
  const session = {
    issuerArn: `arn:aws:iam::${ACCOUNT}:role/team/app`,
    issuedAt: 1_700_000_000_000,
    mfa: false,
    roleDelivery: '2.0',
  } as const
  const { event, content } = told({
    callerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/i-0abc`,
    userId: 'AROAEXAMPLE:i-0abc',
    session,
  })
  assert.equal(event.Username, 'i-0abc')
  assert.equal(content.userIdentity.type, 'AssumedRole')
  assert.deepEqual(content.userIdentity.sessionContext, {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLE',
      arn: session.issuerArn,
      accountId: ACCOUNT,
      userName: 'app',
    },
    attributes: { creationDate: '2023-11-14T22:13:20Z', mfaAuthenticated: 'false' },
    ec2RoleDelivery: '2.0',
  })
})

test('root is called root, and whoever does not sign has no name', () => {
  assert.equal(told({}).event.Username, 'root')
  assert.equal(told({}).content.userIdentity.type, 'Root')
  const { event, content } = told({ account: '', callerArn: '*', userId: 'anonymous' })
  assert.equal(event.Username, undefined)
  assert.equal(content.userIdentity.accountId, 'ANONYMOUS_PRINCIPAL')
})

test('resources are named as AWS names them, and patterns are none', () => {
  const named = (resource: string) => told({ verdicts: asked('a:B', resource) }).event.Resources
  const ec2 = `arn:aws:ec2:eu-west-1:${ACCOUNT}`
  for (const [resource, type, name] of [
    [`arn:aws:iam::${ACCOUNT}:policy/p`, 'AWS::IAM::Policy', `arn:aws:iam::${ACCOUNT}:policy/p`],
    [`arn:aws:iam::${ACCOUNT}:instance-profile/x/p`, 'AWS::IAM::InstanceProfile', 'p'],
    [`${ec2}:instance/i-0abc`, 'AWS::EC2::Instance', 'i-0abc'],
    [`${ec2}:security-group/sg-1`, 'AWS::EC2::SecurityGroup', 'sg-1'],
    ['arn:aws:s3:::shop', 'AWS::S3::Bucket', 'shop'],
    ['arn:aws:s3:::shop/a*b', 'AWS::S3::Object', 'arn:aws:s3:::shop/a*b'],
    ['arn:aws:s3:::shop/a/b', 'AWS::S3::Object', 'arn:aws:s3:::shop/a/b'],
    [
      `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:g`,
      'AWS::Logs::LogGroup',
      `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:g`,
    ],
    [`arn:aws:sts::${ACCOUNT}:thing`, undefined, `arn:aws:sts::${ACCOUNT}:thing`],
  ])
    assert.deepEqual(named(resource ?? ''), [{ ResourceType: type, ResourceName: name }])
  for (const none of ['*', 'arn:aws:s3:::*', `arn:aws:iam::${ACCOUNT}:user/*`]) assert.deepEqual(named(none), [])
})

test('a user who is named as a service is a user', () => {
  const { event, content } = told({
    callerArn: `arn:aws:iam::${ACCOUNT}:user/ec2.amazonaws.com`,
    userId: 'AIDAEXAMPLE',
  })
  assert.equal(event.Username, 'ec2.amazonaws.com')
  assert.equal(content.userIdentity.type, 'IAMUser')
  assert.equal(content.sourceIPAddress, '127.0.0.1')
})

test('nothing is told of another account’s resource: its policy, its tags, or that it is there', () => {
  const [verdict] = asked('sts:AssumeRole', 'arn:aws:iam::210987654321:role/app')
  assert.ok(verdict)
  const document = parsePolicy('{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*" } }')
  const of = (resourceAccount: string, resource?: { name: string; document: typeof document }) => ({
    ...verdict,
    request: { ...verdict.request, resourceAccount, policies: { identity: [], ...(resource && { resource }) } },
  })
  const policy = { name: 'trust policy', document }
  // The second is what is asked about a role that is not there.
  const verdicts = [of('210987654321', policy), of('210987654321'), of(ACCOUNT, policy), of('aws')]
  const told = questionsOf(callWith({ verdicts }), ACCOUNT, () => undefined)
  assert.equal(told.asked, 4)
  assert.deepEqual(
    told.verdicts.map(({ request }) => [request.resourceAccount, request.policies.resource !== undefined]),
    [
      [ACCOUNT, true],
      ['aws', false],
    ],
  )
})

test('of another account’s resource the caller’s account is told its own side, the same whatever stands on the other', () => {
  const verdict = refusedVerdict({ action: 's3:GetObject', resource: 'arn:aws:s3:::theirs/k' })
  const document = (statement: object) => parsePolicy(JSON.stringify({ Statement: { Effect: 'Allow', ...statement } }))
  const mine = { name: 'mine', document: document({ Action: 's3:Get*', Resource: '*' }) }
  const resource = { name: 'resource policy', document: document({ Principal: '*', Action: '*', Resource: '*' }) }
  const sideOf = (
    {
      tag,
      ...policies
    }: { readonly tag?: string; readonly resource?: typeof resource; readonly identity?: (typeof mine)[] },
    more: Parameters<typeof callWith>[0] = {},
  ) => {
    const context = new Map([
      ['aws:sourceip', '10.0.0.1'],
      ...(tag === undefined
        ? []
        : ([
            [`s3:existingobjecttag/class`, tag],
            ['aws:resourcetag/team', tag],
          ] as const)),
    ])
    const request = { ...verdict.request, resourceAccount: '210987654321', context }
    const verdicts = [
      { ...verdict, allowed: true, request: { ...request, policies: { identity: [mine], ...policies } } },
    ]
    return questionsOf(callWith({ verdicts, ...more }), ACCOUNT, () => undefined)
  }
  const plain = sideOf({})
  assert.deepEqual(plain.verdicts, [])
  assert.deepEqual(
    plain.ownSide.map(({ allowed, request }) => [allowed, request.resource, Object.keys(request.context)]),
    [[true, 'arn:aws:s3:::theirs/k', ['aws:sourceip']]],
  )
  assert.deepEqual(sideOf({ resource, tag: 'secret' }), plain)
  assert.equal(decide(questionFromJson(plain.ownSide[0]?.request ?? assert.fail())).effect, 'allow')
  assert.equal(sideOf({ identity: [] }).ownSide[0]?.allowed, false)
  // Whether it allows would tell the tag.
  const Condition = { StringEquals: { 's3:ExistingObjectTag/class': 'secret' } }
  const curious = { name: 'curious', document: document({ Action: 's3:Get*', Resource: '*', Condition }) }
  assert.deepEqual(sideOf({ identity: [curious], tag: 'secret' }).ownSide, [])
  assert.deepEqual(sideOf({}, { account: '' }).ownSide, [])
})

test('a sign-in to the console is told as one, with how it ended', () => {
  const signIn = { service: 'signin', operation: 'ConsoleLogin' }
  const { content } = told(signIn)
  assert.equal(content.eventSource, 'signin.amazonaws.com')
  assert.equal(content.eventType, 'AwsConsoleSignIn')
  assert.deepEqual(content.responseElements, { ConsoleLogin: 'Success' })
  assert.equal(content.additionalEventData.MFAUsed, 'No')
  assert.equal(content.readOnly, false)
  const failed = told({ ...signIn, errorCode: 'PasswordChangeRequired' }).content
  assert.deepEqual(failed.responseElements, { ConsoleLogin: 'Failure' })
})

test('an event names a hundred resources at most, each once', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => `arn:aws:s3:::shop/${n}`)
  assert.equal(told({ verdicts: asked('s3:DeleteObject', ...many) }).event.Resources?.length, 100)
  assert.equal(
    told({ verdicts: asked('s3:GetObject', 'arn:aws:s3:::b/k', 'arn:aws:s3:::b/k') }).event.Resources?.length,
    1,
  )
})

test('questions are told refused ones first, as many as fit, with the count of all', () => {
  const verdicts = asked('s3:DeleteObject', ...Array.from({ length: 1_000 }, (_, n) => `arn:aws:s3:::shop/${n}`)).map(
    (verdict, n) => ({ ...verdict, allowed: n !== 700 }),
  )
  const { asked: all, verdicts: some } = questionsOf(callWith({ verdicts }), ACCOUNT, () => undefined)
  assert.equal(all, 1_000)
  assert.equal(some.length, 100)
  assert.deepEqual(
    some.slice(0, 2).map(({ request }) => request.resource),
    ['arn:aws:s3:::shop/700', 'arn:aws:s3:::shop/0'],
  )
  const heavy = verdicts.map((verdict) => ({
    ...verdict,
    request: { ...verdict.request, context: new Map([['aws:useragent', 'x'.repeat(400_000)]]) },
  }))
  assert.equal(questionsOf(callWith({ verdicts: heavy }), ACCOUNT, () => undefined).verdicts.length, 2)
  assert.equal(questionsOf(callWith({ verdicts: [] }), ACCOUNT, () => undefined).asked, 0)
})
