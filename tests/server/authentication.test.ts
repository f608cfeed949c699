import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import {
  clients,
  createRole,
  createUser,
  policy,
  type RawRequest,
  type RawResponse,
  type RawSigning,
  send,
  signed,
  startTestServer,
} from '../harness.ts'

const MINUTE = 60_000
/** How far the server's clock is ahead of the machine's. */
let ahead = 0
const server = await startTestServer({ clock: () => Date.now() + ahead })
const { iam, s3 } = clients(server)
const user = await createUser(server, 'user', { Effect: 'Allow', Action: '*' })
const trusts = { AWS: 'arn:aws:iam::123456789012:user/user' }
const RoleArn = await createRole(server, 'role', trusts, { Effect: 'Allow', Action: '*' })
await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'content' }))
after(() => server.close())
afterEach(() => {
  ahead = 0
})

async function assume(arn = RoleArn): Promise<SigningCredentials> {
  const { Credentials } = await clients(server, user).sts.send(
    new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'session', DurationSeconds: 900 }),
  )
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}

const FORM = ['Content-Type', 'application/x-www-form-urlencoded']
const SENTENCE = {
  invalid: /The security token included in the request is invalid\./,
  mismatch:
    /The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\./,
  expired: /The security token included in the request is expired/,
  region: /Credential should be scoped to a valid region\. /,
  old: /Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)/,
  early: /Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 15 min\.\)/,
  ec2: /AWS was not able to validate the provided access credentials/,
}

interface Expected {
  readonly status: number
  readonly code: string
  readonly says: RegExp
}
const expect = (status: number, code: string, says: RegExp = /./): Expected => ({ status, code, says })

type Situation = 'unknown key' | 'mismatch' | 'unsigned' | 'expired token' | 'region' | 'old' | 'early'

interface Family {
  readonly service: string
  readonly method?: string
  readonly path?: string
  readonly headers?: readonly string[]
  readonly body?: string | Uint8Array
  readonly answers: Readonly<Record<Situation, Expected>>
}

const QUERY: Family['answers'] = {
  'unknown key': expect(403, 'InvalidClientTokenId', SENTENCE.invalid),
  mismatch: expect(403, 'SignatureDoesNotMatch', SENTENCE.mismatch),
  unsigned: expect(403, 'MissingAuthenticationToken', /Request is missing Authentication Token/),
  'expired token': expect(403, 'ExpiredToken', SENTENCE.expired),
  region: expect(403, 'SignatureDoesNotMatch', SENTENCE.region),
  old: expect(403, 'SignatureDoesNotMatch', SENTENCE.old),
  early: expect(403, 'SignatureDoesNotMatch', SENTENCE.early),
}

const JSON_RPC: Family['answers'] = {
  'unknown key': expect(400, 'UnrecognizedClientException', SENTENCE.invalid),
  mismatch: expect(400, 'InvalidSignatureException', SENTENCE.mismatch),
  unsigned: expect(400, 'MissingAuthenticationTokenException', /Missing Authentication Token/),
  'expired token': expect(400, 'ExpiredTokenException', SENTENCE.expired),
  region: expect(400, 'InvalidSignatureException', SENTENCE.region),
  old: expect(400, 'InvalidSignatureException', SENTENCE.old),
  early: expect(400, 'InvalidSignatureException', SENTENCE.early),
}

