import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { namespaceProblem } from './namespace.ts'
import { endCommandsOf, endNetworks, networkOf } from './network-processes.ts'

const problem = namespaceProblem('namespace') ?? namespaceProblem('user namespace')
const skip = problem === undefined ? false : `no namespaces here: ${problem}`

async function inside(t: TestContext, options: readonly string[], before = 'true') {
  const child = spawn('unshare', [...options, 'sh', '-c', `${before}; echo here; exec cat`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return { child, ended: once(child, 'exit') }
}

test('commands that see files of the folder are ended; a container that was given a file of it is not', {
  skip,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-hosts-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const kind of ['commands', 'attached']) {
    mkdirSync(join(folder, kind))
    writeFileSync(join(folder, kind, 'file'), '')
  }
  const withFile = (kind: string) =>
    inside(t, ['--mount', '--propagation', 'private'], `mount --bind ${folder}/${kind}/file /etc/hosts`)
  const command = await withFile('commands')
  const container = await withFile('attached')
  endCommandsOf(folder)
  assert.deepEqual(await command.ended, [null, 'SIGKILL'])
  assert.notEqual(networkOf(container.child.pid ?? 0), undefined)
})

test('the processes of a network are ended, and no others', { skip }, async (t) => {
  const meant = await inside(t, ['--net'])
  const other = await inside(t, ['--net'])
  endNetworks(new Set([networkOf(meant.child.pid ?? 0) ?? '']))
  assert.deepEqual(await meant.ended, [null, 'SIGKILL'])
  assert.notEqual(networkOf(other.child.pid ?? 0), undefined)
})
