import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { VERSION } from '../../src/version.ts'
import { clients, createUser, type RawRequest, send, startTestServer } from '../harness.ts'
import { startProgram, temporaryFolder } from './program.ts'

let ahead = 0
const server = await startTestServer({ clock: () => Date.now() + ahead })
after(() => server.close())

const plain = (method: string, path: string, ...rawHeaders: string[]): RawRequest => ({
  method,
  path,
  query: '',
  rawHeaders,
  body: new Uint8Array(),
})
const RESET = ['X-Rolecall-Reset', '1'] as const

test('health says state, version, enforcement, revision and uptime', async () => {
  ahead = 61_000
  const { status, headers, body } = await send(server, plain('GET', '/_rolecall/health'))
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'application/json')
  assert.equal(headers['cache-control'], 'no-store')
  const { revision, uptime, ...rest } = JSON.parse(body.toString())
  assert.deepEqual(rest, { status: 'ok', version: VERSION, enforcement: 'on' })
  assert.ok(Number.isInteger(uptime) && uptime >= 61)
  assert.match(revision, /^\d+$/)
  await createUser(server, 'health')
  const later = JSON.parse((await send(server, plain('GET', '/_rolecall/health'))).body.toString())
  assert.ok(BigInt(later.revision) > BigInt(revision))
})

test('health is read with GET and HEAD alone', async () => {
  const head = await send(server, plain('HEAD', '/_rolecall/health'))
  assert.deepEqual([head.status, head.body.length], [200, 0])
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    assert.equal((await send(server, plain(method, '/_rolecall/health'))).status, 405)
})

test('what is nothing below /_rolecall/ is answered 404, and no bucket is meant', async () => {
  const { status, body } = await send(server, plain('GET', '/_rolecall/secrets'))
  assert.equal(status, 404)
  assert.deepEqual(JSON.parse(body.toString()), { error: 'there is nothing at /_rolecall/secrets' })
})

test('in a bucket of the host name the same path is a key like any other', async () => {
  const { s3 } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket: 'shadowed' }))
  const answer = await send(server, plain('GET', '/_rolecall/health', 'Host', 'shadowed.s3.amazonaws.com'))
  assert.equal(answer.status, 403)
  assert.match(answer.body.toString(), /<Code>AccessDenied</)
})

const REFUSED: readonly (readonly [why: string, request: RawRequest, status: number])[] = [
  ['a GET', plain('GET', '/_rolecall/reset', ...RESET), 405],
  ['a request without the header', plain('POST', '/_rolecall/reset'), 403],
  ['another value of the header', plain('POST', '/_rolecall/reset', 'X-Rolecall-Reset', 'true'), 403],
  ['a web page', plain('POST', '/_rolecall/reset', ...RESET, 'Origin', 'http://localhost:3000'), 403],
  ['a page without an origin', plain('POST', '/_rolecall/reset', ...RESET, 'Origin', 'null'), 403],
  ['a foreign host name', plain('POST', '/_rolecall/reset', ...RESET, 'Host', 'rebound.example.com'), 421],
]
for (const [why, request, status] of REFUSED) {
  test(`a reset is refused to ${why}`, async () => {
    const { iam } = clients(server)
    const before = (await iam.send(new ListUsersCommand())).Users?.length
    assert.equal((await send(server, request)).status, status)
    assert.equal((await iam.send(new ListUsersCommand())).Users?.length, before)
  })
}

test('a server that keeps its state is never reset', async () => {
  const { ready } = await startProgram(['--data', join(temporaryFolder(), 'state')])
  await createUser(ready, 'kept')
  const { status, body } = await send(ready, plain('POST', '/_rolecall/reset', ...RESET))
  assert.equal(status, 403)
  assert.deepEqual(JSON.parse(body.toString()), { error: 'only a server started with --ephemeral can be reset' })
  assert.equal((await clients(ready).iam.send(new ListUsersCommand())).Users?.length, 1)
})

test('after a reset the root key works and everything else is gone', async () => {
  const { iam, logs, s3, sts } = clients(server)
  const user = await createUser(server, 'gone', { Effect: 'Allow', Action: '*' })
  await s3.send(new CreateBucketCommand({ Bucket: 'gone' }))
  await s3.send(new PutObjectCommand({ Bucket: 'gone', Key: 'key', Body: 'content' }))
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/gone' }))
  const { status, body } = await send(server, plain('POST', '/_rolecall/reset', ...RESET))
  assert.deepEqual([status, JSON.parse(body.toString())], [200, { status: 'reset' }])

  assert.equal((await sts.send(new GetCallerIdentityCommand())).Arn, 'arn:aws:iam::123456789012:root')
  assert.deepEqual((await iam.send(new ListUsersCommand())).Users, [])
  assert.deepEqual((await iam.send(new ListRolesCommand())).Roles, [])
  assert.deepEqual((await s3.send(new ListBucketsCommand())).Buckets ?? [], [])
  assert.deepEqual((await logs.send(new DescribeLogGroupsCommand())).logGroups, [])
  await assert.rejects(clients(server, user).sts.send(new GetCallerIdentityCommand()), { name: 'InvalidClientTokenId' })
  await s3.send(new CreateBucketCommand({ Bucket: 'gone' }))
})

test('resets at the same time all end, and the server goes on', async () => {
  const resets = Array.from({ length: 4 }, () => send(server, plain('POST', '/_rolecall/reset', ...RESET)))
  for (const { status } of await Promise.all(resets)) assert.equal(status, 200)
  assert.deepEqual((await clients(server).iam.send(new ListUsersCommand())).Users, [])
  await createUser(server, 'after')
})

const OURS = [
  'localhost',
  'LOCALHOST:80',
  'x.localhost',
  '127.0.0.1',
  '10.1.2.3:4566',
  '[::1]:4566',
  'sts.amazonaws.com',
]
const FOREIGN = [
  'example.com',
  'localhost.example.com',
  'amazonaws.com.example.com',
  'xamazonaws.com',
  '127.0.0.1.nip.io',
]

const ask = (host: string) => send(server, plain('GET', '/_rolecall/health', 'Host', host))

test('a Host that is an address, localhost or a name of AWS is served', async () => {
  for (const host of OURS) assert.equal((await ask(host)).status, 200, host)
})

test('a Host of any other name is answered 421 before anything else', async () => {
  for (const host of FOREIGN) {
    const { status, body } = await ask(host)
    assert.equal(status, 421, host)
    assert.match(body.toString(), /^This Host is not one of this server; see ROLECALL_HOSTS\.\n$/)
  }
})

test('ROLECALL_HOSTS names further hosts, and all below one', async () => {
  const { ready } = await startProgram(['--ephemeral'], { env: { ROLECALL_HOSTS: 'aws.test,*.cloud.test' } })
  const statusOf = async (host: string) => (await send(ready, plain('GET', '/_rolecall/health', 'Host', host))).status
  for (const host of ['aws.test', 'AWS.test:99', 'a.cloud.test', 'a.b.cloud.test'])
    assert.equal(await statusOf(host), 200, host)
  for (const host of ['x.aws.test', 'cloud.test', 'xcloud.test', 'example.com'])
    assert.equal(await statusOf(host), 421, host)
})

test('the TLS endpoint answers the same, under a certificate of the CA file', async () => {
  const ca = readFileSync(server.caFile)
  const status = await new Promise((resolve, reject) => {
    const request = httpsRequest(`${server.tlsEndpoint}/_rolecall/health`, { ca, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.once('error', reject)
    request.end()
  })
  assert.equal(status, 200)
})
