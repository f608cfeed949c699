/** What is said, and what is done instead, where a program, a right or a way is missing. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import { execEnvironment } from './exec-environment.ts'
import { HostError } from './host.ts'
import { hostsForTests } from './hosts-for-tests.ts'
import { namespaceProblem } from './namespace.ts'

const one = instanceRecord()
const serve = (t: TestContext) => hostsForTests(t, [one]).hosts

/** Leaves on the PATH these programs alone, until the test ends. */
function onlyWith(t: TestContext, ...programs: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-path-'))
  const path = process.env['PATH']
  for (const program of programs) {
    const found = (path ?? '').split(':').find((place) => existsSync(join(place, program)))
    if (found !== undefined) symlinkSync(join(found, program), join(folder, program))
  }
  process.env['PATH'] = folder
  t.after(() => {
    process.env['PATH'] = path
    rmSync(folder, { recursive: true, force: true })
  })
}

const NEEDED = ['ip', 'nsenter', 'unshare', 'mount', 'sh', 'cat', 'true']
const problem = namespaceProblem('namespace') ?? namespaceProblem('user namespace')
const skip = problem === undefined ? false : `no namespaces here: ${problem}`

for (const missing of ['ip', 'nsenter', 'unshare']) {
  test(`without ${missing}, the variables of the SDKs are used, and it is said why`, { skip }, async (t) => {
    onlyWith(t, ...NEEDED.filter((program) => program !== missing))
    // Ways that were found open are not tried again, so a process of its own asks.
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', PROBE], { encoding: 'utf8' })
    assert.match(stdout, new RegExp(`^no (user )?namespace: ${missing} is not installed$`, 'm'))
    const access = await serve(t).prepare(one.id)
    assert.equal(access.way, 'environment')
    assert.match(access.notes.join('\n'), /no (user )?namespace: /)
  })
}

const PROBE = `
import { namespaceProblem } from ${JSON.stringify(new URL('./namespace.ts', import.meta.url).href)}
for (const kind of ['namespace', 'user namespace']) console.log('no ' + kind + ': ' + namespaceProblem(kind))`

test('without nft there is a namespace, and the hop limit is said to be off', { skip }, async (t) => {
  onlyWith(t, ...NEEDED)
  const access = await serve(t).prepare(one.id)
  assert.notEqual(access.way, 'environment')
  assert.match(access.notes.join('\n'), /hop limit of metadata tokens is not applied.*nft is not installed/)
})

test('with all of it nothing is said of the hop limit', {
  skip: skip || spawnSync('nft', ['--version']).error?.message,
}, async (t) => {
  const access = await serve(t).prepare(one.id)
  assert.doesNotMatch(access.notes.join('\n'), /hop limit/)
})

test('without the programs nothing can be attached, and it is said which', { skip }, async (t) => {
  const child = spawn('unshare', ['--net', 'sh', '-c', 'echo here; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  onlyWith(t)
  await assert.rejects(serve(t).attach(one.id, child.pid ?? 0), (error: unknown) => {
    assert.ok(error instanceof HostError)
    assert.equal(error.code, 'HostUnavailable')
    assert.match(error.message, /ip is not installed/)
    return true
  })
})

test('a command that only has variables is led to its metadata, the API and the credentials', async (t) => {
  onlyWith(t)
  const access = await serve(t).prepare(one.id)
  assert.ok(access.way === 'environment')
  const environment = execEnvironment({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/caller' }, access)
  assert.equal(environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'], access.credentialsUrl)
  assert.equal(environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'], access.credentialsToken)
  assert.equal(environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'], access.metadataUrl)
  assert.equal(environment['AWS_ENDPOINT_URL'], access.apiUrl)
  assert.equal(environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'], undefined)
  // SDKs take plain HTTP on the loopback only.
  assert.match(access.credentialsUrl, /^http:\/\/127\.0\.0\.1:\d+\/credentials$/)
  assert.equal((await fetch(access.credentialsUrl)).status, 401)
  const headers = { authorization: access.credentialsToken }
  assert.equal((await fetch(access.credentialsUrl, { headers })).status, 404, 'the instance carries no profile')
})
