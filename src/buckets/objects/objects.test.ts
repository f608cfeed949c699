import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { buckets } from '../bucket.ts'
import { openTemporaryObjects } from '../disk/disk-object-store.ts'
import { ACCOUNT, bodyOf, bytesOf, md5, NOW, s3Driver, s3Error } from '../driver-for-tests.ts'
import { type ObjectStore, ObjectStoreError } from '../object-store.ts'

const Bucket = 'bucket'
let objects: ObjectStore
let s3: ReturnType<typeof s3Driver>

beforeEach(async () => {
  objects = await openTemporaryObjects()
  s3 = s3Driver(objects)
  await s3.call('CreateBucket', { Bucket })
})
afterEach(() => objects.close())

const put = (Key: string, content = 'content', more: object = {}, options: object = {}) =>
  s3.call('PutObject', { Bucket, Key, Body: bodyOf(content), ...more }, options)
const get = (Key: string, more: object = {}, options: object = {}) =>
  s3.call('GetObject', { Bucket, Key, ...more }, options)
const text = async (Key: string, more: object = {}) => (await bytesOf((await get(Key, more)).Body)).toString()
const policy = (...statements: object[]) => ({
  policy: statements.length === 0 ? null : { Version: '2012-10-17', Statement: statements },
})
const allow = (Action: string | string[], Resource = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})

test('an object comes back with its headers and metadata', async () => {
  const output = await put('k', 'hello', {
    ContentType: 'text/plain',
    CacheControl: 'no-cache',
    ContentEncoding: 'aws-chunked,gzip',
    Metadata: { Owner: 'me' },
    Tagging: 'a=1&b=2%203',
  })
  assert.equal(output.ETag, `"${md5('hello')}"`)
  assert.equal(output.ServerSideEncryption, 'AES256')
  assert.equal(output.VersionId, undefined)
  const head = await s3.call('HeadObject', { Bucket, Key: 'k' })
  assert.equal(head.ContentType, 'text/plain')
  assert.equal(head.CacheControl, 'no-cache')
  assert.equal(head.ContentEncoding, 'gzip')
  assert.deepEqual(head.Metadata, { owner: 'me' })
  assert.equal(head.ContentLength, 5)
  assert.equal(head.TagCount, 2)
  assert.equal(head.AcceptRanges, 'bytes')
  assert.equal(head.LastModified?.getTime(), NOW)
  assert.equal(head.StorageClass, undefined)
  assert.equal(await text('k'), 'hello')
  await put('plain')
  assert.equal((await get('plain')).ContentType, 'binary/octet-stream')
})

test("a checksum is the client's, from header or trailer, else a CRC64NVME of S3's own", async () => {
  // CRC64NVME and CRC32 of "123456789" as the catalogue of CRCs lists them.
  const crc64 = Buffer.from('ae8b14860a799888', 'hex').toString('base64')
  const crc32 = Buffer.from('cbf43926', 'hex').toString('base64')
  const own = await put('own', '123456789')
  assert.deepEqual([own.ChecksumCRC64NVME, own.ChecksumType], [crc64, 'FULL_OBJECT'])
  const header = await put('header', '123456789', {}, { headers: { 'x-amz-checksum-crc32': crc32 } })
  assert.deepEqual([header.ChecksumCRC32, header.ChecksumCRC64NVME], [crc32, undefined])
  const Body = bodyOf('123456789', { 'x-amz-checksum-crc32': crc32 })
  const trailer = await put('trailer', '', { Body }, { headers: { 'x-amz-trailer': 'x-amz-checksum-crc32' } })
  assert.equal(trailer.ChecksumCRC32, crc32)
  assert.equal((await get('trailer', { ChecksumMode: 'ENABLED' })).ChecksumCRC32, crc32)
  assert.equal((await get('trailer')).ChecksumCRC32, undefined)
  assert.equal((await get('trailer', { ChecksumMode: 'ENABLED', Range: 'bytes=0-1' })).ChecksumCRC32, undefined)
})

