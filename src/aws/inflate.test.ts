import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { inflateBody } from './inflate.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const hello = gzipSync('hello')

test('gzip is inflated, and what is not encoded stays as it is', async () => {
  for (const encoding of ['gzip', ' GZIP ', 'amz-1.0, gzip', 'identity,gzip'])
    assert.equal(text(await inflateBody(hello, encoding, 'json')), 'hello')
  for (const encoding of [undefined, '', 'identity', 'amz-1.0'])
    assert.equal(text(await inflateBody(Buffer.from('hello'), encoding, 'json')), 'hello')
  assert.equal((await inflateBody(new Uint8Array(), 'gzip', 'json')).length, 0)
})

test('other encodings, and gzip twice, are refused', async () => {
  for (const encoding of ['br', 'deflate', 'gzip, gzip', 'gzip, br'])
    await assert.rejects(inflateBody(hello, encoding, 'json'), { code: 'SerializationException' })
})

test('what is no gzip, or ends early, is refused', async () => {
  await assert.rejects(inflateBody(Buffer.from('hello'), 'gzip', 'query'), { code: 'MalformedInput', status: 400 })
  await assert.rejects(inflateBody(hello.subarray(0, 10), 'gzip', 'query'), { code: 'MalformedInput', status: 400 })
})

test('what inflates beyond 32 MB is refused', async () => {
  const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024 + 1))
  await assert.rejects(inflateBody(bomb, 'gzip', 'json'), { code: 'RequestEntityTooLargeException', status: 413 })
})
