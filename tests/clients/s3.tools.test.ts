import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { createUser, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { environment } from './environment.ts'

const run = promisify(execFile)

async function start(t: TestContext) {
  const server = await startTestServer()
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-s3-'))
  t.after(async () => {
    await server.close()
    await rm(directory, { recursive: true, force: true })
  })
  return { server, directory }
}

const python = tool('python')

test('boto3 works with S3', { skip: python.skip }, async (t) => {
  const { server } = await start(t)
  const bob = await createUser(server, 'bob', {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::boto/*',
  })
  const env = { ...environment(server), BOB_KEY: bob.accessKeyId, BOB_SECRET: bob.secretAccessKey }
  await run(python.path, [join(import.meta.dirname, 's3.boto3.py')], { env })
})

const cli = tool('aws')

test('the AWS CLI makes, fills, copies, lists, presigns and removes', { skip: cli.skip }, async (t) => {
  const { server, directory } = await start(t)
  const env = environment(server)
  const aws = async (...args: string[]) => (await run(cli.path, args, { env, cwd: directory })).stdout
  await aws('s3', 'mb', 's3://cli-bucket')
  await writeFile(join(directory, 'small'), 'hello')
  const big = randomBytes(20 * 1024 * 1024)
  await writeFile(join(directory, 'big'), big)
  await aws('s3', 'cp', 'small', 's3://cli-bucket/f1')
  await aws('s3', 'cp', 'big', 's3://cli-bucket/big')
  assert.match(await aws('s3', 'ls', 's3://cli-bucket'), /20971520 big\n.*5 f1\n/)
  await aws('s3', 'cp', 's3://cli-bucket/big', 's3://cli-bucket/copy')
  await aws('s3', 'cp', 's3://cli-bucket/copy', 'down')
  assert.ok((await readFile(join(directory, 'down'))).equals(big))
  await aws('s3', 'mv', 's3://cli-bucket/f1', 's3://cli-bucket/moved é')

  await mkdir(join(directory, 'tree', 'deep'), { recursive: true })
  await writeFile(join(directory, 'tree', 'a'), 'a')
  await writeFile(join(directory, 'tree', 'deep', 'b'), 'b')
  assert.match(await aws('s3', 'sync', 'tree', 's3://cli-bucket/tree'), /upload/)
  assert.equal(await aws('s3', 'sync', 'tree', 's3://cli-bucket/tree'), '', 'a second sync has nothing to do')
  await aws('s3', 'sync', 's3://cli-bucket/tree', 'back')
  assert.equal(await readFile(join(directory, 'back', 'deep', 'b'), 'utf8'), 'b')

  const url = (await aws('s3', 'presign', 's3://cli-bucket/moved é')).trim()
  assert.equal(await (await fetch(url)).text(), 'hello')
  const refused = await fetch(url.replace(/Signature=[^&]*/, 'Signature=x'))
  assert.equal(refused.status, 403)

  await assert.rejects(aws('s3', 'rb', 's3://cli-bucket'), /BucketNotEmpty/)
  await aws('s3', 'rm', '--recursive', 's3://cli-bucket/tree')
  await aws('s3', 'rb', '--force', 's3://cli-bucket')
  await assert.rejects(aws('s3', 'ls', 's3://cli-bucket'), /NoSuchBucket/)
})

test('the AWS CLI makes a bucket in another region and finds its way back', { skip: cli.skip }, async (t) => {
  const { server, directory } = await start(t)
  const aws = async (...args: string[]) =>
    (await run(cli.path, args, { env: environment(server), cwd: directory })).stdout
  await aws('s3', 'mb', 's3://abroad', '--region', 'eu-west-1')
  await writeFile(join(directory, 'small'), 'hello')
  await aws('s3', 'cp', 'small', 's3://abroad/f', '--region', 'eu-west-1')
  // Signed for us-east-1: botocore reads the right region from the refusal and signs again.
  assert.match(await aws('s3', 'ls', 's3://abroad'), /5 f/)
  assert.match(await aws('s3api', 'get-bucket-location', '--bucket', 'abroad'), /eu-west-1/)
})
