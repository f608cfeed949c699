import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import { controlServer } from './control-server.ts'
import { ExecError, execOnInstance } from './exec-client.ts'
import type { HostAccess } from './host.ts'
import type { InstanceHosts } from './instance-hosts.ts'

const one = instanceRecord()
const access: HostAccess = {
  way: 'environment',
  metadataUrl: 'http://127.0.0.1:1',
  apiUrl: 'http://127.0.0.1:1',
  credentialsUrl: 'http://127.0.0.1:1/credentials',
  credentialsToken: 'x',
  notes: [],
}

/** A control socket over hosts of which this is told. */
async function serve(t: TestContext, more: Partial<InstanceHosts>) {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-control-'))
  const path = join(folder, 's')
  const hosts: InstanceHosts = {
    prepare: async () => access,
    isCurrent: () => true,
    attach: () => assert.fail('nothing is attached'),
    release: async () => 0,
    onEnd: () => {},
    close: async () => {},
    ...more,
  }
  const server = await controlServer({ path, hosts, instance: () => one, onTrail: async () => {} })
  t.after(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { path, folder }
}

test('a command does not start where another instance may stand by now', async (t) => {
  let end: ((reason: string) => void) | undefined
  const { path, folder } = await serve(t, {
    isCurrent: () => {
      setImmediate(() => end?.('the instance is terminated'))
      return false
    },
    onEnd: (_id, run) => {
      end = run
    },
  })
  const marker = join(folder, 'ran')
  const request = { socketPath: path, instance: one.id, command: ['touch', marker] as const, environment: {}, cwd: '/' }
  await assert.rejects(execOnInstance({ ...request, say: () => {} }), (error: unknown) => {
    assert.ok(error instanceof ExecError)
    assert.equal(error.message, 'the instance is terminated')
    return true
  })
  assert.ok(!existsSync(marker))
})

for (const [what, line] of [
  ['no JSON', 'hello'],
  ['no object', '[]'],
  ['no request', '{}'],
  ['a process that is no number', '{"attach":{"instance":"i-1","pid":"1"}}'],
  ['no process', '{"attach":{"instance":"i-1"}}'],
  ['neither instance nor process', '{"release":{}}'],
  ['both', '{"release":{"instance":"i-1","pid":1}}'],
  ['a confirmation of nothing', '{"confirm":true}'],
] as const) {
  test(`a line with ${what} is refused`, async (t) => {
    const { path } = await serve(t, {})
    const answer = await new Promise<string>((done) => {
      let text = ''
      const socket = connect(path, () => socket.write(`${line}\n`))
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => done(text))
    })
    assert.equal(JSON.parse(answer).refused.code, 'InvalidRequest')
  })
}
