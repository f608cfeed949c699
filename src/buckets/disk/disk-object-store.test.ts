import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, test } from 'node:test'
import type { ByteRange, ObjectStore, StoredObject, WriteCondition } from '../object-store.ts'
import { INLINE_BYTES } from './body-files.ts'
import { openDiskObjects } from './disk-object-store.ts'

let directory: string
let objects: ObjectStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rolecall-objects-test-'))
  objects = await openDiskObjects(directory)
})
afterEach(async () => {
  await objects.close()
  await rm(directory, { recursive: true, force: true })
})

const reopen = async () => {
  await objects.close()
  objects = await openDiskObjects(directory)
}
async function* chunked(bytes: Uint8Array, size = 10_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const put = async (key: string, content: string | Uint8Array, condition?: WriteCondition, bucket = 'b1') => {
  const body = await objects.stage(chunked(Buffer.from(content)))
  const { etag, size } = body
  const metadata = { contentType: 'text/plain' }
  return objects.put(bucket, { key, etag, size, modified: 1000, checksum: undefined, metadata }, body, condition)
}
const head = (key: string, bucket = 'b1'): StoredObject => {
  const object = objects.head(bucket, key)
  assert.ok(object, `no object ${key}`)
  return object
}
const bytesOf = async (object: StoredObject, range?: ByteRange) => {
  const read = await objects.read(object, range)
  return read instanceof Readable ? buffer(read) : Buffer.from(read)
}
const files = async () =>
  (await readdir(join(directory, 'bodies'), { recursive: true })).filter((name) => name.includes('/'))
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')
const LARGE = randomBytes(3 * 1024 * 1024)

test('small and large bodies come back whole and by range, after a restart too', async () => {
  await put('small', 'hello world')
  await put('large', LARGE)
  await put('empty', '')
  await put('edge', LARGE.subarray(0, INLINE_BYTES))
  assert.equal((await files()).length, 1)
  await reopen()
  assert.equal((await bytesOf(head('small'))).toString(), 'hello world')
  assert.equal((await bytesOf(head('small'), { first: 6, last: 10 })).toString(), 'world')
  assert.equal(head('large').etag, md5(LARGE))
  assert.ok((await bytesOf(head('large'))).equals(LARGE))
  assert.ok((await bytesOf(head('large'), { first: 5, last: 2_000_000 })).equals(LARGE.subarray(5, 2_000_001)))
  assert.equal((await bytesOf(head('empty'))).length, 0)
  assert.equal((await bytesOf(head('edge'))).length, INLINE_BYTES)
})

test('nobody else can read the files', async () => {
  await put('large', LARGE)
  for (const name of ['objects.db', 'objects.db-wal', join('bodies', (await files())[0]!)]) {
    assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600, name)
  }
})

test('a replaced or deleted object leaves no file', async () => {
  await put('k', LARGE)
  await put('k', LARGE.subarray(1))
  await put('other', LARGE)
  assert.deepEqual(await objects.delete('b1', 'other'), { ok: true })
  await reopen()
  assert.equal((await files()).length, 1)
  assert.ok((await bytesOf(head('k'))).equals(LARGE.subarray(1)))
})

test('a file that no row names is swept at start, and one that a row names is kept', async () => {
  await put('kept', LARGE)
  await writeFile(join(directory, 'bodies', 'ab', `ab${'0'.repeat(30)}`), 'left by a crash')
  await reopen()
  await objects.close()
  assert.equal((await files()).length, 1)
  objects = await openDiskObjects(directory)
  assert.ok((await bytesOf(head('kept'))).equals(LARGE))
})

test('a source that fails leaves neither file nor object', async () => {
  async function* failing() {
    yield LARGE
    throw new Error('signature of a chunk is wrong')
  }
  await assert.rejects(objects.stage(failing()), /signature of a chunk/)
  assert.deepEqual(await files(), [])
  assert.ok(objects.isEmpty('b1'))
})

test('of concurrent writes to one key one stays, whole', async () => {
  const bodies = Array.from({ length: 20 }, (_, index) => Buffer.alloc(40_000, index))
  await Promise.all(bodies.map((body) => put('k', body)))
  const stands = await bytesOf(head('k'))
  assert.ok(bodies.some((body) => body.equals(stands)))
  assert.equal(head('k').etag, md5(stands))
  await reopen()
  assert.equal((await files()).length, 1)
})

test('of concurrent writes that ask for an absent key exactly one succeeds', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, (_, index) => put('k', `${index}`, { kind: 'absent' })))
  assert.equal(results.filter(({ ok }) => ok).length, 1)
  assert.ok(results.every((result) => result.ok || result.why === 'exists'))
})

