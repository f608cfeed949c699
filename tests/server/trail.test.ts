import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, DeleteObjectsCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { Rolecall } from '../../src/library.ts'
import { startServer } from '../../src/server.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import {
  clients,
  createRole,
  createUser,
  type RawSigning,
  type Reachable,
  send,
  signed,
  startTestServer,
} from '../harness.ts'
import { runProgram, spawnProgram, startProgram, temporaryFolder } from './program.ts'

const ACCOUNT = '123456789012'
const EPHEMERAL = { port: 0, tlsPort: 0, host: '127.0.0.1', home: undefined }

interface Refusal {
  readonly message: string
  readonly requestId: string
}

/** What the client of a refused call sees. */
async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const seen = await call.then(
    () => undefined,
    (error: Error & { $metadata: { requestId?: string } }) => error,
  )
  assert.ok(seen, 'the call was not refused')
  assert.ok(seen.$metadata.requestId, `the client saw no request id: ${seen}`)
  return { message: seen.message, requestId: seen.$metadata.requestId }
}

const idOf = (requestId: string): string => requestId.toLowerCase().replace(/[^0-9a-z]/g, '')

/** GetRequestAuthorizationDetails on the wire. */
async function details(
  server: Pick<Rolecall, 'endpoint' | 'region'>,
  id: string,
  credentials: SigningCredentials,
  query = '',
  scope: Partial<RawSigning> = {},
) {
  const request = { method: 'GET', path: `/authorization-details/${id}`, query, rawHeaders: [], body: new Uint8Array() }
  const options = { service: 'iam', region: server.region, credentials, ...scope }
  const { status, headers, body } = await send(server, signed(server, request, options))
  return { status, code: headers['x-amzn-errortype'], answer: JSON.parse(body.toString()) }
}

test('any denied call of any service is found by the request id that its client saw, at once', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  await clients(server).s3.send(new CreateBucketCommand({ Bucket: 'closed' }))
  const roleArn = await createRole(server, 'closed', { Service: 'ec2.amazonaws.com' })
  const alice = clients(server, await createUser(server, 'alice'))
  const launch = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const
  const denied: Record<string, () => Promise<unknown>> = {
    'iam:ListUsers': () => alice.iam.send(new ListUsersCommand()),
    's3:GetObject': () => alice.s3.send(new GetObjectCommand({ Bucket: 'closed', Key: 'k' })),
    'logs:DescribeLogGroups': () => alice.logs.send(new DescribeLogGroupsCommand()),
    'sts:AssumeRole': () => alice.sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'try' })),
    'ec2:RunInstances': () => alice.ec2.send(new RunInstancesCommand(launch)),
  }
  for (const [action, call] of Object.entries(denied)) {
    const { requestId } = await refusal(call())
    const { status, answer } = await details(server, idOf(requestId), server)
    assert.equal(status, 200, action)
    const [evaluation, ...others] = answer.evaluations
    assert.deepEqual(others, [])
    assert.equal(evaluation.action, action)
    assert.equal(evaluation.evaluatedEffect, 'IMPLICIT_DENY')
    // As AWS documents: an implicit denial has none.
    assert.deepEqual(evaluation.matchedPolicies, [])
    assert.equal(answer.requestContext['aws:PrincipalArn'], `arn:aws:iam::${ACCOUNT}:user/alice`)
    assert.equal(answer.requestContext['aws:username'], 'alice')
  }
})

test("IAM's denial names its authorization id; the denials of other services stay as they are", async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const alice = clients(server, await createUser(server, 'alice'))
  const iam = await refusal(alice.iam.send(new ListUsersCommand()))
  assert.ok(
    iam.message.endsWith(
      ' because no identity-based policy allows the iam:ListUsers action. For complete details, call the ' +
        `GetRequestAuthorizationDetails API with the following authorization id: ${idOf(iam.requestId)}`,
    ),
    iam.message,
  )
  const logs = await refusal(alice.logs.send(new DescribeLogGroupsCommand()))
  assert.match(logs.message, / because no identity-based policy allows the logs:DescribeLogGroups action$/)
})

