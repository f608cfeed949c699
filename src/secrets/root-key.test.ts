import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import { ephemeralRootKey, loadOrCreateRootKey, RootKeyError, type RootKeyErrorReason } from './root-key.ts'

const none = Buffer.alloc(0)

function fileIn(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'rolecall-root-'))
  t.after(() => rmSync(directory, { recursive: true }))
  return join(directory, 'state', 'root.key')
}

function refusal(file: string, reason: RootKeyErrorReason, storeExists = true): string {
  try {
    loadOrCreateRootKey(file, { storeExists })
  } catch (error) {
    assert.ok(error instanceof RootKeyError)
    assert.equal(error.reason, reason)
    return error.message
  }
  assert.fail('the root key was accepted')
}

test('the first start makes a key of 32 random bytes that only its owner may read', (t) => {
  const file = fileIn(t)
  const made = loadOrCreateRootKey(file, { storeExists: false })
  assert.equal(readFileSync(file).length, 32)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(dirname(file)).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(dirname(file)), ['root.key'])
  const sealed = made.seal(Buffer.from('x'), none)
  const loaded = loadOrCreateRootKey(file, { storeExists: true })
  assert.equal(loaded.open(sealed, none).toString(), 'x')
  const other = fileIn(t)
  loadOrCreateRootKey(other, { storeExists: false })
  assert.notDeepEqual(readFileSync(other), readFileSync(file))
})

test('a key that is there is loaded, never replaced', (t) => {
  const file = fileIn(t)
  loadOrCreateRootKey(file, { storeExists: false })
  const before = readFileSync(file)
  loadOrCreateRootKey(file, { storeExists: false })
  assert.deepEqual(readFileSync(file), before)
})

test('a key that is missing beside a store is not made anew', (t) => {
  const file = fileIn(t)
  assert.match(refusal(file, 'missing'), /is missing.*Restore the file from your backup/)
  assert.throws(() => statSync(file), { code: 'ENOENT' })
})

test('a key that others may read or write is refused with the command that repairs it', (t) => {
  const file = fileIn(t)
  loadOrCreateRootKey(file, { storeExists: false })
  for (const mode of [0o640, 0o604, 0o620, 0o666]) {
    chmodSync(file, mode)
    assert.match(refusal(file, 'permissions'), new RegExp(`mode ${mode.toString(8)}.*chmod 600`))
  }
})

test('a key of another length is refused', (t) => {
  const file = fileIn(t)
  mkdirSync(dirname(file), { recursive: true })
  for (const size of [0, 31, 33, 64]) {
    writeFileSync(file, Buffer.alloc(size, 'k'), { mode: 0o600 })
    const message = refusal(file, 'length', false)
    assert.match(message, new RegExp(`has ${size} bytes instead of 32`))
    assert.doesNotMatch(message, /kkk/)
  }
})

test('a key that cannot be read is refused', (t) => {
  const file = fileIn(t)
  mkdirSync(file, { recursive: true, mode: 0o700 })
  assert.match(refusal(file, 'unreadable'), /Cannot read the root key/)
  writeFileSync(join(dirname(file), 'plain'), '')
  refusal(join(dirname(file), 'plain', 'root.key'), 'unreadable', false)
})

test('a root key shows nothing of itself', (t) => {
  const file = fileIn(t)
  const key = loadOrCreateRootKey(file, { storeExists: false })
  const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)
  const bytes = readFileSync(file)
  for (const encoding of ['hex', 'base64', 'latin1'] as const) assert.ok(!shown.includes(bytes.toString(encoding)))
})

test('ephemeral root keys differ', () => {
  const sealed = ephemeralRootKey().seal(Buffer.from('x'), none)
  assert.throws(() => ephemeralRootKey().open(sealed, none), { reason: 'tampered' })
})
