import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { GetRoleCommand, GetUserCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clients, createRole, createUser } from '../harness.ts'
import { runProgram, spawnProgram, startProgram, temporaryFolder } from './program.ts'

const KEYS = ['endpoint', 'tlsEndpoint', 'caFile', 'console', 'account', 'region', 'accessKeyId', 'secretAccessKey']
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('start --json prints one line of JSON with exactly its keys', async () => {
  const server = await startProgram(['--ephemeral'])
  assert.deepEqual(Object.keys(server.ready), KEYS)
  assert.match(server.ready.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.match(server.ready.tlsEndpoint, /^https:\/\/localhost:\d+$/)
  assert.match(server.ready.accessKeyId, /^AKIA[A-Z2-7]{16}$/)
  assert.match(server.ready.secretAccessKey, /^[A-Za-z0-9+/]{40}$/)
  assert.equal(server.ready.account, '123456789012')
  assert.equal(server.ready.region, 'us-east-1')
  assert.match(readFileSync(server.ready.caFile, 'utf8'), /^-----BEGIN CERTIFICATE-----/)
  const { code, stdout, stderr } = await server.stop()
  assert.equal(code, 0)
  assert.equal(stderr, '')
  assert.equal(stdout, `${JSON.stringify(server.ready)}\n`)
})

test('an ephemeral server leaves nothing behind', async () => {
  const server = await startProgram(['--ephemeral'])
  const folder = join(server.ready.caFile, '..')
  assert.equal(modeOf(folder), '700')
  assert.equal((await server.stop()).code, 0)
  assert.throws(() => statSync(folder), { code: 'ENOENT' })
})

test('every option is an environment variable too, and the option wins', async () => {
  const data = join(temporaryFolder(), 'state')
  const env = {
    ROLECALL_TLS_PORT: '0',
    ROLECALL_HOST: 'localhost',
    ROLECALL_DATA: data,
    ROLECALL_ACCOUNT: '210987654321',
    ROLECALL_REGION: 'ap-south-1',
  }
  const server = await startProgram(['--region', 'eu-west-1'], { env })
  assert.equal(server.ready.account, '210987654321')
  assert.equal(server.ready.region, 'eu-west-1')
  assert.match(server.ready.endpoint, /^http:\/\/localhost:\d+$/)
  assert.equal(statSync(join(data, 'data')).isDirectory(), true)
  const identity = await clients(server.ready).sts.send(new GetCallerIdentityCommand())
  assert.equal(identity.Arn, 'arn:aws:iam::210987654321:root')
  await server.stop()
  const quiet = spawnProgram(['start'], {
    env: { ...env, ROLECALL_DATA: '', ROLECALL_PORT: '0', ROLECALL_EPHEMERAL: '1', ROLECALL_JSON: '1' },
  })
  await quiet.printed('\n')
  assert.deepEqual(Object.keys(JSON.parse(quiet.stdout())), KEYS)
  quiet.child.kill('SIGTERM')
  assert.equal((await quiet.ended).code, 0)
})

test('the banner says where the server is and shows the root secret at the first start only', async () => {
  const data = join(temporaryFolder(), 'state')
  const first = spawnProgram(['start', '--port', '0', '--data', data])
  await first.printed('rolecall demo')
  first.child.kill('SIGINT')
  assert.equal((await first.ended).code, 0)
  const banner = first.stdout()
  assert.match(banner, /Rolecall is ready after \d+ ms/)
  assert.match(banner, /endpoint {6}http:\/\/127\.0\.0\.1:\d+\n/)
  assert.match(banner, /TLS endpoint {2}https:\/\/localhost:\d+ {3}CA: .*ca\.pem\n/)
  assert.match(banner, /console {7}http:\/\/127\.0\.0\.1:\d+\n/)
  assert.match(banner, /account {7}123456789012\n/)
  assert.match(banner, /region {8}us-east-1 \(every region is served\)\n/)
  assert.match(banner, /enforcement {3}on\n/)
  assert.match(banner, /eval "\$\(rolecall env\)" && aws sts get-caller-identity/)
  assert.equal(banner.includes('\u001b'), false)

  const credentials = join(data, 'credentials')
  assert.equal(modeOf(credentials), '600')
  assert.equal(modeOf(join(data, 'root.key')), '600')
  assert.equal(modeOf(data), '700')
  assert.equal(modeOf(join(data, 'data')), '700')
  const [, id, secret] =
    readFileSync(credentials, 'utf8').match(
      /^\[default\]\naws_access_key_id = (\S+)\naws_secret_access_key = (\S+)\n$/,
    ) ?? []
  assert.ok(id && secret)
  assert.ok(banner.includes(`root key      ${id}`))
  assert.ok(banner.includes(`root secret   ${secret}   shown this once`))

  const second = spawnProgram(['start', '--port', '0', '--data', data])
  await second.printed('rolecall demo')
  second.child.kill('SIGTERM')
  assert.equal((await second.ended).code, 0)
  assert.equal(second.stdout().includes(secret), false)
  assert.equal(readFileSync(credentials, 'utf8').includes(secret), true)
})

test('a second start keeps users, roles, objects, log events and live sessions', async () => {
  const data = join(temporaryFolder(), 'state')
  const before = await startProgram(['--data', data])
  const { logs, s3 } = clients(before.ready)
  const alice = await createUser(before.ready, 'alice', { Effect: 'Allow', Action: ['sts:AssumeRole', 's3:GetObject'] })
  const RoleArn = await createRole(
    before.ready,
    'app',
    { AWS: 'arn:aws:iam::123456789012:user/alice' },
    { Effect: 'Allow', Action: 's3:*' },
  )
  const { Credentials } = await clients(before.ready, alice).sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'before' }),
  )
  await s3.send(new CreateBucketCommand({ Bucket: 'kept' }))
  await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'a/b', Body: 'content', Metadata: { colour: 'blue' } }))
  const group = { logGroupName: '/kept', logStreamName: 'one' }
  await logs.send(new CreateLogGroupCommand(group))
  await logs.send(new CreateLogStreamCommand(group))
  await logs.send(new PutLogEventsCommand({ ...group, logEvents: [{ timestamp: Date.now(), message: 'still here' }] }))
  const stopped = await before.stop()
  assert.equal(stopped.code, 0)
  assert.equal(stopped.stderr, '')

  const { ready } = await startProgram(['--data', data])
  assert.deepEqual([ready.accessKeyId, ready.secretAccessKey], [before.ready.accessKeyId, before.ready.secretAccessKey])
  const again = clients(ready)
  assert.equal((await again.iam.send(new GetUserCommand({ UserName: 'alice' }))).User?.UserName, 'alice')
  assert.equal((await again.iam.send(new GetRoleCommand({ RoleName: 'app' }))).Role?.Arn, RoleArn)
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  for (const credentials of [alice, session]) {
    const object = await clients(ready, credentials).s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'a/b' }))
    assert.equal(await object.Body?.transformToString(), 'content')
    assert.deepEqual(object.Metadata, { colour: 'blue' })
  }
  const who = await clients(ready, session).sts.send(new GetCallerIdentityCommand())
  assert.equal(who.Arn, 'arn:aws:sts::123456789012:assumed-role/app/before')
  const { events } = await again.logs.send(new GetLogEventsCommand({ ...group, startFromHead: true }))
  assert.deepEqual(
    events?.map(({ message }) => message),
    ['still here'],
  )
})