test('the details name the policies that decided, by type, identifier and carrier, and never a text', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const keys = await createUser(
    server,
    'alice',
    { Sid: 'All', Effect: 'Allow', Action: '*' },
    { Effect: 'Deny', Action: 'iam:GetUser' },
  )
  const { requestId } = await refusal(clients(server, keys).iam.send(new GetUserCommand({ UserName: 'alice' })))
  const { answer } = await details(server, idOf(requestId), keys)
  const [policy, ...others] = answer.policies
  assert.deepEqual(others, [])
  assert.match(policy.uri, /^[0-9a-f]{32}$/)
  assert.deepEqual(policy, {
    type: 'IDENTITY_BASED_POLICY',
    inline: true,
    uri: policy.uri,
    attachedTo: [{ arn: `arn:aws:iam::${ACCOUNT}:user/alice` }],
  })
  const [evaluation] = answer.evaluations
  assert.equal(evaluation.evaluatedEffect, 'EXPLICIT_DENY')
  assert.equal(evaluation.resource, `arn:aws:iam::${ACCOUNT}:user/alice`)
  assert.deepEqual(evaluation.matchedPolicies, [
    { uri: policy.uri, matchedStatements: [{ sid: 'statement2', evaluatedEffect: 'DENY' }] },
  ])
  assert.doesNotMatch(JSON.stringify(answer), /"Effect"|Statement"/)
})

test('many evaluations come in pages', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  await clients(server).s3.send(new CreateBucketCommand({ Bucket: 'many' }))
  const alice = clients(server, await createUser(server, 'alice'))
  const Objects = Array.from({ length: 250 }, (_, n) => ({ Key: `k${n}` }))
  const { $metadata, Errors } = await alice.s3.send(new DeleteObjectsCommand({ Bucket: 'many', Delete: { Objects } }))
  assert.equal(Errors?.length, 250)
  const id = idOf($metadata.requestId ?? '')
  const seen: string[] = []
  let query = ''
  let pages = 0
  do {
    const { answer } = await details(server, id, server, query)
    seen.push(...answer.evaluations.map(({ resource }: { resource: string }) => resource))
    query = answer.nextToken === undefined ? '' : `nextToken=${encodeURIComponent(answer.nextToken)}`
    pages += 1
  } while (query !== '')
  assert.deepEqual(
    seen,
    Objects.map(({ Key }) => `arn:aws:s3:::many/${Key}`),
  )
  assert.ok(pages > 1)
  const foreign = await details(server, id, server, 'nextToken=bm90aGluZw')
  assert.deepEqual([foreign.status, foreign.code], [400, 'ValidationException'])
})

test('details are for those with the permission, of denied calls that are known, by ids of the right form', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const reader = await createUser(server, 'reader', { Effect: 'Allow', Action: 'iam:GetRequestAuthorizationDetails' })
  const alice = await createUser(server, 'alice')
  const { requestId } = await refusal(clients(server, alice).iam.send(new ListUsersCommand()))
  const id = idOf(requestId)
  assert.equal((await details(server, id, reader)).status, 200)
  const own = await details(server, id, alice)
  assert.deepEqual([own.status, own.code], [403, 'AccessDeniedException'])
  assert.match(own.answer.message, /iam:GetRequestAuthorizationDetails.*no identity-based policy allows/)
  for (const unknown of ['0'.repeat(32), id.slice(0, 12), `${id}0`]) {
    const none = await details(server, unknown, reader)
    assert.deepEqual([none.status, none.code], [404, 'ResourceNotFoundException'], unknown)
  }
  const allowed = await clients(server).sts.send(new GetCallerIdentityCommand({}))
  const { status, code } = await details(server, idOf(allowed.$metadata.requestId ?? ''), reader)
  assert.deepEqual([status, code], [404, 'ResourceNotFoundException'])
  const malformed = await details(server, 'NOT-an-id', reader)
  assert.deepEqual([malformed.status, malformed.code], [400, 'ValidationException'])
})

test("EC2's encoded message opens to the context of the whole request", async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const alice = clients(server, await createUser(server, 'alice'))
  const launch = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const
  const { message } = await refusal(alice.ec2.send(new RunInstancesCommand(launch)))
  const EncodedMessage = message.split(' failure message: ')[1]
  const { DecodedMessage } = await clients(server).sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))
  const { context } = JSON.parse(DecodedMessage ?? '')
  assert.equal(context.principal.name, 'alice')
  const keys = context.conditions.items.map(({ key }: { key: string }) => key)
  for (const key of ['ec2:InstanceType', 'aws:SourceIp', 'aws:username']) assert.ok(keys.includes(key), key)
})

