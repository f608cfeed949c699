import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { launchWithRole } from '../clients/launch.ts'
import { outcomeOf, plainEnvironment, startServerProcess, wayProblem } from '../clients/server-process.ts'
import { tool } from '../tools.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const python = tool('python')

/** With nothing but the API's address: what a container is given by `attach`. */
const SCRIPT = `
import boto3
print(boto3.client("sts", region_name="us-east-1").get_caller_identity()["Arn"])`

test('rolecall attach makes a running process the instance, and release ends it', {
  skip: wayProblem('namespace') || python.skip,
}, async (t) => {
  const server = await startServerProcess(t)
  const instance = await launchWithRole(server.ready, 'unused')
  const workload = spawn('unshare', ['--net', 'sh', '-c', 'echo here; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => workload.kill('SIGKILL'))
  await once(workload.stdout, 'data')
  const rolecall = (...args: readonly string[]) =>
    outcomeOf(process.execPath, [MAIN, ...args, '--data', server.folder], plainEnvironment())
  const attached = await rolecall('attach', instance, '--pid', String(workload.pid))
  assert.equal(attached.code, 0, attached.stderr)
  const [, endpoint] = /^ {2}(AWS_ENDPOINT_URL=\S+)$/m.exec(attached.stdout) ?? []
  const call = () => inside(workload, ['env', endpoint ?? '', python.path, '-c', SCRIPT])
  const called = await call()
  assert.equal(called.stdout, `arn:aws:sts::123456789012:assumed-role/web/${instance}\n`, called.stderr)

  const released = await rolecall('release', '--pid', String(workload.pid))
  assert.deepEqual([released.code, released.stdout], [0, 'released from 1 network\n'])
  assert.notEqual((await call()).code, 0)
  const again = await rolecall('release', instance)
  assert.deepEqual([again.code, again.stderr], [1, `rolecall release: nothing is attached to ${instance}\n`])
})

test('attach and release say how they are called', { skip: wayProblem('namespace') }, async (t) => {
  const server = await startServerProcess(t)
  const rolecall = (...args: readonly string[]) =>
    outcomeOf(process.execPath, [MAIN, ...args, '--data', server.folder], plainEnvironment())
  for (const [args, said] of [
    [['attach'], /takes one instance id/],
    [['attach', 'i-1'], /--pid PID/],
    [['attach', 'i-1', '--pid', 'x'], /the number of a process, not x/],
    [['release'], /one instance id, or --pid PID/],
    [['release', 'i-1', '--pid', '1'], /one instance id, or --pid PID/],
  ] as const) {
    const { code, stderr } = await rolecall(...args)
    assert.equal(code, 2)
    assert.match(stderr, said)
  }
  const unknown = await rolecall('attach', 'i-0123456789abcdef0', '--pid', String(process.pid))
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /does not exist \(InvalidInstanceID\.NotFound\)/)
})

const inside = ({ pid }: ChildProcess, command: readonly string[]) =>
  outcomeOf('nsenter', ['--target', String(pid), '--net', '--', ...command], plainEnvironment())
