import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { startRolecall } from '../../src/library.ts'

const run = promisify(execFile)

/** Whether the command runs here; where a package manager could have brought it, CI must not skip it. */
function missing(command: string, args: readonly string[], name: string): string | false {
  const there = spawnSync(command, args, { stdio: 'ignore' }).status === 0
  if (!there && process.env['CI'] === 'true') throw new Error(`${name} is not installed; CI must install it`)
  return there ? false : `${name} is not installed`
}

async function environment(t: TestContext): Promise<NodeJS.ProcessEnv> {
  const server = await startRolecall()
  t.after(() => server.close())
  return {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_DEFAULT_REGION: server.region,
    AWS_REGION: server.region,
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  }
}

test('boto3 works with logs and metrics', { skip: missing('python3', ['-c', 'import boto3'], 'boto3') }, async (t) => {
  const script = join(import.meta.dirname, 'logs-metrics.boto3.py')
  await run('python3', [script], { env: await environment(t) })
})

const noCli = missing('aws', ['--version'], 'the AWS CLI')

test('the AWS CLI works with logs and metrics', { skip: noCli }, async (t) => {
  const env = await environment(t)
  const aws = async (...args: string[]) => {
    const { stdout } = await run('aws', [...args, '--output', 'json'], { env })
    return stdout === '' ? undefined : JSON.parse(stdout)
  }
  await aws('logs', 'create-log-group', '--log-group-name', '/cli')
  await aws('logs', 'create-log-stream', '--log-group-name', '/cli', '--log-stream-name', 's')
  const stream = ['--log-group-name', '/cli', '--log-stream-name', 's']
  await aws('logs', 'put-log-events', ...stream, '--log-events', `timestamp=${Date.now()},message=hello`)
  const { events } = await aws('logs', 'filter-log-events', '--log-group-name', '/cli', '--filter-pattern', 'hello')
  assert.equal(events[0].message, 'hello')
  assert.equal((await aws('logs', 'get-log-events', ...stream)).events.length, 1)
  await aws('cloudwatch', 'put-metric-data', '--namespace', 'Cli', '--metric-name', 'm', '--value', '4.5')
  const { Metrics } = await aws('cloudwatch', 'list-metrics', '--namespace', 'Cli')
  assert.deepEqual(Metrics, [{ Namespace: 'Cli', MetricName: 'm', Dimensions: [] }])
})

const noTail =
  noCli ||
  (spawnSync('aws', ['logs', 'tail', 'help'], { stdio: 'ignore' }).status !== 0 &&
    'this AWS CLI has no logs tail (it is of version 1)')

test('aws logs tail shows each event once', { skip: noTail }, async (t) => {
  const env = await environment(t)
  const aws = async (...args: string[]) => (await run('aws', args, { env })).stdout
  await aws('logs', 'create-log-group', '--log-group-name', '/tail')
  const stream = ['--log-group-name', '/tail', '--log-stream-name', 's']
  await aws('logs', 'create-log-stream', ...stream)
  await aws('logs', 'put-log-events', ...stream, '--log-events', `timestamp=${Date.now()},message=tailed`)
  assert.equal((await aws('logs', 'tail', '/tail', '--format', 'short')).split('tailed').length, 2)
})
