import { deepEqual, equal, fail, ok } from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { mechanismOf } from './claim.ts'
import { request } from './request.fixture.ts'
import { checkSigV2Time, parseSigV2, sigV2StringToSign, verifySigV2 } from './sigv2.ts'

// Amazon S3 Developer Guide, "Signing and Authenticating REST Requests".
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const AKID = 'AKIAIOSFODNN7EXAMPLE'

const examples = [
  {
    name: 'object GET',
    path: '/photos/puppy.jpg',
    date: 'Tue, 27 Mar 2007 19:36:42 +0000',
    signature: 'bWq2s1WEIj+Ydj0vQ697zp+IXMU=',
  },
  {
    name: 'object PUT',
    method: 'PUT',
    path: '/photos/puppy.jpg',
    headers: ['Content-Type', 'image/jpeg', 'Content-Length', '94328'],
    date: 'Tue, 27 Mar 2007 21:15:45 +0000',
    signature: 'MyyxeRY7whkBe+bq8fHCL/2kKUg=',
  },
  {
    name: 'list, whose parameters are not signed',
    query: 'prefix=photos&max-keys=50&marker=puppy',
    date: 'Tue, 27 Mar 2007 19:42:41 +0000',
    signature: 'htDYFYduRNen8P9ZfE/s9SuKy0U=',
  },
  {
    name: 'fetch of an ACL',
    query: 'acl',
    date: 'Tue, 27 Mar 2007 19:44:46 +0000',
    signature: 'c2WLPFtWHVgbEmeEG93a4cG37dM=',
  },
  {
    name: 'upload with metadata',
    method: 'PUT',
    path: '/db-backup.dat.gz',
    bucket: 'static.johnsmith.net',
    headers: [
      ...[
        'x-amz-acl',
        'public-read',
        'content-type',
        'application/x-download',
        'Content-MD5',
        '4gJE4saaMU4BqNR0kLY+lw==',
      ],
      ...['X-Amz-Meta-ReviewedBy', 'joe@johnsmith.net', 'X-Amz-Meta-ReviewedBy', 'jane@johnsmith.net'],
      ...['X-Amz-Meta-FileChecksum', '0x02661779', 'X-Amz-Meta-ChecksumAlgorithm', 'crc32'],
    ],
    date: 'Tue, 27 Mar 2007 21:06:08 +0000',
    signature: 'ilyl83RwaSoYIEdixDQcA4OnAnc=',
  },
  {
    name: 'list of all buckets',
    bucket: undefined,
    date: 'Wed, 28 Mar 2007 01:29:59 +0000',
    signature: 'qGdzdERIC03wnaRNKh6OqZehG9s=',
  },
  {
    name: 'escaped key, as it is spelt on the wire',
    path: '/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re',
    bucket: undefined,
    date: 'Wed, 28 Mar 2007 01:49:49 +0000',
    signature: 'DNEZGsoieTZ92F3bUfSPQcbGmlM=',
  },
]

const claimOf = (from: ReturnType<typeof request>) => {
  const parsed = parseSigV2(from)
  return parsed.ok ? parsed.claim : fail(parsed.error.message)
}

describe('the examples of the S3 guide verify', () => {
  for (const { name, date, signature, headers = [], ...rest } of examples) {
    test(name, () => {
      const bucket = 'bucket' in rest ? rest.bucket : 'johnsmith'
      const rawHeaders = [
        'Host',
        's3.amazonaws.com',
        'Date',
        date,
        ...headers,
        'Authorization',
        `AWS ${AKID}:${signature}`,
      ]
      const from = request({ ...rest, rawHeaders })
      equal(mechanismOf(from), 'v2 header')
      const claim = claimOf(from)
      equal(claim.accessKeyId, AKID)
      deepEqual(verifySigV2(claim, from, { secret: SECRET, bucket }), { ok: true })
      deepEqual(checkSigV2Time(claim, Date.parse(date)), { ok: true })
      equal(verifySigV2(claim, { ...from, method: 'HEAD' }, { secret: SECRET, bucket }).ok, false)
      equal(verifySigV2(claim, from, { secret: `${SECRET}x`, bucket }).ok, false)
    })
  }
})