test('a body that breaks its promise leaves what stood before', async () => {
  await put('k', 'before')
  const Body = {
    length: 40_000,
    trailers: {},
    async *[Symbol.asyncIterator]() {
      yield Buffer.alloc(20_000)
      throw new Error('BadDigest')
    },
  }
  await assert.rejects(put('k', '', { Body }), /BadDigest/)
  assert.equal(await text('k'), 'before')
})

test('the body is asked for only when the request can succeed', async () => {
  await assert.rejects(
    put('k', 'x', { StorageClass: 'OUTPOSTS' }),
    s3Error('InvalidStorageClass', { fields: { StorageClassRequested: 'OUTPOSTS' } }),
  )
  await assert.rejects(put('k', 'x', {}, policy()), s3Error('AccessDenied'))
  const length = 5 * 1024 ** 3 + 1
  await assert.rejects(put('k', '', { Body: { ...bodyOf(''), length } }), s3Error('EntityTooLarge', { status: 400 }))
  await assert.rejects(
    put('k', '', { Body: { ...bodyOf(''), length: undefined } }),
    s3Error('MissingContentLength', { status: 411 }),
  )
  assert.equal(s3.continuations(), 0)
  await put('k')
  assert.equal(s3.continuations(), 1)
})

test('ranges are answered as S3 answers them', async () => {
  await put('k', '0123456789')
  const range = async (Range: string) => {
    const output = await get('k', { Range })
    return [(await bytesOf(output.Body)).toString(), output.ContentRange]
  }
  assert.deepEqual(await range('bytes=2-4'), ['234', 'bytes 2-4/10'])
  assert.deepEqual(await range('bytes=7-'), ['789', 'bytes 7-9/10'])
  assert.deepEqual(await range('bytes=-3'), ['789', 'bytes 7-9/10'])
  assert.deepEqual(await range('bytes=8-99'), ['89', 'bytes 8-9/10'])
  assert.deepEqual(await range('bytes=-99'), ['0123456789', 'bytes 0-9/10'])
  for (const ignored of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=5-2', 'bytes=-']) {
    assert.deepEqual(await range(ignored), ['0123456789', undefined], ignored)
  }
  await assert.rejects(
    range('bytes=10-20'),
    s3Error('InvalidRange', {
      message: 'The requested range is not satisfiable',
      status: 416,
      fields: { RangeRequested: 'bytes=10-20', ActualObjectSize: 10 },
    }),
  )
})

test('conditional reads follow the recorded answers', async () => {
  const { ETag = '' } = await put('k')
  const later = new Date(NOW + 60_000)
  const earlier = new Date(NOW - 60_000)
  const failed = (Condition: string) =>
    s3Error('PreconditionFailed', {
      message: 'At least one of the pre-conditions you specified did not hold',
      status: 412,
      fields: { Condition },
    })
  const unmodified = (error: Error & { headers?: Record<string, string> }) => {
    assert.equal(error.headers?.['ETag'], ETag)
    return s3Error('NotModified', { message: 'Not Modified', status: 304 })(error)
  }
  await get('k', { IfMatch: ETag })
  await get('k', { IfMatch: ETag.slice(1, -1) })
  await assert.rejects(get('k', { IfMatch: '"x"' }), failed('If-Match'))
  await assert.rejects(get('k', { IfNoneMatch: ETag }), unmodified)
  await assert.rejects(get('k', { IfModifiedSince: later }), unmodified)
  await assert.rejects(get('k', { IfUnmodifiedSince: earlier }), failed('If-Unmodified-Since'))
  await get('k', { IfMatch: ETag, IfUnmodifiedSince: earlier })
  await get('k', { IfNoneMatch: '"x"', IfModifiedSince: later })
})

