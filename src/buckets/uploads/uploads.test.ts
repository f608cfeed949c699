import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, test } from 'node:test'
import { startChecksum } from '../../signature/checksums.ts'
import { openTemporaryObjects } from '../disk/disk-object-store.ts'
import { bodyOf, bytesOf, md5, s3Driver, s3Error } from '../driver-for-tests.ts'
import type { ObjectStore } from '../object-store.ts'

const Bucket = 'bucket'
const Key = 'big'
const MIB = 1024 * 1024
const BYTES = randomBytes(12 * MIB)
const PIECES = [BYTES.subarray(0, 5 * MIB), BYTES.subarray(5 * MIB, 11 * MIB), BYTES.subarray(11 * MIB)] as const
let objects: ObjectStore
let s3: ReturnType<typeof s3Driver>

beforeEach(async () => {
  objects = await openTemporaryObjects()
  s3 = s3Driver(objects)
  await s3.call('CreateBucket', { Bucket })
})
afterEach(() => objects.close())

const begin = async (more: object = {}) => {
  const { UploadId = '' } = await s3.call('CreateMultipartUpload', { Bucket, Key, ...more })
  const part = (PartNumber: number, content: string | Uint8Array, options: object = {}) =>
    s3.call('UploadPart', { Bucket, Key, UploadId, PartNumber, Body: bodyOf(content) }, options)
  const complete = (Parts: object[], extra: object = {}) =>
    s3.call('CompleteMultipartUpload', { Bucket, Key, UploadId, MultipartUpload: { Parts }, ...extra })
  const all = async () => {
    const parts = []
    for (const [index, piece] of PIECES.entries()) {
      const { ETag } = await part(index + 1, piece)
      parts.push({ PartNumber: index + 1, ETag })
    }
    return parts
  }
  return { UploadId, part, complete, all }
}
const digest = async (algorithm: 'CRC32' | 'CRC64NVME' | 'SHA256', bytes: Uint8Array) => {
  const checksum = await startChecksum(algorithm)
  checksum.update(bytes)
  return checksum.digestBase64()
}

test("parts become an object with the ETag of their MD5s and S3's own CRC64NVME of the whole", async () => {
  const upload = await begin({ ContentType: 'video/x', Metadata: { a: '1' }, Tagging: 't=1' })
  const parts = await upload.all()
  const output = await upload.complete(parts)
  const md5s = PIECES.map((piece) => createHash('md5').update(piece).digest())
  assert.equal(output.ETag, `"${md5(Buffer.concat(md5s))}-3"`)
  assert.equal(output.ChecksumCRC64NVME, await digest('CRC64NVME', BYTES))
  assert.equal(output.Location, 'http://localhost/bucket/big')
  const object = await s3.call('GetObject', { Bucket, Key })
  assert.deepEqual([object.ContentType, object.Metadata, object.TagCount], ['video/x', { a: '1' }, 1])
  assert.ok((await bytesOf(object.Body)).equals(BYTES))
  const range = await s3.call('GetObject', { Bucket, Key, Range: `bytes=${5 * MIB - 2}-${5 * MIB + 1}` })
  assert.ok((await bytesOf(range.Body)).equals(BYTES.subarray(5 * MIB - 2, 5 * MIB + 2)))
  const second = await s3.call('GetObject', { Bucket, Key, PartNumber: 2 })
  assert.deepEqual([second.PartsCount, second.ContentRange], [3, `bytes ${5 * MIB}-${11 * MIB - 1}/${12 * MIB}`])
  assert.ok((await bytesOf(second.Body)).equals(PIECES[1]))
  await assert.rejects(
    s3.call('HeadObject', { Bucket, Key, PartNumber: 10 }),
    s3Error('InvalidPartNumber', {
      message: 'The requested partnumber is not satisfiable',
      status: 416,
      fields: { PartNumberRequested: 10, ActualPartCount: 3 },
    }),
  )
  assert.deepEqual(await upload.complete(parts), output, 'a retry answers the same')
})

