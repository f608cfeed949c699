/** What the metadata service vends, used against the whole server, by a clock that stands still until it is moved. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { VendedIdentity } from '../../src/metadata/credentials.ts'
import { startServer } from '../../src/server.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { EC2_TRUST, trust } from '../clients/documents.ts'
import { policy, send, signed } from '../harness.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 0, 2, 3, 4, 5)
const VERSIONS = { iam: '2010-05-08', sts: '2011-06-15', ec2: '2016-11-15' }

async function start(t: TestContext, propagation: 'instant' | 'aws' = 'instant') {
  let now = START
  const running = await startServer({
    port: 0,
    tlsPort: 0,
    host: '127.0.0.1',
    home: undefined,
    account: '123456789012',
    region: 'us-east-1',
    propagation,
    clock: () => now,
  })
  t.after(() => running.close())
  const root = { accessKeyId: running.ready.accessKeyId, secretAccessKey: running.ready.secretAccessKey }
  const request = async (
    service: string,
    method: string,
    path: string,
    body: string,
    credentials: SigningCredentials = root,
    rawHeaders: readonly string[] = method === 'POST' ? ['Content-Type', 'application/x-www-form-urlencoded'] : [],
  ) => {
    const [plain = '', query = ''] = path.split('?')
    const raw = {
      method,
      path: plain,
      query,
      rawHeaders,
      body: Buffer.from(body),
    }
    const call = signed(running.ready, raw, { credentials, service, region: 'us-east-1', time: now })
    const answer = await send(running.ready, call)
    return { status: answer.status, text: answer.body.toString() }
  }
  /** A call of a query service, and its answer as text. */
  const call = async (
    service: keyof typeof VERSIONS,
    Action: string,
    parameters: Record<string, string> = {},
    credentials?: SigningCredentials,
  ) =>
    request(
      service,
      'POST',
      '/',
      new URLSearchParams({ Action, Version: VERSIONS[service], ...parameters }).toString(),
      credentials,
    )
  const must = async (...args: Parameters<typeof call>) => {
    const { status, text } = await call(...args)
    assert.equal(status, 200, text)
    return text
  }
  const instance = (id: string) => {
    const found = running.app().instance(id)
    assert.ok(found)
    return found
  }
  return {
    request,
    call,
    must,
    /** Role and profile of that name. */
    role: async (name: string) => {
      await must('iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: EC2_TRUST })
      await must('iam', 'CreateInstanceProfile', { InstanceProfileName: name })
      await must('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: name })
    },
    /** A user without any policy. */
    user: async (UserName: string): Promise<SigningCredentials> => {
      await must('iam', 'CreateUser', { UserName })
      const text = await must('iam', 'CreateAccessKey', { UserName })
      const member = (name: string) => new RegExp(`<${name}>([^<]+)`).exec(text)?.[1] ?? ''
      return { accessKeyId: member('AccessKeyId'), secretAccessKey: member('SecretAccessKey') }
    },
    launch: async (profile?: string) => {
      const text = await must('ec2', 'RunInstances', {
        ImageId: 'ami-12345678',
        MinCount: '1',
        MaxCount: '1',
        ...(profile === undefined ? {} : { 'IamInstanceProfile.Name': profile }),
      })
      return /<instanceId>([^<]+)/.exec(text)?.[1] ?? ''
    },
    vended: (id: string) => running.app().vendor.credentialsFor(instance(id), '2.0'),
    identity: (id: string) => running.app().vendor.identityFor(instance(id), '2.0'),
    /** CloudTrail's LookupEvents by one attribute. */
    lookUp: (AttributeKey: string, AttributeValue: string) => {
      const body = JSON.stringify({ LookupAttributes: [{ AttributeKey, AttributeValue }] })
      return request('cloudtrail', 'POST', '/', body, root, [
        ...['Content-Type', 'application/x-amz-json-1.1'],
        ...['X-Amz-Target', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents'],
      ])
    },
    whoIs: async (credentials: SigningCredentials) => call('sts', 'GetCallerIdentity', {}, credentials),
    wait: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

type Server = Awaited<ReturnType<typeof start>>

const keysOf = ({ accessKeyId, secretAccessKey, token }: VendedIdentity): SigningCredentials => ({
  accessKeyId,
  secretAccessKey,
  sessionToken: token,
})

/** The instance's credentials, which must be there. */
function credentialsOf(server: Server, id: string) {
  const vended = server.vended(id)
  assert.ok(vended.kind === 'credentials', vended.kind)
  return { ...vended, keys: keysOf(vended) }
}

test('old and new credentials are valid together between the rotation and the end of the old ones', async (t) => {
  const server = await start(t)
  await server.role('app')
  const id = await server.launch('app')
  const old = credentialsOf(server, id)
  server.wait(5 * HOUR)
  const next = credentialsOf(server, id)
  assert.notEqual(next.accessKeyId, old.accessKeyId)
  assert.ok(old.expiration - next.lastUpdated >= 5 * 60_000)
  for (const { keys } of [old, next]) {
    const { status, text } = await server.whoIs(keys)
    assert.equal(status, 200)
    assert.ok(text.includes(`<Arn>arn:aws:sts::123456789012:assumed-role/app/${id}</Arn>`), text)
  }
  server.wait(old.expiration - next.lastUpdated - 1000)
  assert.equal((await server.whoIs(old.keys)).status, 200)
  server.wait(1000)
  assert.match((await server.whoIs(old.keys)).text, /<Code>ExpiredToken<\/Code>/)
  assert.equal((await server.whoIs(next.keys)).status, 200)
})

test('each set that an instance is given is an AssumeRole of EC2 in the trail, without its secret', async (t) => {
  const server = await start(t)
  await server.role('app')
  const id = await server.launch('app')
  const sets = [credentialsOf(server, id)]
  server.wait(5 * HOUR)
  sets.unshift(credentialsOf(server, id))
  await server.whoIs(sets[0]?.keys ?? assert.fail())
  const roleArn = 'arn:aws:iam::123456789012:role/app'
  for (const [key, value] of [
    ['ResourceName', roleArn],
    ['ResourceName', id],
    ['Username', id],
  ] as const) {
    const { status, text } = await server.lookUp(key, value)
    assert.equal(status, 200, text)
    for (const { keys } of sets) {
      assert.ok(!text.includes(keys.secretAccessKey))
      assert.ok(!text.includes(keys.sessionToken ?? ''))
    }
    // The answer is JSON of the API's shape.
    const { Events } = JSON.parse(text) as {
      Events: { EventName: string; Username: string; CloudTrailEvent: string }[]
    }
    const taken = Events.filter(({ EventName }) => EventName === 'AssumeRole')
    assert.equal(taken.length, 2, `${key} ${value}`)
    for (const [index, { Username, CloudTrailEvent }] of taken.entries()) {
      const record = JSON.parse(CloudTrailEvent)
      const { accessKeyId, expiration } = sets[index] ?? assert.fail()
      assert.equal(Username, id)
      assert.deepEqual(record.userIdentity, { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' })
      assert.equal(record.eventSource, 'sts.amazonaws.com')
      assert.equal(record.sourceIPAddress, 'ec2.amazonaws.com')
      assert.deepEqual(record.requestParameters, { roleArn, roleSessionName: id })
      assert.equal(record.responseElements.credentials.accessKeyId, accessKeyId)
      assert.equal(Date.parse(`${record.responseElements.credentials.expiration} UTC`), expiration)
      assert.ok(record.resources.some(({ ARN }: { ARN: string }) => ARN === roleArn))
    }
  }
  const { text } = await server.lookUp('AccessKeyId', sets[0]?.accessKeyId ?? '')
  const [own] = JSON.parse(text).Events
  assert.equal(own.EventName, 'GetCallerIdentity')
  assert.equal(JSON.parse(own.CloudTrailEvent).userIdentity.sessionContext.ec2RoleDelivery, '2.0')
})

/** Puts another role into the profile `app`. */
async function swapRole({ must }: Server) {
  await must('iam', 'CreateRole', { RoleName: 'other', AssumeRolePolicyDocument: EC2_TRUST })
  await must('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName: 'app', RoleName: 'app' })
  await must('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'app', RoleName: 'other' })
}

test('a role that was put into the profile reaches the instance at once', async (t) => {
  const server = await start(t)
  await server.role('app')
  const id = await server.launch('app')
  assert.equal(credentialsOf(server, id).roleName, 'app')
  await swapRole(server)
  assert.equal(credentialsOf(server, id).roleName, 'other')
})

test('with the propagation of AWS it does with the rotation, another association, or a stop and start', async (t) => {
  const server = await start(t, 'aws')
  await server.role('app')
  const ids = [await server.launch('app'), await server.launch('app'), await server.launch('app')] as const
  const roles = () => ids.map((id) => credentialsOf(server, id).roleName)
  assert.deepEqual(roles(), ['app', 'app', 'app'])
  await swapRole(server)
  assert.deepEqual(roles(), ['app', 'app', 'app'])
  const [, two, three] = ids
  const found = await server.must('ec2', 'DescribeIamInstanceProfileAssociations', {
    'Filter.1.Name': 'instance-id',
    'Filter.1.Value.1': two,
  })
  const AssociationId = /<associationId>([^<]+)/.exec(found)?.[1] ?? ''
  await server.must('ec2', 'DisassociateIamInstanceProfile', { AssociationId })
  await server.must('ec2', 'AssociateIamInstanceProfile', { InstanceId: two, 'IamInstanceProfile.Name': 'app' })
  assert.deepEqual(roles(), ['app', 'other', 'app'])
  await server.must('ec2', 'StopInstances', { 'InstanceId.1': three })
  await server.must('ec2', 'StartInstances', { 'InstanceId.1': three })
  assert.deepEqual(roles(), ['app', 'other', 'other'])
  server.wait(5 * HOUR)
  assert.deepEqual(roles(), ['other', 'other', 'other'])
})

test('a role that does not trust EC2 is refused to the instance until its trust policy is mended', async (t) => {
  const server = await start(t)
  await server.role('app')
  const id = await server.launch('app')
  const PolicyDocument = trust({ Service: 'lambda.amazonaws.com' })
  await server.must('iam', 'UpdateAssumeRolePolicy', { RoleName: 'app', PolicyDocument })
  assert.equal(server.vended(id).kind, 'unauthorized')
  await server.must('iam', 'UpdateAssumeRolePolicy', { RoleName: 'app', PolicyDocument: EC2_TRUST })
  assert.equal(server.vended(id).kind, 'credentials')
})

test("an instance's identity says which instance it is", async (t) => {
  const server = await start(t)
  const id = await server.launch()
  const { status, text } = await server.whoIs(keysOf(server.identity(id)))
  assert.equal(status, 200)
  // As recorded from AWS.
  assert.ok(text.includes(`<Arn>arn:aws:sts::123456789012:assumed-role/aws:ec2-instance/${id}</Arn>`), text)
  assert.ok(text.includes(`<UserId>123456789012:aws:ec2-instance:${id}</UserId>`), text)
})

test("an instance's identity is permitted nothing else, not even what everybody is", async (t) => {
  const server = await start(t)
  const keys = keysOf(server.identity(await server.launch()))
  const everybody = policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open/*' })
  for (const [method, path, body] of [
    ['PUT', '/open', ''],
    ['DELETE', '/open?publicAccessBlock=', ''],
    ['PUT', '/open?policy=', everybody],
    ['PUT', '/open/object', 'for all'],
  ] as const) {
    const { status, text } = await server.request('s3', method, path, body)
    assert.ok(status < 300, `${method} ${path} ${text}`)
  }
  await server.must('iam', 'CreateRole', {
    RoleName: 'open',
    AssumeRolePolicyDocument: trust({ AWS: '*' }),
  })
  for (const [service, action, parameters] of [
    ['iam', 'ListRoles', {}],
    ['ec2', 'DescribeInstances', {}],
    ['sts', 'GetSessionToken', {}],
    ['sts', 'AssumeRole', { RoleArn: 'arn:aws:iam::123456789012:role/open', RoleSessionName: 'stolen' }],
  ] as const) {
    const { status, text } = await server.call(service, action, parameters, keys)
    assert.equal(status, 403, action)
    assert.match(text, /<Code>(AccessDenied|UnauthorizedOperation)<\/Code>/, action)
  }
  const { status, text } = await server.request('s3', 'GET', '/open/object', '', keys)
  assert.equal(status, 403, text)
  assert.equal((await server.request('s3', 'GET', '/open/object', '', await server.user('bob'))).text, 'for all')
})