test('conditional writes follow the recorded answers', async () => {
  const { ETag } = await put('k')
  const failed = (Condition: string) => s3Error('PreconditionFailed', { status: 412, fields: { Condition } })
  const unsupported = (Header: string, additionalMessage: string) =>
    s3Error('NotImplemented', {
      message: 'A header you provided implies functionality that is not implemented',
      status: 501,
      fields: { Header, additionalMessage },
    })
  await assert.rejects(put('k', 'x', { IfNoneMatch: '*' }), failed('If-None-Match'))
  await assert.rejects(put('k', 'x', { IfMatch: '"x"' }), failed('If-Match'))
  await assert.rejects(
    put('none', 'x', { IfMatch: ETag }),
    s3Error('NoSuchKey', { message: 'The specified key does not exist.', status: 404, fields: { Key: 'none' } }),
  )
  await assert.rejects(
    put('k', 'x', { IfNoneMatch: 'x' }),
    unsupported('If-None-Match', "We don't accept the provided value of If-None-Match header for this API"),
  )
  await assert.rejects(
    put('k', 'x', { IfMatch: '*' }),
    unsupported('If-Match', "We don't accept the provided value of If-Match header for this API"),
  )
  await assert.rejects(
    put('k', 'x', { IfMatch: ETag, IfNoneMatch: '*' }),
    unsupported('If-Match,If-None-Match', 'Multiple conditional request headers present in the request'),
  )
  await put('k', 'new', { IfMatch: ETag })
  await put('none', 'x', { IfNoneMatch: '*' })
  await assert.rejects(s3.call('DeleteObject', { Bucket, Key: 'k', IfMatch: ETag }), failed('If-Match'))
})

test('a condition on what stands needs the permission to read it', async () => {
  const { ETag } = await put('k')
  await assert.rejects(put('k', 'x', { IfMatch: ETag }, policy(allow('s3:PutObject'))), s3Error('AccessDenied'))
  await put('k', 'x', { IfMatch: ETag }, policy(allow(['s3:PutObject', 's3:GetObject'])))
})

test('what is not there is 404 only for those who may list', async () => {
  const read = policy(allow('s3:GetObject'))
  await assert.rejects(get('none', {}, read), s3Error('AccessDenied', { status: 403 }))
  const both = policy(allow(['s3:GetObject', 's3:ListBucket']))
  await assert.rejects(get('none', {}, both), s3Error('NoSuchKey', { status: 404, fields: { Key: 'none' } }))
  const wanted = { Bucket: 'no-such-bucket', Key: 'k' }
  await assert.rejects(s3.call('GetObject', wanted, policy()), s3Error('NoSuchBucket', { status: 404 }))
})

test('the only version is called null', async () => {
  await put('k')
  await get('k', { VersionId: 'null' })
  assert.equal(s3.judged[0]?.check.action, 's3:GetObjectVersion')
  await assert.rejects(
    get('k', { VersionId: 'x' }),
    s3Error('InvalidArgument', { message: 'Invalid version id specified' }),
  )
  const VersionId = 'a'.repeat(32)
  await assert.rejects(
    get('k', { VersionId }),
    s3Error('NoSuchVersion', { status: 404, fields: { Key: 'k', VersionId } }),
  )
  const { Versions } = await s3.call('ListObjectVersions', { Bucket })
  assert.deepEqual(
    Versions?.map(({ Key, VersionId: id, IsLatest }) => [Key, id, IsLatest]),
    [['k', 'null', true]],
  )
})

