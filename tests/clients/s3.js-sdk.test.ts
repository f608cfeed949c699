import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { clientConfig, clients, createUser, startTestServer } from '../harness.ts'

const Bucket = 'js-bucket'

async function start(t: TestContext) {
  const server = await startTestServer()
  t.after(() => server.close())
  const { s3 } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket }))
  return { server, s3 }
}

test('the JavaScript SDK puts, gets, copies, lists and deletes', async (t) => {
  const { s3 } = await start(t)
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a b/ü', Body: 'hello', Metadata: { x: 'y' } }))
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/ü' }))
  assert.equal(await got.Body?.transformToString(), 'hello')
  assert.deepEqual(got.Metadata, { x: 'y' })
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent('a b/ü')}` }))
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }))
  assert.deepEqual(
    Contents?.map(({ Key }) => Key),
    ['a b/ü', 'copy'],
  )
  const attributes = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key: 'copy', ObjectAttributes: ['ETag', 'ObjectSize'] }),
  )
  assert.deepEqual([attributes.ETag, attributes.ObjectSize], ['5d41402abc4b2a76b9719d911017c592', 5])
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: 'none' })), NoSuchKey)
  await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })), NotFound)
  const Objects = ['a b/ü', 'copy'].map((Key) => ({ Key }))
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  assert.equal(Deleted?.length, 2)
  await s3.send(new DeleteBucketCommand({ Bucket }))
  await assert.rejects(s3.send(new HeadBucketCommand({ Bucket })), NotFound)
})

test('lib-storage uploads a stream of 20 MB in parts, and it comes back whole', async (t) => {
  const { s3 } = await start(t)
  const bytes = randomBytes(20_000_000)
  const Body = Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000)
    })(),
  )
  const result = await new Upload({ client: s3, params: { Bucket, Key: 'big', Body } }).done()
  assert.match(result.ETag ?? '', /-4"$/)
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'big' }))
  assert.ok(bytes.equals((await got.Body?.transformToByteArray()) ?? new Uint8Array()))
})

test('a stream of known length goes up with a trailing checksum', async (t) => {
  const { s3 } = await start(t)
  // S3 takes no chunk below 8 KiB but the last.
  const Body = Readable.from([Buffer.alloc(10_000, 'a'), Buffer.from('stream')])
  const sent = await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 10_006 }))
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }))
  assert.equal(head.ContentLength, 10_006)
  assert.equal(head.ChecksumCRC32, sent.ChecksumCRC32)
  assert.equal(head.ContentEncoding, undefined)
})

test('presigned URLs work as they are, and only for what they were signed for', async (t) => {
  const { server, s3 } = await start(t)
  const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'p' }), { expiresIn: 60 })
  assert.equal((await fetch(put, { method: 'PUT', body: 'presigned' })).status, 200)
  const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'p', ResponseContentType: 'text/x' }), {
    expiresIn: 60,
  })
  const answer = await fetch(get)
  assert.equal(await answer.text(), 'presigned')
  assert.equal(answer.headers.get('content-type'), 'text/x')
  assert.equal((await fetch(get.replace('/p?', '/q?'))).status, 403)
  assert.equal((await fetch(`${server.endpoint}/${Bucket}/p`)).status, 403, 'without a signature nobody reads')
})

test('a user without a policy is refused before the body of a large upload is sent', async (t) => {
  const { server } = await start(t)
  const s3 = new S3Client({ ...clientConfig(server, await createUser(server, 'nobody')), forcePathStyle: true })
  const put = s3.send(new PutObjectCommand({ Bucket, Key: 'large', Body: Buffer.alloc(8_000_000) }))
  await assert.rejects(put, (error: unknown) => {
    assert.ok(error instanceof S3ServiceException)
    assert.equal(error.name, 'AccessDenied')
    assert.match(
      error.message,
      /not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::js-bucket\/large" because no identity-based policy allows/,
    )
    return true
  })
})

test('a part of an upload that nobody began is NoSuchUpload', async (t) => {
  const { s3 } = await start(t)
  await assert.rejects(
    s3.send(new UploadPartCommand({ Bucket, Key: 'k', UploadId: 'fakeid', PartNumber: 1, Body: 'x' })),
    { name: 'NoSuchUpload' },
  )
})
