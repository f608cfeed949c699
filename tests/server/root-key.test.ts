import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { GetUserCommand } from '@aws-sdk/client-iam'
import { clients, createUser } from '../harness.ts'
import { runProgram, startProgram, temporaryFolder } from './program.ts'

/** Each damage, and what the refusal has to tell the user. */
const DAMAGES: Readonly<Record<string, { damage: (file: string) => void; says: RegExp }>> = {
  missing: { damage: (file) => rmSync(file), says: /root\.key is missing.*Restore the file from your backup/ },
  'of another store': {
    damage: (file) => writeFileSync(file, randomBytes(32), { mode: 0o600 }),
    says: /root key.*(does not|cannot|another)/i,
  },
  'of the wrong length': {
    damage: (file) => writeFileSync(file, 'short', { mode: 0o600 }),
    says: /root\.key has 5 bytes instead of 32; restore it from your backup/,
  },
  'readable by others': { damage: (file) => chmodSync(file, 0o644), says: /mode 644\); run: chmod 600 / },
  'a folder': {
    damage: (file) => {
      rmSync(file)
      mkdirSync(file)
    },
    says: /Cannot read the root key .*root\.key/,
  },
}

for (const [name, { damage, says }] of Object.entries(DAMAGES)) {
  test(`a root key that is ${name} is refused with what to do, and the data is whole once it is back`, async () => {
    const home = temporaryFolder()
    const key = join(home, 'root.key')
    const first = await startProgram(['--data', home])
    await createUser(first.ready, 'kept')
    await first.stop()
    copyFileSync(key, join(home, 'backup'))
    damage(key)

    const refused = await runProgram(['start', '--port', '0', '--data', home])
    assert.equal(refused.code, 1)
    assert.equal(refused.stdout, '')
    assert.match(refused.stderr, /^rolecall start: .*\n$/)
    assert.match(refused.stderr, says)

    rmSync(key, { recursive: true, force: true })
    renameSync(join(home, 'backup'), key)
    chmodSync(key, 0o600)
    const { ready } = await startProgram(['--data', home])
    assert.equal(ready.secretAccessKey, first.ready.secretAccessKey)
    const { User } = await clients(ready).iam.send(new GetUserCommand({ UserName: 'kept' }))
    assert.equal(User?.UserName, 'kept')
  })
}

test('ROLECALL_ROOT_KEY_FILE keeps the root key elsewhere', async () => {
  const home = temporaryFolder()
  const env = { ROLECALL_ROOT_KEY_FILE: join(temporaryFolder(), 'keys', 'root.key') }
  const first = await startProgram(['--data', home], { env })
  await first.stop()
  assert.equal(readFileSync(env.ROLECALL_ROOT_KEY_FILE).length, 32)
  assert.throws(() => readFileSync(join(home, 'root.key')), { code: 'ENOENT' })
  const second = await startProgram(['--data', home], { env })
  assert.equal(second.ready.secretAccessKey, first.ready.secretAccessKey)
  await second.stop()
  assert.match((await runProgram(['start', '--port', '0', '--data', home])).stderr, /root\.key is missing/)
})