test('tags of objects decide, asked for and existing', async () => {
  await put('secret', 'x', { Tagging: 'class=secret' })
  const condition = { StringEquals: { 's3:ExistingObjectTag/class': 'public' } }
  const reader = policy(allow('s3:GetObject', '*', { Condition: condition }))
  await assert.rejects(get('secret', {}, reader), s3Error('AccessDenied'))
  const TagSet = [{ Key: 'class', Value: 'public' }]
  await s3.call('PutObjectTagging', { Bucket, Key: 'secret', Tagging: { TagSet } })
  await get('secret', {}, reader)
  assert.deepEqual((await s3.call('GetObjectTagging', { Bucket, Key: 'secret' })).TagSet, TagSet)
  const asked = { StringEquals: { 's3:RequestObjectTag/class': 'public' } }
  const writer = policy(allow('s3:PutObject'), allow('s3:PutObjectTagging', '*', { Condition: asked }))
  await assert.rejects(put('new', 'x', { Tagging: 'class=secret' }, writer), s3Error('AccessDenied'))
  await put('new', 'x', { Tagging: 'class=public' }, writer)
  await s3.call('DeleteObjectTagging', { Bucket, Key: 'secret' })
  await assert.rejects(get('secret', {}, reader), s3Error('AccessDenied'))
  const duplicate = 'key1=val1&key1=val2'
  const message =
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates."
  await assert.rejects(put('new', 'x', { Tagging: duplicate }), s3Error('InvalidArgument', { message }))
})

test('many keys are deleted at once, each by its own permission', async () => {
  for (const key of ['a', 'b', 'keep']) await put(key)
  const headers = { 'content-md5': 'checked by the body' }
  const Delete = { Objects: ['a', 'b', 'keep', 'none'].map((Key) => ({ Key })) }
  const caller = policy(allow('s3:DeleteObject'), {
    Effect: 'Deny',
    Action: 's3:DeleteObject',
    Resource: `arn:aws:s3:::${Bucket}/keep`,
  })
  const output = await s3.call('DeleteObjects', { Bucket, Delete }, { ...caller, headers })
  assert.deepEqual(
    output.Deleted?.map(({ Key }) => Key),
    ['a', 'b', 'none'],
  )
  assert.deepEqual(
    output.Errors?.map(({ Key, Code }) => [Key, Code]),
    [['keep', 'AccessDenied']],
  )
  assert.equal(await text('keep'), 'content')
  await assert.rejects(s3.call('DeleteObjects', { Bucket, Delete }), s3Error('InvalidRequest'))
  const quiet = await s3.call('DeleteObjects', { Bucket, Delete: { ...Delete, Quiet: true } }, { headers })
  assert.deepEqual([quiet.Deleted, quiet.Errors], [[], []])
})

