import { deepEqual, equal, rejects, throws } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { type ChecksumAlgorithm, checksumHeader, OBJECT_CHECKSUMS, startChecksum } from './checksums.ts'
import { verifyPayload } from './payload.ts'
import { payloadExpectations } from './payload-expectations.ts'
import { gather, pieces, request } from './request.fixture.ts'

// Check values over "123456789" from the CRC catalogue (CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME) and RFC 1321, RFC 3174, FIPS 180.
const CHECK_VALUES: Record<ChecksumAlgorithm, string> = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
  SHA1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  SHA256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
  MD5: '25f9e794323b453885f5181f1b624d0b',
}
const BODY = Buffer.from('123456789')
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')

const put = (headers: Record<string, string>, query = '') =>
  request({ method: 'PUT', path: '/b/k', query, rawHeaders: ['Host', 'h', ...Object.entries(headers).flat()] })

const read = (headers: Record<string, string>, body: Uint8Array = BODY) =>
  gather(verifyPayload(pieces(body, 4), payloadExpectations(put(headers), undefined)))

describe('checksums', () => {
  for (const [name, value] of Object.entries(CHECK_VALUES)) {
    test(`${name} has the catalogue's check value, in one piece and in several`, async () => {
      for (const size of [9, 1, 4]) {
        // The keys of a Record literal of ChecksumAlgorithm are just these.
        const checksum = await startChecksum(name as ChecksumAlgorithm)
        for await (const bytes of pieces(BODY, size)) checksum.update(bytes)
        equal(checksum.digestBase64(), base64(value))
      }
    })
  }

  test('two running at once do not mix', async () => {
    for (const algorithm of ['CRC32C', 'CRC64NVME'] as const) {
      const [one, two] = [await startChecksum(algorithm), await startChecksum(algorithm)]
      one.update(BODY.subarray(0, 4))
      two.update(Buffer.from('other'))
      one.update(BODY.subarray(4))
      equal(one.digestBase64(), base64(CHECK_VALUES[algorithm]))
    }
  })
})

describe('a payload', () => {
  test('with right digests passes', async () => {
    const sha256 = CHECK_VALUES.SHA256
    for (const algorithm of OBJECT_CHECKSUMS) {
      const headers = {
        'x-amz-content-sha256': sha256,
        'content-md5': base64(CHECK_VALUES.MD5),
        'content-length': '9',
        [checksumHeader(algorithm)]: base64(CHECK_VALUES[algorithm]),
      }
      deepEqual(await read(headers), BODY)
      await rejects(read(headers, Buffer.from('123456780')), { code: 'XAmzContentSHA256Mismatch', status: 400 })
    }
  })

  test('of another SHA-256 is refused with both hashes', async () => {
    await rejects(read({ 'x-amz-content-sha256': '0'.repeat(64) }), {
      code: 'XAmzContentSHA256Mismatch',
      message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
      fields: { ClientComputedContentSHA256: '0'.repeat(64), S3ComputedContentSHA256: CHECK_VALUES.SHA256 },
    })
  })

  test('of another MD5 gets the recorded BadDigest', async () => {
    const wanted = createHash('md5').update('x').digest()
    await rejects(read({ 'content-md5': wanted.toString('base64') }), {
      code: 'BadDigest',
      message: 'The Content-MD5 you specified did not match what we received.',
      fields: { ExpectedDigest: wanted.toString('hex'), CalculatedDigest: base64(CHECK_VALUES.MD5) },
    })
  })

  test('of another checksum gets the recorded BadDigest', async () => {
    for (const algorithm of OBJECT_CHECKSUMS) {
      const value = base64('00'.repeat(CHECK_VALUES[algorithm].length / 2))
      await rejects(read({ [checksumHeader(algorithm)]: value }), {
        code: 'BadDigest',
        message: `The ${algorithm} you specified did not match the calculated checksum.`,
      })
    }
  })

  test('shorter or longer than Content-Length is refused', async () => {
    for (const length of ['8', '10', '0']) {
      await rejects(read({ 'content-length': length }), { kind: 'wrong length', code: 'IncompleteBody' })
    }
  })

  test('with a trailer checksum passes, and is refused when it is wrong, no digest or absent', async () => {
    const trailer = (value: string, name = 'x-amz-checksum-crc32') => {
      const body = Buffer.from(`9\r\n123456789\r\n0\r\n${name}:${value}\r\n\r\n`)
      const headers = {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-trailer': 'x-amz-checksum-crc32',
        'x-amz-decoded-content-length': '9',
        'content-length': String(body.length),
      }
      return verifyPayload(pieces(body, 5), payloadExpectations(put(headers), undefined))
    }
    const good = trailer(base64(CHECK_VALUES.CRC32))
    equal(good.length, 9)
    deepEqual(await gather(good), BODY)
    deepEqual(good.trailers, { 'x-amz-checksum-crc32': base64(CHECK_VALUES.CRC32) })
    await rejects(gather(trailer('AAAAAA==')), { code: 'BadDigest' })
    await rejects(gather(trailer('AAA=')), {
      code: 'InvalidRequest',
      message: 'Value for x-amz-checksum-crc32 trailing header is invalid.',
    })
    await rejects(gather(trailer('AAAAAA==', 'x-amz-checksum-sha1')), { code: 'MalformedTrailerError' })
  })
})

describe('the headers of a payload', () => {
  const refused = (headers: Record<string, string>, expected: Record<string, string>) =>
    throws(() => payloadExpectations(put(headers), undefined), { name: 'PayloadProblem', ...expected })

  test('with an unreadable digest get the recorded errors', () => {
    const md5 = { code: 'InvalidDigest', message: 'The Content-MD5 you specified was invalid.' }
    refused({ 'content-md5': '__invalid__' }, md5)
    for (const algorithm of OBJECT_CHECKSUMS) {
      const name = checksumHeader(algorithm)
      refused({ [name]: 'test' }, { code: 'InvalidRequest', message: `Value for ${name} header is invalid.` })
    }
  })

  test('with two checksums get the recorded error', () => {
    const message = 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.'
    const two = { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }
    refused(two, { code: 'InvalidRequest', message })
    refused(
      {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': '9',
        'x-amz-trailer': 'x-amz-checksum-crc32c',
        'x-amz-checksum-crc32': 'AAAAAA==',
      },
      { code: 'InvalidRequest', message },
    )
  })

  test('with an unknown x-amz-content-sha256 or trailer are refused', () => {
    refused({ 'x-amz-content-sha256': 'constructor' }, { code: 'InvalidArgument' })
    refused({ 'x-amz-content-sha256': 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' }, { code: 'NotImplemented' })
    const chunked = {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '1',
    }
    refused({ ...chunked, 'x-amz-trailer': 'x-amz-other' }, { code: 'InvalidRequest' })
    refused({ 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }, { code: 'MissingContentLength' })
  })

  test('that promise signed chunks in an unsigned request are refused', () => {
    const headers = {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-decoded-content-length': '1',
    }
    refused(headers, { code: 'SignatureDoesNotMatch' })
  })

  test('leave out a checksum that a presigner hoisted into the query', () => {
    const expectations = payloadExpectations(put({}, 'x-amz-checksum-crc32=AAAAAA%3D%3D'), undefined)
    deepEqual(expectations.digests, [])
  })
})
