import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import { attachedLines } from './attached-lines.ts'
import { HostError } from './host.ts'
import { hostsForTests } from './hosts-for-tests.ts'
import { namespaceProblem } from './namespace.ts'
import { networkOf } from './network-processes.ts'

const one = instanceRecord()
const two = instanceRecord({ id: 'i-0fedcba9876543210', privateIp: '172.31.5.10' })
/** A process in a network namespace of its own, and what it sees there. */
async function workload(t: TestContext, ...unshare: readonly string[]) {
  const child = spawn('unshare', [...unshare, '--net', 'sh', '-c', 'echo here; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const { pid = 0 } = child
  const user = unshare.includes('--user') ? ['--user', '--preserve-credentials'] : []
  const inside = (script: string) =>
    new Promise<string>((done) => {
      const args = ['--target', String(pid), ...user, '--net', 'bash', '-c', script]
      execFile('nsenter', args, (_error, stdout) => done(stdout.trim()))
    })
  return { child, pid, inside }
}

const WHO = `T=$(curl -sS --max-time 3 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token 2>/dev/null)
curl -sS --max-time 3 -H "X-aws-ec2-metadata-token: $T" http://169.254.169.254/latest/meta-data/instance-id 2>/dev/null`

const problem = namespaceProblem('namespace') ?? namespaceProblem('user namespace')
const skip = problem === undefined ? false : `no namespaces here: ${problem}`

test('a running process is the instance, by metadata, API and resolver, until it is released', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one])
  const { pid, inside } = await workload(t)
  const access = await hosts.attach(one.id, pid)
  assert.equal(await inside(WHO), one.id)
  assert.equal(await inside(`curl -sS ${access.apiUrl}`), one.id)
  assert.ok(existsSync(access.caFile))
  assert.equal(
    await inside(
      `curl -sS --cacert ${access.caFile} --resolve sts.us-east-1.amazonaws.com:80:${access.apiAddress} http://sts.us-east-1.amazonaws.com`,
    ),
    one.id,
  )
  assert.match(attachedLines(one.id, pid, access).join('\n'), /AWS_ENDPOINT_URL=http:\/\/198\.18\.0\.1\n/)
  assert.equal(await hosts.release({ instance: one.id }), 1)
  assert.equal(await inside(WHO), '')
  await until(async () => (await inside('ip -br link')).split('\n').length === 1)
  assert.ok(!existsSync(access.caFile))
})

test('a process in a user namespace can be attached as well', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one])
  const { pid, inside } = await workload(t, '--user', '--map-root-user')
  await hosts.attach(one.id, pid)
  assert.equal(await inside(WHO), one.id)
})

test('attaching again what is attached changes nothing', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one])
  const { pid, inside } = await workload(t)
  const [first, second] = await Promise.all([hosts.attach(one.id, pid), hosts.attach(one.id, pid)])
  assert.deepEqual(first, second)
  assert.equal(await inside(WHO), one.id)
  assert.equal(await hosts.release({ pid }), 1)
})

test('an instance can be attached to several networks', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one])
  const [a, b] = [await workload(t), await workload(t)]
  await hosts.attach(one.id, a.pid)
  await hosts.attach(one.id, b.pid)
  assert.deepEqual([await a.inside(WHO), await b.inside(WHO)], [one.id, one.id])
  assert.equal(await hosts.release({ pid: a.pid }), 1)
  assert.deepEqual([await a.inside(WHO), await b.inside(WHO)], ['', one.id])
})

test('a network carries one instance: another is refused, also by another server', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one, two])
  const other = hostsForTests(t, [two])
  const { pid, inside } = await workload(t)
  await hosts.attach(one.id, pid)
  await assert.rejects(
    hosts.attach(two.id, pid),
    refusal('Resource.AlreadyAssociated', /carries the instance 'i-0123456789abcdef0'/),
  )
  await assert.rejects(other.hosts.attach(two.id, pid), refusal('Resource.AlreadyAssociated', /another server/))
  assert.equal(await inside(WHO), one.id)
  assert.equal(await other.hosts.release({ pid }), 0)
  assert.equal(await inside(WHO), one.id)
})

test("a command's own network cannot be attached", { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one, two])
  const access = await hosts.prepare(two.id)
  assert.ok(access.way !== 'environment')
  const user = access.paths.user === undefined ? [] : [`--user=${access.paths.user}`, '--preserve-credentials']
  const command = spawn('nsenter', [...user, `--net=${access.paths.net}`, 'sleep', '1000'], { stdio: 'ignore' })
  await until(() => readFileSync(`/proc/${command.pid}/cmdline`, 'utf8').startsWith('sleep'))
  await assert.rejects(
    hosts.attach(one.id, command.pid ?? 0),
    refusal('Resource.AlreadyAssociated', new RegExp(two.id)),
  )
})

test('the network of the machine, and of this server, are refused', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one])
  for (const pid of [process.pid, 1, process.ppid]) {
    if (networkOf(pid) === undefined) continue
    await assert.rejects(hosts.attach(one.id, pid), refusal('InvalidParameterValue', /no network namespace of its own/))
  }
  for (const pid of [0, -1, 1.5, 2 ** 40]) {
    await assert.rejects(hosts.attach(one.id, pid), refusal('InvalidParameterValue', /There is no process/))
  }
})

for (const [what, change] of [
  ['stops', { state: 'stopped' }],
  ['is terminated', { state: 'terminated' }],
  ['begins another boot', { bootEpoch: 2 }],
] as const) {
  test(`a process is nobody any more when the instance ${what}`, { skip }, async (t) => {
    const { hosts, set } = hostsForTests(t, [one])
    const { pid, inside, child } = await workload(t)
    await hosts.attach(one.id, pid)
    set({ ...one, ...change })
    await until(async () => (await inside('ip -br link')).split('\n').length === 1)
    assert.equal(await inside(WHO), '')
    assert.equal(child.exitCode, null, 'the process itself is left alone')
  })
}

test('what is attached ends with the process, also where others stay in its network', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [one])
  const { pid, inside, child } = await workload(t)
  await hosts.attach(one.id, pid)
  const neighbour = spawn('nsenter', ['--target', String(pid), '--net', 'sh', '-c', 'echo here; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => neighbour.kill('SIGKILL'))
  await once(neighbour.stdout, 'data')
  assert.equal(await inside(WHO), one.id)
  child.kill('SIGKILL')
  await until(async () => (await insideOf(neighbour, 'ip -br link')).split('\n').length === 1)
  assert.equal(await insideOf(neighbour, WHO), '')
})

test('only a running instance can be attached', { skip }, async (t) => {
  const { hosts } = hostsForTests(t, [{ ...one, state: 'stopped' }])
  const { pid } = await workload(t)
  await assert.rejects(hosts.attach(one.id, pid), refusal('IncorrectInstanceState', /is stopped, not running/))
  await assert.rejects(hosts.attach(two.id, pid), refusal('InvalidInstanceID.NotFound', /does not exist/))
})

const insideOf = ({ pid }: ChildProcess, script: string): Promise<string> =>
  new Promise((done) => {
    execFile('nsenter', ['--target', String(pid), '--net', 'bash', '-c', script], (_error, stdout) =>
      done(stdout.trim()),
    )
  })

const refusal = (code: HostError['code'], message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof HostError, String(error))
  assert.equal(error.code, code)
  assert.match(error.message, message)
  return true
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 10))
}
