import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { clients, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { launchWithRole } from './launch.ts'
import { clientEnvironment, closedTo, outcomeOf, startServerProcess, wayProblem } from './server-process.ts'

const python = tool('python')
const script = (name: string) => join(import.meta.dirname, name)
const BUCKET = 'boto3-bucket'
const ABROAD = `${BUCKET}-abroad`

test('boto3 finds users, roles and sessions as on AWS, refusals included', { skip: python.skip }, async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const env = { ...clientEnvironment(server, server), PYTHONDONTWRITEBYTECODE: '1' }
  const { code, stderr } = await outcomeOf(python.path, [script('boto3_story.py')], env)
  assert.equal(code, 0, stderr)
})

test('boto3 launches from a template, in groups and with keys, and waits for it', { skip: python.skip }, async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const env = { ...clientEnvironment(server, server), PYTHONDONTWRITEBYTECODE: '1' }
  const { code, stderr } = await outcomeOf(python.path, [script('ec2.boto3.py')], env)
  assert.equal(code, 0, stderr)
})

for (const way of ['namespace', 'user namespace'] as const) {
  const skip = python.skip || wayProblem(way) || closedTo(way, [python.path])

  test(`boto3 on an instance lives by its role, over TLS and with buckets as host names, by ${way}`, {
    skip,
  }, async (t) => {
    const server = await startServerProcess(t, { way })
    const { s3, logs } = clients(server.ready)
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'read/config', Body: 'colour = blue\n' }))
    const irish = clients({ ...server.ready, region: 'eu-west-1' }).s3
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const }
    await irish.send(new CreateBucketCommand({ Bucket: ABROAD, CreateBucketConfiguration }))
    await irish.send(new PutObjectCommand({ Bucket: ABROAD, Key: 'read/config', Body: 'colour = green\n' }))
    const instance = await launchWithRole(server.ready, `${BUCKET}*`)
    const inside = [python.path, script('boto3_inside.py'), instance, BUCKET, ABROAD]
    const { code, stderr, stdout } = await server.exec(instance, inside)
    assert.equal(code, 0, stderr)
    assert.equal(stdout, '')
    const large = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'write/large' }))
    assert.equal(large.ContentLength, 9 << 20)
    assert.match(large.ETag ?? '', /-2"$/, 'it came in two parts')
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/boto3' }))
    assert.equal(events?.length, 1)
  })
}