test('keys that are deleted by their ETag need to be readable, as in DeleteObject', async () => {
  const { ETag } = await put('known')
  const headers = { 'content-md5': 'x' }
  const Delete = { Objects: [{ Key: 'known', ETag }] }
  const deleting = allow('s3:DeleteObject', `arn:aws:s3:::${Bucket}/*`)
  const blind = await s3.call('DeleteObjects', { Bucket, Delete }, { headers, ...policy(deleting) })
  assert.deepEqual(
    blind.Errors?.map(({ Code }) => Code),
    ['AccessDenied'],
  )
  const reading = allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`)
  const seeing = await s3.call('DeleteObjects', { Bucket, Delete }, { headers, ...policy(deleting, reading) })
  assert.deepEqual(
    seeing.Deleted?.map(({ Key }) => Key),
    ['known'],
  )
})

test('a copy keeps or replaces metadata, and never copies onto itself unchanged', async () => {
  await put('source é', 'bytes', { ContentType: 'text/x', Metadata: { a: '1' }, Tagging: 't=1' })
  const copy = (Key: string, more: object = {}) =>
    s3.call('CopyObject', { Bucket, Key, CopySource: `/${Bucket}/source%20%C3%A9`, ...more })
  assert.equal((await copy('kept')).CopyObjectResult?.ETag, `"${md5('bytes')}"`)
  assert.deepEqual((await get('kept')).Metadata, { a: '1' })
  assert.equal((await get('kept')).TagCount, 1)
  await copy('replaced', { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, TaggingDirective: 'REPLACE' })
  assert.deepEqual((await get('replaced')).Metadata, { b: '2' })
  assert.equal((await get('replaced')).ContentType, 'binary/octet-stream')
  assert.equal((await get('replaced')).TagCount, undefined)
  const message =
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."
  await assert.rejects(copy('source é'), s3Error('InvalidRequest', { message, status: 400 }))
  await copy('source é', { MetadataDirective: 'REPLACE', ContentType: 'text/y' })
  assert.equal(await text('source é'), 'bytes')
  await assert.rejects(
    copy('x', { CopySourceIfNoneMatch: md5('bytes') }),
    s3Error('PreconditionFailed', { status: 412, fields: { Condition: 'x-amz-copy-source-If-None-Match' } }),
  )
  for (const bad of ['bucket', '/bucket/', 'bucket/%zz', 'BUCKET/k']) {
    await assert.rejects(
      copy('x', { CopySource: bad }),
      s3Error('InvalidArgument', { message: 'Invalid copy source object key' }),
      bad,
    )
  }
})

test('a copy needs to read its source and to write its target', async () => {
  await put('a')
  const copy = (options: object) => s3.call('CopyObject', { Bucket, Key: 'b', CopySource: `${Bucket}/a` }, options)
  const source = allow('s3:GetObject', `arn:aws:s3:::${Bucket}/a`)
  const target = allow('s3:PutObject', `arn:aws:s3:::${Bucket}/b`)
  await assert.rejects(copy(policy(source)), s3Error('AccessDenied'))
  await assert.rejects(copy(policy(target)), s3Error('AccessDenied'))
  const raw = { StringEquals: { 's3:x-amz-copy-source': `${Bucket}/a` } }
  await copy(policy(source, { ...target, Condition: raw }))
})

test('a copy that takes tags along needs to read them and to write them; one that replaces them with none does not', async () => {
  await put('tagged', 'x', { Tagging: 'team=blue' })
  const input = { Bucket, Key: 'b', CopySource: `${Bucket}/tagged` }
  const source = `arn:aws:s3:::${Bucket}/tagged`
  const target = `arn:aws:s3:::${Bucket}/b`
  const bytes = [allow('s3:GetObject', source), allow('s3:PutObject', target)]
  const reading = allow('s3:GetObjectTagging', source)
  const writing = allow('s3:PutObjectTagging', target)
  await assert.rejects(s3.call('CopyObject', input, policy(...bytes, writing)), s3Error('AccessDenied'))
  await assert.rejects(s3.call('CopyObject', input, policy(...bytes, reading)), s3Error('AccessDenied'))
  await s3.call('CopyObject', input, policy(...bytes, reading, writing))
  await s3.call('CopyObject', { ...input, TaggingDirective: 'REPLACE' }, policy(...bytes))
  assert.equal((await get('b')).TagCount, undefined)
})

test('keys are listed by prefix, delimiter and page', async () => {
  for (const key of ['a/1', 'a/2', 'b', 'c/1/x', 'c/2', 'd é']) await put(key)
  const list = async (more: object) => {
    const output = await s3.call('ListObjectsV2', { Bucket, ...more })
    return {
      output,
      keys: output.Contents?.map(({ Key }) => Key),
      prefixes: output.CommonPrefixes?.map(({ Prefix }) => Prefix),
    }
  }
  const all = await list({ Delimiter: '/' })
  assert.deepEqual([all.keys, all.prefixes, all.output.KeyCount], [['b', 'd é'], ['a/', 'c/'], 4])
  assert.deepEqual((await list({ Prefix: 'c/', Delimiter: '/' })).prefixes, ['c/1/'])
  assert.deepEqual((await list({ Prefix: 'd', EncodingType: 'url' })).keys, ['d+%C3%A9'])
  assert.deepEqual((await list({ StartAfter: 'c/1/x' })).keys, ['c/2', 'd é'])
  const none = await list({ MaxKeys: 0 })
  assert.deepEqual([none.keys, none.output.IsTruncated], [[], false])

  const seen: (string | undefined)[] = []
  let ContinuationToken: string | undefined
  do {
    const page = await list({ Delimiter: '/', MaxKeys: 1, ...(ContinuationToken && { ContinuationToken }) })
    seen.push(...(page.keys ?? []), ...(page.prefixes ?? []))
    ContinuationToken = page.output.NextContinuationToken
  } while (ContinuationToken)
  assert.deepEqual(seen, ['a/', 'b', 'c/', 'd é'])

  const message = 'The continuation token provided is incorrect'
  await assert.rejects(
    list({ ContinuationToken: 'x' }),
    s3Error('InvalidArgument', { message, fields: { ArgumentName: 'continuation-token' } }),
  )
  await assert.rejects(
    list({ EncodingType: 'value' }),
    s3Error('InvalidArgument', { message: 'Invalid Encoding Method specified in Request' }),
  )
})

test('version 1 of the list gives a marker only with a delimiter', async () => {
  for (const key of ['a/1', 'a/2', 'b', 'c']) await put(key)
  const page = await s3.call('ListObjects', { Bucket, MaxKeys: 2 })
  assert.deepEqual([page.IsTruncated, page.NextMarker, page.Contents?.length], [true, undefined, 2])
  const rolled = await s3.call('ListObjects', { Bucket, MaxKeys: 1, Delimiter: '/' })
  assert.equal(rolled.NextMarker, 'a/')
  const rest = await s3.call('ListObjects', { Bucket, Delimiter: '/', Marker: 'a/' })
  assert.deepEqual([rest.Contents?.map(({ Key }) => Key), rest.CommonPrefixes], [['b', 'c'], []])
})

test('thousands of keys under few prefixes are rolled up completely', async () => {
  const { bucketId } = objectsBucket()
  const one = { etag: 'e', size: 0, modified: NOW, checksum: undefined, metadata: { contentType: 'x' } }
  const add = async (key: string) => objects.put(bucketId, { ...one, key }, await objects.stage(bodyOf('')))
  await Promise.all(Array.from({ length: 3000 }, (_, index) => add(`p${index % 30}/${index}`)))
  const rolled = await s3.call('ListObjectsV2', { Bucket, Delimiter: '/' })
  assert.equal(rolled.CommonPrefixes?.length, 30)
  let count = 0
  let StartAfter: string | undefined
  for (;;) {
    const page = await s3.call('ListObjectsV2', { Bucket, ...(StartAfter && { StartAfter }) })
    count += page.Contents?.length ?? 0
    StartAfter = page.Contents?.at(-1)?.Key
    if (!page.IsTruncated) break
  }
  assert.equal(count, 3000)
})

const objectsBucket = () => {
  const bucket = s3.state.find(buckets, 'account', ACCOUNT)[0]
  assert.ok(bucket)
  return bucket
}

test('a key longer than 1024 bytes is refused', async () => {
  await put('é'.repeat(512))
  await assert.rejects(
    put('é'.repeat(513)),
    s3Error('KeyTooLongError', { message: 'Your key is too long', status: 400 }),
  )
})

test('a full disk is a clear error that names no file', async () => {
  objects.stage = () => Promise.reject(new ObjectStoreError('full', 'the disk is full at /somewhere'))
  await assert.rejects(
    put('k'),
    s3Error('ServiceUnavailable', { message: 'The disk of this server is full; nothing was stored.', status: 503 }),
  )
})

test('an upload into a bucket that is deleted meanwhile is refused', async () => {
  const Body = {
    length: 1,
    trailers: {},
    async *[Symbol.asyncIterator]() {
      yield Buffer.from('x')
      await s3.call('DeleteBucket', { Bucket })
      await s3.call('CreateBucket', { Bucket })
    },
  }
  await assert.rejects(put('k', '', { Body }), s3Error('NoSuchBucket', { status: 404 }))
  assert.equal((await s3.call('ListObjectsV2', { Bucket })).KeyCount, 0)
})