const FAMILIES: Readonly<Record<string, Family>> = {
  'IAM, query': { service: 'iam', headers: FORM, body: 'Action=ListUsers&Version=2010-05-08', answers: QUERY },
  'STS, query': { service: 'sts', headers: FORM, body: 'Action=GetCallerIdentity&Version=2011-06-15', answers: QUERY },
  EC2: {
    service: 'ec2',
    headers: FORM,
    body: 'Action=DescribeInstances&Version=2016-11-15',
    answers: {
      'unknown key': expect(401, 'AuthFailure', SENTENCE.ec2),
      mismatch: expect(401, 'AuthFailure', SENTENCE.ec2),
      unsigned: expect(401, 'AuthFailure'),
      'expired token': expect(400, 'RequestExpired'),
      region: expect(401, 'AuthFailure'),
      old: expect(400, 'RequestExpired'),
      early: expect(400, 'RequestExpired'),
    },
  },
  S3: {
    service: 's3',
    method: 'GET',
    path: '/bucket/key',
    answers: {
      'unknown key': expect(
        403,
        'InvalidAccessKeyId',
        /<Message>The AWS Access Key Id you provided does not exist in our records\.<\/Message><AWSAccessKeyId>/,
      ),
      mismatch: expect(
        403,
        'SignatureDoesNotMatch',
        /Check your key and signing method\.<\/Message><AWSAccessKeyId>.*<StringToSign>[\s\S]*<SignatureProvided>.*<StringToSignBytes>.*<CanonicalRequest>[\s\S]*<CanonicalRequestBytes>/,
      ),
      unsigned: expect(403, 'AccessDenied', /<Message>Access Denied<\/Message>/),
      'expired token': expect(400, 'ExpiredToken', /<Message>The provided token has expired\.<\/Message><Token-0>/),
      region: expect(
        400,
        'AuthorizationHeaderMalformed',
        /The authorization header is malformed; the region (&apos;|')nowhere(&apos;|') is wrong/,
      ),
      old: expect(403, 'RequestTimeTooSkewed', /<RequestTime>.*<ServerTime>.*<MaxAllowedSkewMilliseconds>900000</),
      early: expect(403, 'RequestTimeTooSkewed', /<MaxAllowedSkewMilliseconds>900000</),
    },
  },
  'Logs, JSON': {
    service: 'logs',
    headers: ['Content-Type', 'application/x-amz-json-1.1', 'X-Amz-Target', 'Logs_20140328.DescribeLogGroups'],
    body: '{}',
    answers: JSON_RPC,
  },
  'CloudWatch, CBOR': {
    service: 'monitoring',
    path: '/service/GraniteServiceVersion20100801/operation/ListMetrics',
    headers: ['Smithy-Protocol', 'rpc-v2-cbor', 'Content-Type', 'application/cbor'],
    body: Buffer.from([0xa0]),
    answers: JSON_RPC,
  },
}

const requestOf = ({ method = 'POST', path = '/', headers = [], body = '' }: Family): RawRequest => ({
  method,
  path,
  query: '',
  rawHeaders: headers,
  body: Buffer.from(body),
})

const ask = (family: Family, credentials: SigningCredentials, options: Partial<RawSigning> = {}) =>
  send(
    server,
    signed(server, requestOf(family), {
      credentials,
      service: family.service,
      region: 'us-east-1',
      time: Date.now() + ahead,
      ...options,
    }),
  )

function assertRefused({ status, body }: RawResponse, expected: Expected): void {
  const text = body.toString()
  assert.equal(status, expected.status, text)
  assert.ok(text.includes(expected.code), text)
  assert.match(text, expected.says)
  assert.equal(text.includes(user.secretAccessKey), false)
}

for (const [name, family] of Object.entries(FAMILIES)) {
  const { answers } = family

  test(`${name}: who signs rightly is let in, with a key and with a session`, async () => {
    assert.equal((await ask(family, user)).status, 200)
    assert.equal((await ask(family, await assume())).status, 200)
  })

  test(`${name}: no signature`, async () => {
    assertRefused(await send(server, requestOf(family)), answers.unsigned)
  })

  test(`${name}: a key that does not exist, and one that is inactive whatever it is signed with`, async () => {
    assertRefused(await ask(family, { ...user, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }), answers['unknown key'])
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'user' }))
    const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'user', AccessKeyId, Status: 'Inactive' }))
    const inactive = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }
    assertRefused(await ask(family, inactive), answers['unknown key'])
    assertRefused(await ask(family, { ...inactive, secretAccessKey: 'wrong' }), answers['unknown key'])
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'user', AccessKeyId, Status: 'Active' }))
    assert.equal((await ask(family, inactive)).status, 200)
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'user', AccessKeyId }))
    assertRefused(await ask(family, inactive), answers['unknown key'])
  })

  test(`${name}: a wrong secret, and a body that is not the one signed`, async () => {
    assertRefused(await ask(family, { ...user, secretAccessKey: 'wrong' }), answers.mismatch)
    const request = signed(server, requestOf(family), {
      credentials: user,
      service: family.service,
      region: 'us-east-1',
    })
    if (family.service !== 's3') {
      const body = Buffer.concat([request.body, Buffer.from(family.headers === FORM ? '&' : ' ')])
      assertRefused(await send(server, { ...request, body }), answers.mismatch)
    }
    assertRefused(await send(server, { ...request, query: 'marker=1' }), answers.mismatch)
  })

  test(`${name}: a session without its token, with a broken one, and with another session's`, async () => {
    const [one, two] = [await assume(), await assume()]
    assertRefused(await ask(family, { ...one, sessionToken: undefined }), answers['unknown key'])
    assertRefused(await ask(family, { ...one, sessionToken: two.sessionToken }), answers['unknown key'])
    const broken = await ask(family, { ...one, sessionToken: `${one.sessionToken?.slice(0, -4)}AAAA` })
    if (family.service === 's3') assertRefused(broken, expect(400, 'InvalidToken', /<Token-0>/))
    else assertRefused(broken, answers['unknown key'])
  })

  test(`${name}: an expired session, which is told before a wrong signature is`, async () => {
    const session = await assume()
    ahead = 14 * MINUTE
    assert.equal((await ask(family, session)).status, 200)
    ahead = 15 * MINUTE + 1000
    assertRefused(await ask(family, session), answers['expired token'])
    assertRefused(await ask(family, { ...session, secretAccessKey: 'wrong' }), answers['expired token'])
  })

  test(`${name}: a scope that is wrong is told before anything else`, async () => {
    const session = await assume()
    ahead = 20 * MINUTE
    assertRefused(await ask(family, session, { region: 'nowhere' }), answers.region)
    assertRefused(
      await ask(
        family,
        { ...session, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong' },
        { region: 'nowhere' },
      ),
      answers.region,
    )
  })

  test(`${name}: a request older than fifteen minutes, and one that is as far ahead`, async () => {
    ahead = 14 * MINUTE
    assert.equal((await ask(family, user, { time: Date.now() })).status, 200)
    ahead = 16 * MINUTE
    assertRefused(await ask(family, user, { time: Date.now() }), answers.old)
    ahead = -14 * MINUTE
    assert.equal((await ask(family, user, { time: Date.now() })).status, 200)
    ahead = -16 * MINUTE
    assertRefused(await ask(family, user, { time: Date.now() }), answers.early)
  })
}

