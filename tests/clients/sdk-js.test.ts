import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { clients } from '../harness.ts'
import { launchWithRole } from './launch.ts'
import { startServerProcess, type Way, wayProblem } from './server-process.ts'

const BUCKET = 'sdk-js-bucket'
const COMMON = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']
/** What tells the SDK of AWS at all: a CA to trust, or where to go and what to show there, and never who it is. */
const VARIABLES: Record<Way, readonly string[]> = {
  namespace: COMMON,
  'user namespace': COMMON,
  environment: [
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_EC2_METADATA_SERVICE_ENDPOINT',
    'AWS_ENDPOINT_URL',
    ...COMMON,
  ],
}

for (const way of ['namespace', 'user namespace', 'environment'] as const) {
  test(`the JavaScript SDK's default credential chain lives by the instance's role, by ${way}`, {
    skip: wayProblem(way),
  }, async (t) => {
    const server = await startServerProcess(t, { way })
    const { s3, logs } = clients(server.ready)
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'read/a b+ü', Body: 'made outside' }))
    const instance = await launchWithRole(server.ready, BUCKET)
    const script = join(import.meta.dirname, 'inside.js-sdk.ts')
    const { code, stdout, stderr } = await server.exec(instance, [process.execPath, script, BUCKET], {
      AWS_ACCESS_KEY_ID: 'AKIAOFTHECALLER',
      AWS_SECRET_ACCESS_KEY: 'never to be seen inside',
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
    assert.equal(code, 0, stderr)
    assert.deepEqual(JSON.parse(stdout), {
      awsVariables: [...VARIABLES[way]].sort(),
      region: 'us-east-1',
      arn: `arn:aws:sts::123456789012:assumed-role/web/${instance}`,
      content: 'made outside',
      put: 'done',
      putElsewhere: 'AccessDenied',
      group: 'done',
      stream: 'done',
      events: 'done',
      readEvents: 'AccessDeniedException',
      metric: 'done',
      iam: 'AccessDenied',
    })
    const written = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'write/new' }))
    assert.equal(await written.Body?.transformToString(), 'made inside')
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/inside' }))
    assert.deepEqual(
      events?.map(({ message }) => message),
      ['made inside'],
    )
  })
}