test('a condition on the ETag is decided against what stands', async () => {
  assert.deepEqual(await put('k', 'a', { kind: 'etag', etag: md5(Buffer.from('a')) }), { ok: false, why: 'missing' })
  await put('k', 'a')
  assert.deepEqual(await put('k', 'b', { kind: 'etag', etag: md5(Buffer.from('x')) }), { ok: false, why: 'differs' })
  assert.deepEqual(await put('k', 'b', { kind: 'etag', etag: md5(Buffer.from('a')) }), { ok: true })
  assert.deepEqual(await objects.delete('b1', 'k', { kind: 'etag', etag: 'x' }), { ok: false, why: 'differs' })
  assert.deepEqual(await objects.delete('b1', 'k', { kind: 'etag', etag: md5(Buffer.from('b')) }), { ok: true })
})

test('keys are listed in the order of their UTF-8 bytes, and never of another bucket', async () => {
  const keys = ['a', 'a\0', 'a/', 'a/b', 'b', 'é', 'ﬀ', '\u{10000}', '../../etc/passwd', 'A'.repeat(1024)]
  for (const key of keys.toReversed()) await put(key, key)
  await put('z', 'z', undefined, 'b2')
  const listed = objects.list('b1', { from: '', to: undefined, limit: 100 }).map(({ key }) => key)
  assert.deepEqual(
    listed,
    keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  )
  assert.deepEqual(
    objects.list('b1', { from: 'a\0', to: 'b', limit: 2 }).map(({ key }) => key),
    ['a\0', 'a/'],
  )
})

test('parts become one object in their order, and the others are gone', async () => {
  const upload = {
    id: 'u1',
    bucket: 'b1',
    key: 'k',
    initiated: 1,
    initiator: 'a',
    initiatorId: 'b',
    checksum: undefined,
  }
  await objects.createUpload({ ...upload, metadata: { contentType: 'x/y' } })
  const part = async (number: number, bytes: Uint8Array) => {
    const body = await objects.stage(chunked(bytes))
    return objects.putPart('u1', { number, etag: body.etag, size: body.size, modified: 1, checksum: undefined }, body)
  }
  await part(3, LARGE)
  await part(1, LARGE.subarray(0, 100))
  await part(2, LARGE)
  await part(3, LARGE.subarray(7))
  await reopen()
  assert.deepEqual(
    objects.parts('u1', 0, 10).map(({ number, size }) => [number, size]),
    [
      [1, 100],
      [2, LARGE.length],
      [3, LARGE.length - 7],
    ],
  )
  const size = 100 + LARGE.length - 7
  const object = { key: 'k', etag: 'e-2', size, modified: 2, checksum: undefined, metadata: { contentType: 'x/y' } }
  assert.deepEqual(await objects.complete('u1', object, [1, 3]), { ok: true })
  await reopen()
  const whole = Buffer.concat([LARGE.subarray(0, 100), LARGE.subarray(7)])
  assert.ok((await bytesOf(head('k'))).equals(whole))
  assert.ok((await bytesOf(head('k'), { first: 90, last: 110 })).equals(whole.subarray(90, 111)))
  assert.equal(objects.part(head('k').body, 3)?.start, 100)
  assert.equal(objects.upload('u1'), undefined)
  assert.equal((await files()).length, 1)
  assert.deepEqual(await part(4, LARGE), { ok: false, why: 'missing' })
})

test('a dropped bucket takes its objects and uploads with it', async () => {
  await put('k', LARGE)
  await put('k', LARGE, undefined, 'b2')
  await objects.createUpload({
    id: 'u',
    bucket: 'b1',
    key: 'k',
    initiated: 1,
    initiator: '',
    initiatorId: '',
    checksum: undefined,
    metadata: { contentType: '' },
  })
  await objects.dropBucket('b1')
  assert.ok(objects.isEmpty('b1'))
  assert.equal(objects.upload('u'), undefined)
  await reopen()
  assert.equal((await files()).length, 1)
})

test('a write that the index refuses stores nothing, and later writes succeed', async () => {
  await put('before', 'x')
  const { Database } = await import('../../store/sqlite/database.ts')
  // Another connection that holds SQLite's write lock makes every write fail as a full disk does.
  const database = new Database(join(directory, 'objects.db'))
  database.exec('BEGIN IMMEDIATE')
  await assert.rejects(put('small', 'x'), { name: 'ObjectStoreError' })
  await assert.rejects(put('large', LARGE), { name: 'ObjectStoreError' })
  database.exec('ROLLBACK')
  database.close()
  assert.equal(objects.head('b1', 'small'), undefined)
  assert.deepEqual(await files(), [])
  assert.deepEqual(await put('small', 'x'), { ok: true })
  assert.equal(head('before').size, 1)
})