test("a deleted role's sessions die, and a role of the same name does not revive them", async () => {
  const arn = await createRole(server, 'mortal', trusts, { Effect: 'Allow', Action: '*' })
  const session = await assume(arn)
  for (const family of Object.values(FAMILIES)) assert.equal((await ask(family, session)).status, 200)
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'mortal', PolicyName: 'permissions' }))
  await iam.send(new DeleteRoleCommand({ RoleName: 'mortal' }))
  for (const family of Object.values(FAMILIES)) assertRefused(await ask(family, session), family.answers['unknown key'])
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'mortal',
      AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: trusts, Action: 'sts:AssumeRole' }),
    }),
  )
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'mortal',
      PolicyName: 'permissions',
      PolicyDocument: policy({ Effect: 'Allow', Action: '*' }),
    }),
  )
  assert.equal(Role?.Arn, arn)
  for (const family of Object.values(FAMILIES)) {
    assertRefused(await ask(family, session), family.answers['unknown key'])
    // Neither does a wrong signature tell more.
    assertRefused(await ask(family, { ...session, secretAccessKey: 'wrong' }), family.answers['unknown key'])
  }
})

test('a scope of another service than the one that the request is for', async () => {
  const { 'Logs, JSON': logs, 'CloudWatch, CBOR': cbor } = FAMILIES
  assert.ok(logs && cbor)
  const says = (service: string) => new RegExp(`Credential should be scoped to correct service: '${service}'\\. `)
  assertRefused(await ask(logs, user, { service: 'sts' }), expect(400, 'InvalidSignatureException', says('logs')))
  assertRefused(
    await ask(cbor, user, { service: 'logs' }),
    expect(400, 'InvalidSignatureException', says('monitoring')),
  )
  assertRefused(
    await ask(logs, user, { service: 'sts', region: 'nowhere' }),
    expect(
      400,
      'InvalidSignatureException',
      /scoped to a valid region\. Credential should be scoped to correct service: 'logs'\. /,
    ),
  )
})

test('an Authorization header with parts missing is answered with all that is missing', async () => {
  const request: RawRequest = {
    ...requestOf({
      service: 'sts',
      headers: FORM,
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
      answers: QUERY,
    }),
  }
  const { status, body } = await send(server, {
    ...request,
    rawHeaders: [...FORM, 'Authorization', 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sts/aws4_request'],
  })
  assert.equal(status, 400)
  assert.match(
    body.toString(),
    /<Code>IncompleteSignature<\/Code>\s*<Message>Authorization header requires (&apos;|')Signature(&apos;|') parameter\. Authorization header requires (&apos;|')SignedHeaders(&apos;|') parameter\. Authorization header requires existence of either a (&apos;|')X-Amz-Date(&apos;|') or a (&apos;|')Date(&apos;|') header\. Authorization=/,
  )
})
