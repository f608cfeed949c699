import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { test } from 'node:test'
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { ListUsersCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { startRolecall } from '../../src/library.ts'
import { clients, createRole, createUser, send, signed } from '../harness.ts'

test('two servers in one process know nothing of each other', async () => {
  const [one, two] = await Promise.all([
    startRolecall(),
    startRolecall({ account: '210987654321', region: 'eu-west-1' }),
  ])
  try {
    assert.notEqual(one.endpoint, two.endpoint)
    assert.notEqual(one.secretAccessKey, two.secretAccessKey)
    assert.notEqual(dirname(one.caFile), dirname(two.caFile))
    const user = await createUser(one, 'alice', { Effect: 'Allow', Action: '*' })
    await clients(one).s3.send(new CreateBucketCommand({ Bucket: 'only-in-one' }))
    assert.deepEqual((await clients(two).iam.send(new ListUsersCommand())).Users, [])
    assert.deepEqual((await clients(two).s3.send(new ListBucketsCommand())).Buckets ?? [], [])
    assert.equal((await clients(two).sts.send(new GetCallerIdentityCommand())).Account, '210987654321')
    for (const keys of [user, { accessKeyId: one.accessKeyId, secretAccessKey: one.secretAccessKey }])
      await assert.rejects(clients(two, keys).sts.send(new GetCallerIdentityCommand()), {
        name: 'InvalidClientTokenId',
      })
  } finally {
    await Promise.all([one.close(), two.close()])
  }
})

test('a session of one server is no session of another, of the same account and role', async () => {
  const [one, two] = await Promise.all([startRolecall(), startRolecall()])
  try {
    const sessions = await Promise.all(
      [one, two].map(async (server) => {
        const user = await createUser(server, 'user', { Effect: 'Allow', Action: '*' })
        const RoleArn = await createRole(server, 'role', { AWS: 'arn:aws:iam::123456789012:user/user' })
        const { Credentials } = await clients(server, user).sts.send(
          new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }),
        )
        return {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretAccessKey ?? '',
          sessionToken: Credentials?.SessionToken ?? '',
        }
      }),
    )
    const [session] = sessions
    assert.ok(session)
    assert.ok(await clients(one, session).sts.send(new GetCallerIdentityCommand()))
    await assert.rejects(clients(two, session).sts.send(new GetCallerIdentityCommand()), {
      name: 'InvalidClientTokenId',
    })
  } finally {
    await Promise.all([one.close(), two.close()])
  }
})

test('close frees the ports and the temporary folder', async () => {
  const server = await startRolecall()
  const { s3 } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket: 'temporary' }))
  await s3.send(new PutObjectCommand({ Bucket: 'temporary', Key: 'key', Body: Buffer.alloc(1_000_000) }))
  const folder = dirname(server.caFile)
  assert.equal(existsSync(folder), true)
  await server.close()
  assert.equal(existsSync(folder), false)
  for (const endpoint of [server.endpoint, server.tlsEndpoint]) {
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1')
    const error = await new Promise((resolve) =>
      socket.once('error', resolve).once('connect', () => resolve(undefined)),
    )
    assert.ok(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')
  }
  const again = await startRolecall({ port: Number(new URL(server.endpoint).port) })
  assert.equal(again.endpoint, server.endpoint)
  await again.close()
})

test('a taken port rejects, and leaves nothing open', async () => {
  const first = await startRolecall()
  const port = Number(new URL(first.endpoint).port)
  await assert.rejects(startRolecall({ port }), { code: 'EADDRINUSE' })
  await assert.rejects(startRolecall({ tlsPort: port }), { code: 'EADDRINUSE' })
  await first.close()
})

test('the clock that is given counts: sessions end by it and new ones say so', async () => {
  const at = Date.UTC(2031, 1, 3, 4, 5, 6, 789)
  let now = at
  const server = await startRolecall({ clock: () => now })
  try {
    const root = { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey }
    const call = (credentials: typeof root & { sessionToken?: string }, body: string) =>
      send(
        server,
        signed(
          server,
          {
            method: 'POST',
            path: '/',
            query: '',
            rawHeaders: ['Content-Type', 'application/x-www-form-urlencoded'],
            body: Buffer.from(body),
          },
          { credentials, service: 'sts', region: 'us-east-1', time: now },
        ),
      )
    const issued = await call(root, 'Action=GetSessionToken&Version=2011-06-15&DurationSeconds=900')
    const text = issued.body.toString()
    const value = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(text)?.[1] ?? ''
    assert.equal(value('Expiration'), '2031-02-03T04:20:06Z')
    const session = {
      accessKeyId: value('AccessKeyId'),
      secretAccessKey: value('SecretAccessKey'),
      sessionToken: value('SessionToken'),
    }
    const who = 'Action=GetCallerIdentity&Version=2011-06-15'
    now = Date.UTC(2031, 1, 3, 4, 20, 5, 999)
    assert.equal((await call(session, who)).status, 200)
    now = Date.UTC(2031, 1, 3, 4, 20, 6)
    assert.match((await call(session, who)).body.toString(), /<Code>ExpiredToken<\/Code>/)
    assert.equal((await call(root, who)).status, 200)
  } finally {
    await server.close()
  }
})

test('what a log group still takes under its retention goes by the clock that is given', async () => {
  let ahead = 0
  const server = await startRolecall({ clock: () => Date.now() + ahead })
  try {
    const { logs } = clients(server)
    const stream = { logGroupName: '/short', logStreamName: 'one' }
    await logs.send(new CreateLogGroupCommand(stream))
    await logs.send(new CreateLogStreamCommand(stream))
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/short', retentionInDays: 1 }))
    const put = async () => {
      const request = {
        method: 'POST',
        path: '/',
        query: '',
        rawHeaders: ['Content-Type', 'application/x-amz-json-1.1', 'X-Amz-Target', 'Logs_20140328.PutLogEvents'],
        body: Buffer.from(JSON.stringify({ ...stream, logEvents: [{ timestamp: Date.now(), message: 'now' }] })),
      }
      const time = Date.now() + ahead
      const signing = { credentials: server, service: 'logs', region: 'us-east-1', time }
      const answer = await send(server, signed(server, request, signing))
      assert.equal(answer.status, 200, answer.body.toString())
      return JSON.parse(answer.body.toString()).rejectedLogEventsInfo
    }
    assert.equal(await put(), undefined)
    ahead = 2 * 24 * 60 * 60 * 1000
    assert.deepEqual(await put(), { expiredLogEventEndIndex: 1 })
  } finally {
    await server.close()
  }
})
