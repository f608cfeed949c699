import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketHref, bucketIn, lastPart, objectHref, pathAbove } from './addresses.ts'

test('a key of any spelling stands whole in the address of its object', () => {
  const href = objectHref('b', 'a b/ü&?#+%2F')
  assert.equal(new URL(href, 'http://x').searchParams.get('key'), 'a b/ü&?#+%2F')
})

test('above an object stand its bucket and each of its folders', () => {
  assert.deepEqual(pathAbove('b', 'one/two/x.txt').slice(1), [
    { text: 'b', href: '/s3/b' },
    { text: 'one/', href: bucketHref('b', 'one/') },
    { text: 'two/', href: bucketHref('b', 'one/two/') },
  ])
})

test('above a folder stand only the folders that it is in', () => {
  assert.deepEqual(
    pathAbove('b', 'one/two/').map(({ text }) => text),
    ['Buckets', 'b', 'one/'],
  )
})

test('the last part of a folder keeps its slash', () => {
  assert.deepEqual(['x', 'one/x', 'one/', 'one/two/'].map(lastPart), ['x', 'x', 'one/', 'two/'])
})

test('the bucket of an ARN is the bucket of its objects too, and of no pattern', () => {
  for (const arn of ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/a/b', 'arn:aws:s3:::shop/*'])
    assert.equal(bucketIn(arn), 'shop')
  for (const arn of ['*', 'arn:aws:s3:::*', 'arn:aws:iam::123456789012:role/shop'])
    assert.equal(bucketIn(arn), undefined)
})