test('EC2 taking a role is in the trail when it makes a session, and a refusal once', async (t) => {
  const server = await startServer({ ...EPHEMERAL, account: ACCOUNT, region: 'us-east-1' })
  t.after(() => server.close())
  const { iam, ec2 } = clients(server.ready)
  const taken = async (RoleName: string, trusts: unknown) => {
    await createRole(server.ready, RoleName, trusts)
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: RoleName }))
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: RoleName, RoleName }))
    const IamInstanceProfile = { Name: RoleName }
    const launch = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const
    const { Instances } = await ec2.send(new RunInstancesCommand({ ...launch, IamInstanceProfile }))
    const instance = server.app().instance(Instances?.[0]?.InstanceId ?? '') ?? assert.fail()
    const kinds = [1, 2, 3].map(() => server.app().vendor.credentialsFor(instance, '2.0').kind)
    const calls = await server.app().trail.newest({ principal: 'ec2.amazonaws.com' }, 10)
    return { kinds, calls: calls.filter(({ resource }) => resource?.endsWith(`role/${RoleName}`)) }
  }
  const open = await taken('open', { Service: 'ec2.amazonaws.com' })
  assert.deepEqual(open.kinds, ['credentials', 'credentials', 'credentials'])
  assert.deepEqual(
    open.calls.map(({ outcome }) => outcome),
    ['allowed'],
  )
  const closed = await taken('closed', { AWS: ACCOUNT })
  assert.deepEqual(closed.kinds, ['unauthorized', 'unauthorized', 'unauthorized'])
  assert.deepEqual(
    closed.calls.map(({ outcome, action }) => [outcome, action]),
    [['denied', 'sts:AssumeRole']],
  )
})

/** A server with a folder, a denied call of a user on it, and a command line. */
async function deniedOnDisk() {
  const data = join(temporaryFolder(), 'state')
  const server = await startProgram(['--data', data])
  const keys = await createUser(server.ready, 'alice', { Sid: 'Read', Effect: 'Allow', Action: 'iam:GetUser' })
  const deny = (ready: Reachable = server.ready) =>
    refusal(clients(ready, keys).iam.send(new ListUsersCommand())).then(({ requestId }) => requestId)
  const rolecall = (...args: string[]) => runProgram([...args, '--data', data], { env: { COLUMNS: '100' } })
  return { data, server, keys, deny, rolecall }
}

test('a denied call is explained as it was, after its policy and its user are gone and the server was started anew', async () => {
  const { data, server, keys, deny, rolecall } = await deniedOnDisk()
  const requestId = await deny()
  const before = await rolecall('why', requestId)
  assert.equal(before.code, 0)
  assert.equal(before.stderr, '')
  const lines = before.stdout.split('\n')
  assert.match(lines[0] ?? '', /^Refused +arn:aws:iam::123456789012:user\/alice may not iam:ListUsers\.$/)
  assert.match(
    before.stdout.replace(/\s+/g, ' '),
    /Add iam:ListUsers to Action of statement 1 \("Read"\), line 1, of inline policy permissions of user\/alice/,
  )
  assert.match(before.stdout, /identity-based policy: does not allow/)
  assert.match(before.stdout, /1:\d+ Action does not cover iam:ListUsers: "iam:GetUser"/)
  assert.ok(lines.every((line) => line.length <= 100))
  assert.equal(before.stdout.includes('\u001b'), false)

  const { iam } = clients(server.ready)
  await iam.send(new DeleteUserPolicyCommand({ UserName: 'alice', PolicyName: 'permissions' }))
  await iam.send(new DeleteAccessKeyCommand({ UserName: 'alice', AccessKeyId: keys.accessKeyId }))
  await iam.send(new DeleteUserCommand({ UserName: 'alice' }))
  assert.equal((await server.stop()).code, 0)
  const { ready } = await startProgram(['--data', data])
  for (const asked of [requestId, idOf(requestId), idOf(requestId).slice(0, 12), 'last']) {
    const after = await rolecall('why', asked)
    assert.equal(after.stdout, before.stdout, asked)
  }
  const { status, answer } = await details(ready, idOf(requestId), ready)
  assert.equal(status, 200)
  assert.deepEqual(answer.policies[0].attachedTo, [{ arn: `arn:aws:iam::${ACCOUNT}:user/alice` }])
})