describe('a presigned SigV2 request', () => {
  const query = `AWSAccessKeyId=${AKID}&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620`
  const from = request({ path: '/photos/puppy.jpg', query, rawHeaders: ['Host', 'johnsmith.s3.amazonaws.com'] })
  const facts = { secret: SECRET, bucket: 'johnsmith' }

  test('of the S3 guide verifies, until it expires', () => {
    equal(mechanismOf(from), 'v2 query')
    const claim = claimOf(from)
    deepEqual(verifySigV2(claim, from, facts), { ok: true })
    deepEqual(checkSigV2Time(claim, 1175139620_000), { ok: true })
    const late = checkSigV2Time(claim, 1175139621_000)
    ok(!late.ok)
    equal(late.error.message, 'Request has expired')
    deepEqual(late.error.fields, { Expires: '2007-03-29T03:40:20Z', ServerTime: '2007-03-29T03:40:21Z' })
  })

  test('covers the path, the method, Expires and response overrides', () => {
    for (const change of [
      { path: '/photos/kitten.jpg' },
      { method: 'PUT' },
      { query: query.replace('1175139620', '1975139620') },
      { query: `${query}&response-content-type=text%2Fhtml` },
      { query: `${query}&versionId=1` },
      { rawHeaders: [...from.rawHeaders, 'x-amz-acl', 'public-read'] },
      { rawHeaders: [...from.rawHeaders, 'Content-Type', 'text/html'] },
    ]) {
      const changed = request({ ...from, ...change })
      const result = verifySigV2(claimOf(changed), changed, facts)
      ok(!result.ok)
      equal(result.error.code, 'SignatureDoesNotMatch')
      equal(JSON.stringify(result).includes(SECRET), false)
    }
  })

  test('with a missing parameter gets the recorded sentence', () => {
    for (const name of ['Signature', 'Expires']) {
      const result = parseSigV2({ ...from, query: query.replace(new RegExp(`&${name}=[^&]*`), '') })
      ok(!result.ok)
      equal(result.error.code, 'AccessDenied')
      equal(
        result.error.message,
        'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
      )
    }
  })

  test('may carry its token in the query, and then signs it', () => {
    const line = `GET\n\n\n1175139620\nx-amz-security-token:tok/en\n/b/k`
    const signature = encodeURIComponent(createHmac('sha1', SECRET).update(line).digest('base64'))
    const withToken = (token: string) =>
      request({
        path: '/b/k',
        query: `AWSAccessKeyId=${AKID}&Signature=${signature}&Expires=1175139620&x-amz-security-token=${token}`,
        rawHeaders: ['Host', 'h'],
      })
    const good = withToken('tok%2Fen')
    equal(claimOf(good).sessionToken, 'tok/en')
    deepEqual(verifySigV2(claimOf(good), good, { secret: SECRET }), { ok: true })
    equal(verifySigV2(claimOf(withToken('other')), withToken('other'), { secret: SECRET }).ok, false)
  })
})

test('every parameter that names an operation of S3 is signed, so that a URL for one is no URL for another', () => {
  const model = readFileSync(new URL('../../models/s3.json', import.meta.url), 'utf8')
  const queries = [...model.matchAll(/"requestUri":\s*"[^"?]*\?([^"]+)"/g)].flatMap(([, query = '']) =>
    query.split('&'),
  )
  // It chooses between two forms of the same list, and S3 leaves it unsigned.
  const named = new Set(queries.map((part) => part.split('=')[0] ?? '').filter((name) => name !== 'list-type'))
  ok(named.size > 40, `${named.size} parameters were found in the model`)
  for (const name of named) {
    const toSign = sigV2StringToSign(
      request({ path: '/bucket', query: name, rawHeaders: [] }),
      'presigned',
      '1',
      undefined,
    )
    ok(toSign.endsWith(`/bucket?${name}`), `add ${name} to the parameters that SigV2 signs`)
  }
})
