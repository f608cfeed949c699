import assert from 'node:assert/strict'
import { createDecipheriv } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import type { Store } from '../store/store.ts'
import { AeadKey, type SealErrorReason } from './aead-key.ts'
import { type Keyring, KeyringError, openKeyring, SealError } from './keyring.ts'
import { ephemeralRootKey, type RootKey } from './root-key.ts'

const HOUR = 60 * 60 * 1000
const OWNER = '111122223333|AKIAEXAMPLE|secret'
const secret = Buffer.from('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')

async function setUp() {
  const clock = { now: Date.UTC(2026, 0, 1) }
  const store = openMemoryStore()
  const rootKey = ephemeralRootKey()
  const open = (key: RootKey = rootKey) => openKeyring({ store, rootKey: key, now: () => clock.now })
  return { clock, store, open, keyring: await open() }
}

function refused(reason: SealErrorReason, work: () => unknown): void {
  assert.throws(work, (error) => {
    assert.ok(error instanceof SealError, String(error))
    assert.equal(error.reason, reason)
    assert.doesNotMatch(inspect(error), /wJalr/)
    return true
  })
}

async function records(store: Store): Promise<{ kid: string; purpose: string; state: string; wrapped: string }[]> {
  const all = []
  for await (const item of (await store.snapshot('s/key/')).items)
    all.push(JSON.parse(Buffer.from(item.value).toString()))
  return all
}

test('a sealed secret opens for its owner, also after a restart', async () => {
  const { keyring, open } = await setUp()
  const sealed = keyring.seal(secret, OWNER)
  assert.deepEqual(keyring.open(sealed, OWNER), secret)
  assert.deepEqual((await open()).open(sealed, OWNER), secret)
})

test('a sealed secret does not open for another owner', async () => {
  const { keyring } = await setUp()
  refused('tampered', () => keyring.open(keyring.seal(secret, OWNER), '111122223333|AKIAOTHER|secret'))
})

test('every byte of a sealed secret is protected', async () => {
  const { keyring } = await setUp()
  const sealed = keyring.seal(secret, OWNER)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    refused(at === 0 ? 'malformed' : at < 9 ? 'unknown_key' : 'tampered', () => keyring.open(changed, OWNER))
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => keyring.open(sealed.subarray(0, length), OWNER), SealError)
  }
})

test('sealing twice gives different bytes', async () => {
  const { keyring } = await setUp()
  assert.notDeepEqual(keyring.seal(secret, OWNER), keyring.seal(secret, OWNER))
})

test('the layout is version, key id, nonce, ciphertext and tag under AES-256-GCM', async () => {
  const key = Buffer.alloc(32, 7)
  const sealed = new AeadKey(Buffer.from(key)).seal(secret, Buffer.from('bound'))
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  decipher.setAAD(Buffer.from('bound'))
  decipher.setAuthTag(sealed.subarray(-16))
  assert.deepEqual(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]), secret)
  const { keyring, store } = await setUp()
  const whole = keyring.seal(secret, OWNER)
  const kid = (await records(store)).find((record) => record.purpose === 'secret')?.kid
  assert.equal(whole[0], 1)
  assert.equal(Buffer.from(whole.subarray(1, 9)).toString('hex'), kid)
  assert.equal(whole.length, 1 + 8 + 12 + secret.length + 16)
})

test('a token opens to its header and plaintext, and every character of it is protected', async () => {
  const { keyring } = await setUp()
  const token = keyring.sessionKeys.seal('111122223333', secret)
  assert.deepEqual(keyring.sessionKeys.open(token), { header: '111122223333', plaintext: secret })
  assert.ok(Buffer.from(token, 'base64').includes('111122223333'), 'the header is readable')
  assert.ok(!Buffer.from(token, 'base64').includes(secret))
  for (let at = 0; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
    assert.throws(() => keyring.sessionKeys.open(changed), SealError)
  }
  for (const other of ['', ' ', `${token} `, `${token}=`, token.slice(4), 'AQ==', 'not a token']) {
    assert.throws(() => keyring.sessionKeys.open(other), SealError, other)
  }
})

test('a token is no secret and a secret is no token', async () => {
  const { keyring } = await setUp()
  refused('unknown_key', () => keyring.open(Buffer.from(keyring.sessionKeys.seal('', secret), 'base64'), ''))
  const sealed = Buffer.from(keyring.seal(secret, OWNER)).toString('base64')
  refused('unknown_key', () => keyring.sessionKeys.open(sealed))
})

test('a root key of another store is refused before anything is served', async () => {
  const { open } = await setUp()
  await assert.rejects(open(ephemeralRootKey()), (error) => {
    assert.ok(error instanceof KeyringError)
    assert.match(error.message, /The root key does not open the keys of this store/)
    return true
  })
})

test('a key record that was changed or moved is refused', async () => {
  const { store, open } = await setUp()
  const [one, two] = await records(store)
  assert.ok(one && two)
  const put = (kid: string, record: object) =>
    store.commit({
      opId: `${Math.random()}`,
      checks: [],
      ops: [{ put: `s/key/${kid}`, value: Buffer.from(JSON.stringify(record)) }],
    })
  await put(one.kid, two)
  await assert.rejects(open(), /is not a key record/)
  await put(one.kid, { ...one, wrapped: two.wrapped })
  await assert.rejects(open(), KeyringError)
  await put(one.kid, one)
  await open()
})