test('what is wrong with the list of parts is told with the recorded sentences', async () => {
  const { part, complete, UploadId } = await begin()
  const { ETag } = await part(1, 'tiny')
  const { ETag: last } = await part(2, 'tiny')
  const etag = md5('tiny')
  const lost =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag."
  await assert.rejects(complete([]), s3Error('InvalidRequest', { message: 'You must specify at least one part' }))
  await assert.rejects(
    complete([{ PartNumber: 3, ETag }]),
    s3Error('InvalidPart', { message: lost, fields: { ETag: etag, PartNumber: '3', UploadId } }),
  )
  await assert.rejects(complete([{ PartNumber: 1, ETag: '"x"' }]), s3Error('InvalidPart', { message: lost }))
  await assert.rejects(
    complete([
      { PartNumber: 2, ETag: last },
      { PartNumber: 1, ETag },
    ]),
    s3Error('InvalidPartOrder', {
      message: 'The list of parts was not in ascending order. Parts must be ordered by part number.',
      fields: { UploadId },
    }),
  )
  await assert.rejects(
    complete([
      { PartNumber: 1, ETag },
      { PartNumber: 2, ETag: last },
    ]),
    s3Error('EntityTooSmall', {
      message: 'Your proposed upload is smaller than the minimum allowed size',
      fields: { ETag: etag, MinSizeAllowed: 5242880, PartNumber: 1, ProposedSize: 4 },
    }),
  )
  const size = "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4"
  await assert.rejects(
    complete([{ PartNumber: 1, ETag }], { MpuObjectSize: 5 }),
    s3Error('InvalidRequest', { message: size }),
  )
  await assert.rejects(
    complete([{ PartNumber: 1, ETag }], { ChecksumType: 'FULL_OBJECT' }),
    s3Error('InvalidRequest', {
      message:
        'The upload was created using the null checksum mode. The complete request must use the same checksum mode.',
    }),
  )
  await complete([{ PartNumber: 1, ETag }])
  assert.equal((await s3.call('HeadObject', { Bucket, Key })).ContentLength, 4)
})

test('an upload that is not there is NoSuchUpload', async () => {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.'
  const gone = (UploadId: string) => s3Error('NoSuchUpload', { message, status: 404, fields: { UploadId } })
  const { part, complete, UploadId } = await begin()
  await s3.call('AbortMultipartUpload', { Bucket, Key, UploadId })
  await assert.rejects(part(1, 'x'), gone(UploadId))
  await assert.rejects(complete([{ PartNumber: 1, ETag: 'x' }]), gone(UploadId))
  await assert.rejects(s3.call('ListParts', { Bucket, Key, UploadId: 'fakeid' }), gone('fakeid'))
  const other = await begin()
  await assert.rejects(s3.call('ListParts', { Bucket, Key: 'other', UploadId: other.UploadId }), gone(other.UploadId))
})

test("a composite checksum is made of the parts' and asks for each of them", async () => {
  const { part, complete } = await begin({ ChecksumAlgorithm: 'SHA256' })
  const content = 'only part'
  const ChecksumSHA256 = await digest('SHA256', Buffer.from(content))
  const { ETag } = await part(1, content, { headers: { 'x-amz-checksum-sha256': ChecksumSHA256 } })
  const missing =
    'The upload was created using a sha256 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.'
  await assert.rejects(complete([{ PartNumber: 1, ETag }]), s3Error('InvalidRequest', { message: missing }))
  const wrong = 'The sha256 you specified for part 1 did not match what we received.'
  await assert.rejects(
    complete([{ PartNumber: 1, ETag, ChecksumSHA256: md5('x') }]),
    s3Error('BadDigest', { message: wrong }),
  )
  const mismatch = 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32'
  await assert.rejects(
    part(2, 'x', { headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }),
    s3Error('InvalidRequest', { message: mismatch }),
  )
  const output = await complete([{ PartNumber: 1, ETag, ChecksumSHA256 }])
  const composite = createHash('sha256').update(Buffer.from(ChecksumSHA256, 'base64')).digest('base64')
  assert.deepEqual([output.ChecksumSHA256, output.ChecksumType], [`${composite}-1`, 'COMPOSITE'])
  const attributes = await s3.call('GetObjectAttributes', {
    Bucket,
    Key,
    ObjectAttributes: ['ObjectParts', 'Checksum', 'ObjectSize'],
  })
  assert.deepEqual(attributes.ObjectParts?.Parts, [{ PartNumber: 1, Size: content.length, ChecksumSHA256 }])
  assert.equal(attributes.ObjectSize, content.length)
})

test('a checksum of the full object follows from those of the parts', async () => {
  const upload = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' })
  const parts = await upload.all()
  const wrong = 'The crc32 you specified did not match the calculated checksum.'
  await assert.rejects(upload.complete(parts, { ChecksumCRC32: 'AAAAAA==' }), s3Error('BadDigest', { message: wrong }))
  const ChecksumCRC32 = await digest('CRC32', BYTES)
  const output = await upload.complete(parts, { ChecksumCRC32, ChecksumType: 'FULL_OBJECT' })
  assert.deepEqual([output.ChecksumCRC32, output.ChecksumType], [ChecksumCRC32, 'FULL_OBJECT'])
})

