import { deepEqual, equal, fail } from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseClaim } from './claim.ts'
import { deriveSigningKey, sha256Hex } from './hmac.ts'
import { s3PayloadHash } from './payload-expectations.ts'
import { request } from './request.fixture.ts'
import { checkScope, checkSignedHeaders, verify } from './sigv4.ts'

// Amazon S3 API Reference, "Signature Calculations for the Authorization Header" and "Using Query Parameters".
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const EMPTY = sha256Hex('')
const CREDENTIAL = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'

const examples = [
  {
    name: 'GET of a range',
    path: '/test.txt',
    query: '',
    headers: ['Range', 'bytes=0-9', 'x-amz-content-sha256', EMPTY, 'x-amz-date', '20130524T000000Z'],
    signedHeaders: 'host;range;x-amz-content-sha256;x-amz-date',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    name: 'PUT of an object whose key has a dollar sign',
    method: 'PUT',
    path: '/test$file.text',
    query: '',
    headers: [
      ...['Date', 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-date', '20130524T000000Z'],
      ...['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
      ...['x-amz-content-sha256', '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'],
    ],
    signedHeaders: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    name: 'GET of a bucket lifecycle, a parameter without value',
    path: '/',
    query: 'lifecycle',
    headers: ['x-amz-date', '20130524T000000Z', 'x-amz-content-sha256', EMPTY],
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    name: 'list of objects, parameters to sort',
    path: '/',
    query: 'prefix=J&max-keys=2',
    headers: ['x-amz-date', '20130524T000000Z', 'x-amz-content-sha256', EMPTY],
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
]

describe('the examples of the S3 reference verify', () => {
  for (const { name, method = 'GET', path, query, headers, signedHeaders, signature } of examples) {
    test(name, () => {
      const authorization = `AWS4-HMAC-SHA256 Credential=${CREDENTIAL},SignedHeaders=${signedHeaders},Signature=${signature}`
      const rawHeaders = ['Host', 'examplebucket.s3.amazonaws.com', ...headers, 'Authorization', authorization]
      check(request({ method, path, query, rawHeaders }))
    })
  }

  test('a presigned GET', () => {
    const query =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
    const from = request({ path: '/test.txt', query, rawHeaders: ['Host', 'examplebucket.s3.amazonaws.com'] })
    check(from)
    equal(s3PayloadHash(from, claimOf(from)).mode, 'unsigned')
  })
})

const claimOf = (from: ReturnType<typeof request>) => {
  const parsed = parseClaim(from)
  return parsed.ok ? parsed.claim : fail(JSON.stringify(parsed.problem))
}

const check = (from: ReturnType<typeof request>) => {
  const claim = claimOf(from)
  deepEqual(checkScope(claim, { service: 's3', region: 'us-east-1' }), { ok: true })
  deepEqual(checkSignedHeaders(claim, from), { ok: true })
  const key = deriveSigningKey(SECRET, claim.date, claim.region, claim.service)
  deepEqual(verify(claim, from, { key, bodyHash: s3PayloadHash(from, claim).hash }), { ok: true })
}
