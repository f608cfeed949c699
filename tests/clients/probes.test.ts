/** Fifteen questions that imitations of AWS answer wrongly; the answers are those that AWS documents or was recorded giving. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateUserCommand,
  GetUserCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { Rolecall } from '../../src/library.ts'
import { clients, createRole, createUser, policy, send, signed, startTestServer } from '../harness.ts'

const ACCOUNT = '123456789012'
const BUCKET = 'probe-bucket'
const objects = `arn:aws:s3:::${BUCKET}/*`

/** A server with a bucket of two objects, and a user who has these statements. */
async function start(t: TestContext, ...statements: readonly object[]) {
  const server = await startTestServer()
  t.after(() => server.close())
  const { s3, iam } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
  for (const Key of ['open', 'secret']) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }))
  const keys = await createUser(server, 'bob')
  if (statements.length > 0) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements })
    await iam.send(new PutUserPolicyCommand({ UserName: 'bob', PolicyName: 'p', PolicyDocument }))
  }
  return { server, keys, root: clients(server), bob: clients(server, keys) }
}

const get = (Key: string) => new GetObjectCommand({ Bucket: BUCKET, Key })
const put = (Key: string) => new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' })

/** Refused with this code and, where given, a message that matches. */
const refused = (call: Promise<unknown>, name: string, message?: RegExp) =>
  assert.rejects(call, (error: Error) => {
    assert.equal(error.name, name, error.message)
    if (message) assert.match(error.message, message)
    return true
  })

test('1. `?` in an action stands for exactly one character', async (t) => {
  const { bob } = await start(t, { Effect: 'Allow', Action: ['s3:?etObject', 'iam:GetUse?'], Resource: '*' })
  await bob.s3.send(get('open'))
  await bob.iam.send(new GetUserCommand({ UserName: 'bob' }))
  await refused(bob.s3.send(put('open')), 'AccessDenied')
  await refused(bob.iam.send(new ListUsersCommand({})), 'AccessDenied')
})

test('2. Allow with NotResource permits everything but what it names', async (t) => {
  const NotResource = `arn:aws:s3:::${BUCKET}/secret`
  const { bob } = await start(t, { Effect: 'Allow', Action: 's3:GetObject', NotResource })
  await bob.s3.send(get('open'))
  await refused(bob.s3.send(get('secret')), 'AccessDenied', /because no identity-based policy allows the s3:GetObject/)
})

test('3. Deny with NotResource denies everything but what it names', async (t) => {
  const { bob } = await start(
    t,
    { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
    { Effect: 'Deny', Action: 's3:GetObject', NotResource: `arn:aws:s3:::${BUCKET}/open` },
  )
  await bob.s3.send(get('open'))
  await refused(bob.s3.send(get('secret')), 'AccessDenied', /with an explicit deny in an identity-based policy/)
})

test('4. a Deny whose condition does not match denies nothing', async (t) => {
  const { bob } = await start(
    t,
    { Effect: 'Allow', Action: 's3:*', Resource: objects },
    { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:username': 'eve' } } },
    { Effect: 'Deny', Action: 's3:PutObject', Resource: '*', Condition: { StringEquals: { 'aws:username': 'bob' } } },
  )
  await bob.s3.send(get('open'))
  await refused(bob.s3.send(put('open')), 'AccessDenied', /with an explicit deny/)
})

test('5. ${aws:username} is the name of the user who calls', async (t) => {
  const Resource = `arn:aws:s3:::${BUCKET}/home/\${aws:username}/*`
  const { bob } = await start(t, { Effect: 'Allow', Action: 's3:PutObject', Resource })
  await bob.s3.send(put('home/bob/file'))
  await refused(bob.s3.send(put('home/eve/file')), 'AccessDenied')
  await refused(bob.s3.send(put('home/${aws:username}/file')), 'AccessDenied')
})

test('6. a bucket policy alone is enough in the same account, and its Deny beats the identity policy', async (t) => {
  const { bob, root } = await start(t, { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' })
  await refused(bob.s3.send(get('open')), 'AccessDenied')
  const AWS = `arn:aws:iam::${ACCOUNT}:user/bob`
  const Policy = policy(
    { Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/open` },
    { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${BUCKET}/open` },
  )
  await root.s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }))
  await bob.s3.send(get('open'))
  await refused(bob.s3.send(get('secret')), 'AccessDenied')
  await bob.s3.send(put('secret'))
  await refused(bob.s3.send(put('open')), 'AccessDenied', /with an explicit deny in a resource-based policy/)
})

test('7. aws:SourceIp is compared as an address range', async (t) => {
  const from = (range: string) => ({ IpAddress: { 'aws:SourceIp': range } })
  const { bob } = await start(
    t,
    { Effect: 'Allow', Action: 's3:GetObject', Resource: objects, Condition: from('127.0.0.0/8') },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: objects, Condition: from('203.0.113.0/24') },
  )
  await bob.s3.send(get('open'))
  await refused(bob.s3.send(put('open')), 'AccessDenied')
})