test('checksum settings that S3 does not take are refused with its sentences', async () => {
  const cases = [
    [
      { ChecksumType: 'COMPOSITE' },
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    ],
    [
      { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE' },
      'The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.',
    ],
    [
      { ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' },
      'The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.',
    ],
    [
      { ChecksumAlgorithm: 'TEST' },
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    ],
  ] as const
  for (const [input, message] of cases)
    await assert.rejects(begin(input), s3Error('InvalidRequest', { message, status: 400 }))
})

test('a part is copied from a range of another object', async () => {
  await s3.call('PutObject', { Bucket, Key: 'source', Body: bodyOf('0123456789') })
  const { UploadId, complete } = await begin()
  const copy = (CopySourceRange?: string) =>
    s3.call('UploadPartCopy', {
      Bucket,
      Key,
      UploadId,
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      ...(CopySourceRange && { CopySourceRange }),
    })
  const form =
    'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
  await assert.rejects(
    copy('0-8'),
    s3Error('InvalidArgument', {
      message: form,
      fields: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: '0-8' },
    }),
  )
  await assert.rejects(
    copy('bytes=0-100'),
    s3Error('InvalidArgument', { message: 'Range specified is not valid for source object of size: 10' }),
  )
  await assert.rejects(
    copy('bytes=100-200'),
    s3Error('InvalidRequest', { message: 'The specified copy range is invalid for the source object size' }),
  )
  const { CopyPartResult } = await copy('bytes=2-5')
  assert.equal(CopyPartResult?.ETag, `"${md5('2345')}"`)
  await complete([{ PartNumber: 1, ETag: CopyPartResult?.ETag }])
  assert.equal((await bytesOf((await s3.call('GetObject', { Bucket, Key })).Body)).toString(), '2345')
})

test('parts and uploads are listed by page', async () => {
  const { UploadId, part } = await begin({ Key: 'a/1' })
  const upload = { Bucket, Key: 'a/1', UploadId }
  for (const number of [3, 1, 2])
    await s3.call('UploadPart', { ...upload, PartNumber: number, Body: bodyOf(`${number}`) })
  await assert.rejects(part(1, 'x'), s3Error('NoSuchUpload'))
  const first = await s3.call('ListParts', { ...upload, MaxParts: 2 })
  assert.deepEqual(
    [first.Parts?.map(({ PartNumber }) => PartNumber), first.IsTruncated, first.NextPartNumberMarker],
    [[1, 2], true, 2],
  )
  const rest = await s3.call('ListParts', { ...upload, PartNumberMarker: 2 })
  assert.deepEqual([rest.Parts?.map(({ PartNumber }) => PartNumber), rest.IsTruncated], [[3], false])

  const ids = new Map<string, string>()
  for (const [index, key] of ['b', 'b', 'c/1', 'c/2'].entries()) {
    const { UploadId: id = '' } = await s3.call('CreateMultipartUpload', { Bucket, Key: key }, { now: 1000 + index })
    ids.set(`${key}#${index}`, id)
  }
  const list = (more: object) => s3.call('ListMultipartUploads', { Bucket, ...more })
  const seen: string[] = []
  let marker: object = {}
  for (;;) {
    const page = await list({ MaxUploads: 1, Delimiter: '/', ...marker })
    seen.push(
      ...(page.Uploads ?? []).map(({ UploadId: id = '' }) => id),
      ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
    )
    if (!page.IsTruncated) break
    marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
  }
  assert.deepEqual(seen, ['a/', ids.get('b#0'), ids.get('b#1'), 'c/'])
  await assert.rejects(
    list({ KeyMarker: 'b', UploadIdMarker: ids.get('c/1#2') }),
    s3Error('InvalidArgument', { message: 'Invalid uploadId marker' }),
  )
})

test('an upload may be completed only onto what it expects', async () => {
  await s3.call('PutObject', { Bucket, Key, Body: bodyOf('x') })
  const { part, complete } = await begin()
  const { ETag } = await part(1, 'y')
  await assert.rejects(
    complete([{ PartNumber: 1, ETag }], { IfNoneMatch: '*' }),
    s3Error('PreconditionFailed', { status: 412, fields: { Condition: 'If-None-Match' } }),
  )
  await complete([{ PartNumber: 1, ETag }], { IfMatch: `"${md5('x')}"` })
})