test('no secret stands in the data folder in clear', async () => {
  const home = temporaryFolder()
  const server = await startProgram(['--data', home])
  const { secretAccessKey } = await createUser(server.ready, 'bob')
  await server.stop()
  for (const entry of readdirSync(join(home, 'data'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = readFileSync(join(entry.parentPath, entry.name))
    for (const secret of [secretAccessKey, server.ready.secretAccessKey])
      assert.equal(bytes.includes(secret), false, `${entry.name} holds a secret`)
  }
})

test('a second server on the same data folder refuses in one sentence and harms nothing', async () => {
  const data = join(temporaryFolder(), 'state')
  const first = await startProgram(['--data', data])
  const credentials = readFileSync(join(data, 'credentials'), 'utf8')
  const second = await runProgram(['start', '--port', '0', '--data', data])
  assert.equal(second.code, 1)
  assert.equal(second.stdout, '')
  assert.match(second.stderr, /^rolecall start: .*\b(in use|another)\b.*\n$/)
  assert.equal(readFileSync(join(data, 'credentials'), 'utf8'), credentials)
  await createUser(first.ready, 'carol')
  assert.equal((await first.stop()).code, 0)
})

test('a port in use is named together with the option that chooses another', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  // A server that listens on a port has an AddressInfo.
  const { port } = taken.address() as AddressInfo
  const plain = await runProgram(['start', '--port', String(port), '--tls-port', '0', '--ephemeral'])
  assert.equal(plain.code, 1)
  assert.match(plain.stderr, new RegExp(`^rolecall start: port ${port} is in use; .*--port\n$`))
  const tls = await runProgram(['start', '--port', '0', '--tls-port', String(port), '--ephemeral'])
  assert.equal(tls.code, 1)
  assert.match(tls.stderr, new RegExp(`^rolecall start: port ${port} is in use; .*--tls-port\n$`))
  const console = await runProgram(['start', '--port', '0', '--console-port', String(port), '--ephemeral'])
  assert.equal(console.code, 1)
  assert.match(console.stderr, new RegExp(`^rolecall start: port ${port} is in use; .*--console-port\n$`))
  taken.close()
})

test('--no-console serves none', async () => {
  const server = await startProgram(['--ephemeral', '--no-console'])
  assert.deepEqual(
    Object.keys(server.ready),
    KEYS.filter((key) => key !== 'console'),
  )
  await server.stop()
})

test('a data folder that is a file is refused in one line', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  const { code, stderr } = await runProgram(['start', '--port', '0', '--data', file])
  assert.equal(code, 1)
  assert.match(stderr, /^rolecall start: .*file.*\n$/)
})