test('the store holds no key in the clear', async () => {
  const { store } = await setUp()
  const all = await records(store)
  assert.deepEqual(all.map((record) => record.purpose).sort(), ['secret', 'session'])
  // Nonce, 32 bytes of ciphertext, tag.
  for (const { wrapped } of all) assert.equal(Buffer.from(wrapped, 'base64').length, 12 + 32 + 16)
})

test('two nodes that start together on an empty store share one keyring', async () => {
  const store = openMemoryStore()
  const rootKey = ephemeralRootKey()
  const keyrings = await Promise.all(Array.from({ length: 4 }, () => openKeyring({ store, rootKey, now: () => 0 })))
  assert.equal((await records(store)).length, 2)
  const sealed = keyrings[0]?.seal(secret, OWNER) ?? new Uint8Array()
  for (const keyring of keyrings) assert.deepEqual(keyring.open(sealed, OWNER), secret)
})

test('tokens of a replaced session key open until the longest session has ended, and its key is destroyed then', async () => {
  const { keyring, clock, store } = await setUp()
  const token = keyring.sessionKeys.seal('a', secret)
  assert.equal(await keyring.rotate('session'), true)
  const later = keyring.sessionKeys.seal('a', secret)
  assert.notEqual(
    Buffer.from(token, 'base64').toString('hex', 1, 9),
    Buffer.from(later, 'base64').toString('hex', 1, 9),
  )
  clock.now += 36 * HOUR + 15 * 60 * 1000
  assert.deepEqual(keyring.sessionKeys.open(token).plaintext, secret)
  clock.now += 1
  refused('unknown_key', () => keyring.sessionKeys.open(token))
  await keyring.rotate('session')
  assert.deepEqual(keyring.sessionKeys.open(later).plaintext, secret)
  const states = async () => (await records(store)).filter((one) => one.purpose === 'session').map((one) => one.state)
  assert.deepEqual((await states()).sort(), ['active', 'destroyed', 'verify'])
  assert.ok((await records(store)).every((record) => (record.state === 'destroyed') === (record.wrapped === '')))
  await keyring.rotate('session')
  assert.deepEqual((await states()).sort(), ['active', 'verify', 'verify'])
})

test('secrets of a replaced secret key open for ever', async () => {
  const { keyring, clock, open } = await setUp()
  const sealed = keyring.seal(secret, OWNER)
  for (let n = 0; n < 3; n++) {
    await keyring.rotate('secret')
    clock.now += 1000 * HOUR
  }
  assert.deepEqual(keyring.open(sealed, OWNER), secret)
  assert.deepEqual((await open()).open(sealed, OWNER), secret)
})

test('a young key is not rotated', async () => {
  const { keyring, clock } = await setUp()
  clock.now += 23 * HOUR
  assert.equal(await keyring.rotate('session', { olderThanMs: 24 * HOUR }), false)
  clock.now += HOUR
  assert.equal(await keyring.rotate('session', { olderThanMs: 24 * HOUR }), true)
  assert.equal(await keyring.rotate('session', { olderThanMs: 24 * HOUR }), false)
})

test('another node follows a rotation through the feed, also when it hears of it late', async () => {
  const { keyring, store, open } = await setUp()
  const follower: Keyring = await open()
  const { epoch, rev } = await store.info()
  await keyring.rotate('session')
  const first = keyring.sessionKeys.seal('a', secret)
  refused('unknown_key', () => follower.sessionKeys.open(first))
  const feed = store.watch({ after: rev, epoch, signal: new AbortController().signal })[Symbol.asyncIterator]()
  const { value: event } = await feed.next()
  assert.ok(event)
  follower.apply(event)
  assert.deepEqual(follower.sessionKeys.open(first).plaintext, secret)
  await keyring.rotate('session')
  const second = keyring.sessionKeys.seal('a', secret)
  // The feed brings this node its own earlier rotation only now.
  keyring.apply(event)
  const third = keyring.sessionKeys.seal('a', secret)
  assert.deepEqual(keyring.sessionKeys.open(second).plaintext, secret)
  assert.equal(Buffer.from(third, 'base64').toString('hex', 1, 9), Buffer.from(second, 'base64').toString('hex', 1, 9))
})

test('sealing and opening go on while the keyring is being rotated', async () => {
  const { keyring } = await setUp()
  const token = keyring.sessionKeys.seal('a', secret)
  const rotation = keyring.rotate('session')
  let done = false
  void rotation.then(() => {
    done = true
  })
  while (!done) {
    assert.deepEqual(keyring.sessionKeys.open(token).plaintext, secret)
    keyring.sessionKeys.seal('a', secret)
    await Promise.resolve()
  }
  await rotation
})

test('a keyring shows nothing of its keys', async () => {
  const { keyring } = await setUp()
  assert.doesNotMatch(inspect(keyring, { depth: 9, showHidden: true }), /Buffer|Uint8Array|wrapped/)
  assert.equal(JSON.stringify(keyring), '{"sessionKeys":{}}')
})