test('8. a Deny in a trust policy keeps out whom an Allow lets in', async (t) => {
  const { bob, root, server } = await start(t)
  const user = { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }
  const RoleArn = await createRole(server, 'ops', user)
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe' })
  await bob.sts.send(assume)
  const PolicyDocument = policy(
    { Effect: 'Allow', Principal: user, Action: 'sts:AssumeRole' },
    { Effect: 'Deny', Principal: user, Action: 'sts:AssumeRole' },
  )
  await root.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'ops', PolicyDocument }))
  await refused(bob.sts.send(assume), 'AccessDenied', /is not authorized to perform: sts:AssumeRole on resource: /)
})

test('9. `:root` in a trust policy hands the decision to the callers’ own policies', async (t) => {
  const { bob, root, server } = await start(t)
  const RoleArn = await createRole(server, 'ops', { AWS: `arn:aws:iam::${ACCOUNT}:root` })
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe' })
  await refused(bob.sts.send(assume), 'AccessDenied')
  const PolicyDocument = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: RoleArn })
  await root.iam.send(new PutUserPolicyCommand({ UserName: 'bob', PolicyName: 'assume', PolicyDocument }))
  await bob.sts.send(assume)
})

test('10. a role that does not exist answers as one that may not be assumed', async (t) => {
  const { bob } = await start(t, { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' })
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/nobody`
  await assert.rejects(
    bob.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe' })),
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
      assert.equal(error.name, 'AccessDenied')
      assert.equal(error.$metadata?.httpStatusCode, 403)
      const who = `arn:aws:iam::${ACCOUNT}:user/bob`
      assert.equal(error.message, `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`)
      return true
    },
  )
})

/** A call of Logs as it is on the wire. */
const logsCall = (server: Rolecall, credentials: { accessKeyId: string; secretAccessKey: string }) => {
  const request = {
    method: 'POST',
    path: '/',
    query: '',
    rawHeaders: ['Content-Type', 'application/x-amz-json-1.1', 'X-Amz-Target', 'Logs_20140328.DescribeLogGroups'],
    body: Buffer.from('{}'),
  }
  return send(server, signed(server, request, { credentials, service: 'logs', region: server.region }))
}

test('11. a bad signature on Logs is InvalidSignatureException in JSON, with status 400', async (t) => {
  const { server, keys } = await start(t)
  const { status, body, headers } = await logsCall(server, { ...keys, secretAccessKey: 'wrong' })
  assert.equal(status, 400)
  assert.equal(headers['content-type'], 'application/x-amz-json-1.1')
  const answer = JSON.parse(body.toString())
  assert.match(answer.__type, /(^|#)InvalidSignatureException$/)
  assert.match(
    answer.message ?? answer.Message,
    /^The request signature we calculated does not match the signature you provided\. /,
  )
})

test('12. a denied call of Logs is AccessDeniedException in JSON, with status 400', async (t) => {
  const { server, keys, bob } = await start(t)
  const { status, body } = await logsCall(server, keys)
  assert.equal(status, 400)
  const answer = JSON.parse(body.toString())
  assert.match(answer.__type, /(^|#)AccessDeniedException$/)
  assert.match(
    answer.Message ?? answer.message,
    /^User: arn:aws:iam::123456789012:user\/bob is not authorized to perform: logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:123456789012:log-group::log-stream:/,
  )
  await refused(bob.logs.send(new DescribeLogGroupsCommand({})), 'AccessDeniedException')
  await refused(bob.logs.send(new CreateLogGroupCommand({ logGroupName: 'g' })), 'AccessDeniedException')
})

test('13. a denied call of S3 quotes the resource and says why', async (t) => {
  const { bob } = await start(t)
  const who = `User: arn:aws:iam::${ACCOUNT}:user/bob is not authorized to perform:`
  const call = bob.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))
  const why = 'because no identity-based policy allows the s3:ListBucket action'
  await refused(call, 'AccessDenied', new RegExp(`^${who} s3:ListBucket on resource: "arn:aws:s3:::${BUCKET}" ${why}$`))
})

test('14. the key `test` is nobody', async (t) => {
  const { server } = await start(t)
  const test = clients(server, { accessKeyId: 'test', secretAccessKey: 'test' })
  await refused(test.sts.send(new GetCallerIdentityCommand({})), 'InvalidClientTokenId')
  await refused(test.iam.send(new CreateUserCommand({ UserName: 'eve' })), 'InvalidClientTokenId')
  await refused(test.s3.send(get('open')), 'InvalidAccessKeyId')
  await refused(test.logs.send(new DescribeLogGroupsCommand({})), 'UnrecognizedClientException')
})

test('15. a session policy narrows a role and never widens it', async (t) => {
  const { bob, root, server } = await start(t)
  const RoleArn = await createRole(server, 'reader', { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` })
  const PolicyDocument = policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: objects })
  await root.iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'p', PolicyDocument }))
  const Policy = policy({ Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${BUCKET}/open` })
  const { Credentials } = await bob.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe', Policy }))
  const session = clients(server, {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
  await session.s3.send(get('open'))
  await refused(session.s3.send(get('secret')), 'AccessDenied', /because no session policy allows the s3:GetObject/)
  await refused(
    session.s3.send(put('open')),
    'AccessDenied',
    /because no identity-based policy allows the s3:PutObject/,
  )
})
