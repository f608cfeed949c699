import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { clients, createUser } from '../harness.ts'
import { atEnd, runProgram, startProgram, temporaryFolder } from './program.ts'

const SIZE = 32 * 1024 * 1024
const disk = join(temporaryFolder(), 'disk')
const skip = mountDisk()

/** A small disk of its own; otherwise why there is none. */
function mountDisk(): string | false {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk to fill'
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'rolecall-test', disk], { stdio: 'ignore' })
  } catch {
    return 'a small disk to fill cannot be mounted here'
  }
  atEnd(() => execFileSync('umount', ['--lazy', disk]))
  return false
}

/** Takes all the space that is left; answers how to give it back. */
function fillDisk(): () => void {
  const file = join(disk, 'filler')
  const { bavail, bsize } = statfsSync(disk)
  try {
    writeFileSync(file, Buffer.alloc(bavail * bsize, 1))
  } catch {
    // What fitted is in the file.
  }
  return () => rmSync(file)
}

test('on a full disk writes are refused with a clear error, reads go on, and freed space is all that is missing', {
  skip,
}, async () => {
  const data = join(disk, 'state')
  const server = await startProgram(['--data', data])
  const { logs, s3 } = clients(server.ready)
  const stream = { logGroupName: '/full', logStreamName: 'one' }
  const put = (message: string) =>
    logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message }] }))
  await createUser(server.ready, 'before')
  await s3.send(new CreateBucketCommand({ Bucket: 'full' }))
  await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'before', Body: 'content' }))
  await logs.send(new CreateLogGroupCommand(stream))
  await logs.send(new CreateLogStreamCommand(stream))
  await put('before')

  const free = fillDisk()
  const refused: string[] = []
  const stored: string[] = []
  // The engines may have a page or two left from before; then they are truly at the end.
  for (let i = 0; refused.length < 3 && i < 500; i += 1) {
    const name = `full-${i}`
    await createUser(server.ready, name).then(
      () => stored.push(name),
      (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
        assert.equal(error.$metadata?.httpStatusCode, 503, `${error.name}: ${error.message}`)
        assert.match(error.message, /disk of this server is full/)
        refused.push(name)
      },
    )
  }
  assert.equal(refused.length, 3)
  await assert.rejects(
    s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'large', Body: Buffer.alloc(1_000_000) })),
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
      assert.ok((error.$metadata?.httpStatusCode ?? 0) >= 500, `${error.name}: ${error.message}`)
      assert.doesNotMatch(error.message, /ENOSPC|SQLITE/)
      return true
    },
  )
  let events = 0
  await assert.rejects(
    async () => {
      for (; events < 500; events += 1) await put('x'.repeat(200_000))
    },
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
      assert.ok((error.$metadata?.httpStatusCode ?? 0) >= 500, `${error.name}: ${error.message}`)
      assert.doesNotMatch(error.message, /ENOSPC|SQLITE/)
      return true
    },
  )

  // What was refused is not there, what was there is.
  const names = async (ready = server.ready) =>
    (await clients(ready).iam.send(new ListUsersCommand())).Users?.map((user) => user.UserName)
  const listed = (await names()) ?? []
  assert.ok(listed.includes('before'))
  const content = async (Key: string, ready = server.ready) =>
    (await clients(ready).s3.send(new GetObjectCommand({ Bucket: 'full', Key }))).Body?.transformToString()
  assert.equal(await content('before'), 'content')
  const keys = async (ready = server.ready) =>
    (await clients(ready).s3.send(new ListObjectsV2Command({ Bucket: 'full' }))).Contents?.map((object) => object.Key)
  assert.deepEqual(await keys(), ['before'])

  // The trail waits in memory: it fails no call, says so, and is read all the same.
  const trail = (...args: string[]) => runProgram(['trail', '--data', data, ...args])
  const waiting = await trail('--service', 's3', '-n', '1')
  assert.match(waiting.stderr, /^rolecall trail: the trail cannot be written at present: There is no room left/)
  assert.match(waiting.stdout, / s3:ListObjectsV2 +full +allowed\n$/)
  const warnings = () =>
    server
      .stderr()
      .split('\n')
      .filter((line) => line.includes('the trail cannot be written'))
  assert.equal(warnings().length, 1)

  free()
  await createUser(server.ready, 'after')
  await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'after', Body: 'more' }))
  await put('after')
  assert.equal((await server.stop()).code, 0)
  assert.equal(warnings().length, 1)

  const { ready } = await startProgram(['--data', data])
  assert.equal((await clients(ready).iam.send(new GetUserCommand({ UserName: 'after' }))).User?.UserName, 'after')
  assert.deepEqual(await names(ready), [...listed, 'after'].sort())
  assert.deepEqual(await keys(ready), ['after', 'before'])
  assert.equal(await content('after', ready), 'more')
  const { events: kept } = await clients(ready).logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }))
  assert.equal(kept?.[0]?.message, 'before')
  const written = await trail('--json', '-n', '100000')
  assert.equal(written.stderr, '')
  const calls = written.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(calls.filter(({ operation, status }) => operation === 'CreateUser' && status === 503).length, 3)
})
