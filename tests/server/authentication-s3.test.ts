import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { encodePercent } from '../../src/signature/percent.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { signSigV2 } from '../../src/signature/sigv2.ts'
import {
  clients,
  createRole,
  createUser,
  type RawRequest,
  type RawResponse,
  send,
  signed,
  startTestServer,
} from '../harness.ts'

let ahead = 0
const server = await startTestServer({ clock: () => Date.now() + ahead })
const { s3 } = clients(server)
const user = await createUser(server, 'user', { Effect: 'Allow', Action: '*' })
await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'content' }))
after(() => server.close())
afterEach(() => {
  ahead = 0
})

const GET: RawRequest = { method: 'GET', path: '/bucket/key', query: '', rawHeaders: [], body: new Uint8Array() }
const signing = (credentials: SigningCredentials = user) => ({ credentials, service: 's3', region: 'us-east-1' })
const presigned = (expires: number, credentials?: SigningCredentials) =>
  signed(server, GET, { ...signing(credentials), expires })

function assertRefused({ status, body }: RawResponse, expected: number, says: RegExp): void {
  assert.equal(status, expected, body.toString())
  assert.match(body.toString(), says)
}

test('a header x-amz-* that is not signed is refused, whoever sends it', async () => {
  const request = signed(server, GET, signing())
  const answer = await send(server, { ...request, rawHeaders: [...request.rawHeaders, 'x-amz-meta-late', 'value'] })
  assertRefused(
    answer,
    403,
    /<Code>AccessDenied<\/Code><Message>There were headers present in the request which were not signed<\/Message><HeadersNotSigned>x-amz-meta-late<\/HeadersNotSigned>/,
  )
})

test('a presigned request is served until its seconds are over', async () => {
  const request = presigned(60)
  assert.equal((await send(server, request)).body.toString(), 'content')
  ahead = 45_000
  assert.equal((await send(server, request)).status, 200)
  ahead = 62_000
  assertRefused(
    await send(server, request),
    403,
    /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message><X-Amz-Expires>60<\/X-Amz-Expires><Expires>.*<\/Expires><ServerTime>/,
  )
})

test('a presigned request is bound to its method, path and signature', async () => {
  const request = presigned(60)
  for (const changed of [{ method: 'DELETE' }, { path: '/bucket/other' }, { query: `${request.query}&versionId=1` }])
    assertRefused(await send(server, { ...request, ...changed }), 403, /<Code>SignatureDoesNotMatch<\/Code>/)
})

test('a presigned request may live a week and no longer', async () => {
  assert.equal((await send(server, presigned(604_800))).status, 200)
  assertRefused(await send(server, presigned(604_801)), 400, /<Code>AuthorizationQueryParametersError<\/Code>/)
})

test("a session's presigned request ends with the session", async () => {
  const RoleArn = await createRole(
    server,
    'role',
    { AWS: 'arn:aws:iam::123456789012:user/user' },
    { Effect: 'Allow', Action: 's3:*' },
  )
  const { Credentials } = await clients(server, user).sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', DurationSeconds: 900 }),
  )
  const request = presigned(3600, {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken,
  })
  assert.equal((await send(server, request)).status, 200)
  ahead = 901_000
  assertRefused(await send(server, request), 400, /<Code>ExpiredToken<\/Code>/)
})

/** SigV2 as boto3 and version 1 of the AWS CLI presign. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html */
function presignedV2(expires: number, secret = user.secretAccessKey): RawRequest {
  const signature = signSigV2(secret, `GET\n\n\n${expires}\n/bucket/key`)
  const query = `AWSAccessKeyId=${user.accessKeyId}&Signature=${encodePercent(signature)}&Expires=${expires}`
  return { ...GET, query }
}
const inSeconds = (time: number) => Math.floor(time / 1000)

test('a request presigned with SigV2 is served until it expires', async () => {
  const request = presignedV2(inSeconds(Date.now()) + 60)
  assert.equal((await send(server, request)).body.toString(), 'content')
  ahead = 62_000
  assertRefused(
    await send(server, request),
    403,
    /<Message>Request has expired<\/Message><Expires>.*<\/Expires><ServerTime>/,
  )
})

test('a request presigned with SigV2 and a wrong secret, or for another object, is refused', async () => {
  const expires = inSeconds(Date.now()) + 60
  assertRefused(await send(server, presignedV2(expires, 'wrong')), 403, /<Code>SignatureDoesNotMatch<\/Code>/)
  assertRefused(
    await send(server, { ...presignedV2(expires), path: '/bucket/x' }),
    403,
    /<Code>SignatureDoesNotMatch<\/Code>/,
  )
})

test('SigV2 opens nothing but S3', async () => {
  const date = new Date().toUTCString()
  const answer = await send(server, {
    method: 'POST',
    path: '/',
    query: '',
    rawHeaders: [
      'Content-Type',
      'application/x-www-form-urlencoded',
      'Date',
      date,
      'Authorization',
      `AWS ${user.accessKeyId}:${signSigV2(user.secretAccessKey, `POST\n\napplication/x-www-form-urlencoded\n${date}\n/`)}`,
    ],
    body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15'),
  })
  assert.equal(answer.status, 400)
  assert.match(answer.body.toString(), /<Code>IncompleteSignature<\/Code>/)
})