test('why names the users that a trust policy means, which it keeps by their ids', async () => {
  const { server, keys, rolecall } = await deniedOnDisk()
  await createUser(server.ready, 'carol')
  const carol = `arn:aws:iam::${ACCOUNT}:user/carol`
  await createRole(server.ready, 'hers', { AWS: carol })
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/hers`
  await refusal(clients(server.ready, keys).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'alice' })))
  const { stdout } = await rolecall('why')
  assert.match(stdout.replace(/\s+/g, ' '), new RegExp(`Principal .*${carol} \\(AIDA[A-Z2-7]+\\)`))
})

test('why explains allowed calls too, prints the whole as JSON, and says when there is nothing', async () => {
  const { server, rolecall, deny } = await deniedOnDisk()
  assert.match((await rolecall('why')).stderr, /^rolecall why: No call has been denied\.\n$/)
  const unknown = await rolecall('why', '0123456789')
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /^rolecall why: The trail has no call with the id 0123456789\.\n$/)
  const { $metadata } = await clients(server.ready).iam.send(new GetUserCommand({ UserName: 'alice' }))
  const allowed = await rolecall('why', $metadata.requestId ?? '')
  assert.match(allowed.stdout, /^Allowed +The root user of 123456789012 may iam:GetUser on/)
  assert.match(allowed.stdout, /root user needs no policy/)

  const requestId = await deny()
  const { explanations, ...call } = JSON.parse((await rolecall('why', '--json', requestId)).stdout)
  assert.equal(call.requestId, requestId)
  assert.equal(explanations[0].decision.effect, 'implicit deny')
  assert.equal(explanations[0].request.context['aws:username'], 'alice')
  assert.equal(explanations[0].nearest.statement.ref.sid, 'Read')
})

test('the trail is followed by filter as calls happen, and ends with the server', async () => {
  const { data, server, rolecall, deny } = await deniedOnDisk()
  const first = await deny()
  const follow = spawnProgram(['trail', '--follow', '--denied', '--data', data])
  await follow.printed(idOf(first))
  const second = await deny()
  await follow.printed(idOf(second))
  const lines = follow.stdout().trimEnd().split('\n')
  assert.equal(lines.length, 2, 'calls that were allowed are not shown')
  for (const line of lines)
    assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z {2}user\/alice +iam:ListUsers +denied +[0-9a-f]{32}$/)

  const all = await rolecall('trail', '-n', '2', '--json')
  const [before, last] = all.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(last.requestId, second)
  assert.equal(last.outcome, 'denied')
  assert.equal(before.outcome, 'denied')
  assert.equal((await rolecall('trail', '--principal', 'bob')).stdout, '')
  assert.equal((await rolecall('trail', '--service', 's3')).stdout, '')
  const narrow = await rolecall('trail', '--principal', 'alice')
  assert.match(narrow.stdout, /^\d{4}-\d\d-\d\d UTC\n/)
  assert.ok(narrow.stdout.split('\n').every((line) => line.length <= 100))

  await server.stop()
  const { code, stderr } = await follow.ended
  assert.deepEqual([code, stderr], [0, 'rolecall trail: the server has ended\n'])
  const none = await rolecall('trail')
  assert.equal(none.code, 1)
  assert.match(none.stderr, /^rolecall trail: no server answers on .*; start one with rolecall start\n$/)
})

test('a reader that goes away ends the trail in silence', async () => {
  const { data, deny } = await deniedOnDisk()
  const first = await deny()
  const follow = spawnProgram(['trail', '-f', '--data', data])
  await follow.printed(idOf(first))
  follow.child.stdout?.destroy()
  // It learns of it by the next line that it writes, and the first ones may still have found the reader there.
  let over = false
  void follow.ended.then(() => {
    over = true
  })
  while (!over) await deny()
  const { code, stderr } = await follow.ended
  assert.deepEqual([code, stderr], [0, ''])
})
