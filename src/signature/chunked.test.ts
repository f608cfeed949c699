import { deepEqual, equal, rejects } from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeChunked } from './chunked.ts'
import { deriveSigningKey } from './hmac.ts'
import type { PayloadProblemKind } from './payload-problem.ts'
import { gather, pieces } from './request.fixture.ts'

// Amazon S3 API Reference, "Transferring Payload in Multiple Chunks" and "Including Trailing Headers".
const seal = {
  key: deriveSigningKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '20130524', 'us-east-1', 's3'),
  timestamp: '20130524T000000Z',
  scope: '20130524/us-east-1/s3/aws4_request',
}
const plain = {
  payload: {
    decodedLength: 66560,
    trailerNames: undefined,
    seal: { ...seal, seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9' },
  },
  signatures: [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ],
}
const trailing = {
  payload: {
    decodedLength: 66560,
    trailerNames: ['x-amz-checksum-crc32c'],
    seal: { ...seal, seed: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e' },
  },
  signatures: [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ],
  trailer:
    'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
}
const DATA = Buffer.alloc(66560, 'a')

const encode = (signatures: readonly string[], end: string): Buffer =>
  Buffer.concat([
    Buffer.from(`10000;chunk-signature=${signatures[0]}\r\n`),
    DATA.subarray(0, 65536),
    Buffer.from(`\r\n400;chunk-signature=${signatures[1]}\r\n`),
    DATA.subarray(65536),
    Buffer.from(`\r\n0;chunk-signature=${signatures[2]}\r\n${end}`),
  ])

const PLAIN = encode(plain.signatures, '\r\n')
const TRAILING = encode(trailing.signatures, trailing.trailer)
const unsigned = (length: number) => ({ decodedLength: length, trailerNames: ['x-amz-checksum-crc32'] })
const HELLO = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n'

const decode = async (bytes: Uint8Array | string, payload: Parameters<typeof decodeChunked>[1], size = 7777) => {
  const trailers: Record<string, string> = {}
  const data = await gather(decodeChunked(pieces(Buffer.from(bytes), size), payload, trailers))
  return { data, trailers }
}

const refused = (run: Promise<unknown>, kind: PayloadProblemKind) => rejects(run, { name: 'PayloadProblem', kind })

const replaced = (bytes: Buffer, from: string, to: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')

describe('the documented chunked upload', () => {
  for (const size of [11, 64, 7777, 100_000]) {
    test(`decodes in pieces of ${size} bytes`, async () => {
      deepEqual(await decode(PLAIN, plain.payload, size), { data: DATA, trailers: {} })
      const trailers = { 'x-amz-checksum-crc32c': 'sOO8/Q==' }
      deepEqual(await decode(TRAILING, trailing.payload, size), { data: DATA, trailers })
    })
  }

  test('an empty line after the zero chunk, before the trailers, is borne', async () => {
    const bytes = encode(trailing.signatures, `\r\n${trailing.trailer}`)
    deepEqual((await decode(bytes, trailing.payload)).trailers, { 'x-amz-checksum-crc32c': 'sOO8/Q==' })
  })

  test('a changed byte in any chunk is refused', async () => {
    for (const at of [90, 65_000, 65_720, 66_000]) {
      const bytes = Buffer.from(PLAIN)
      bytes[at] = 0x62
      await refused(decode(bytes, plain.payload), 'chunk signature')
    }
  })

  test('a changed, absent or swapped chunk signature is refused', async () => {
    const [first = '', second = '', last = ''] = plain.signatures
    for (const signature of [first, second, last]) {
      await refused(decode(replaced(PLAIN, signature, signature.replace(/.$/, 'e')), plain.payload), 'chunk signature')
      await refused(decode(replaced(PLAIN, `;chunk-signature=${signature}`, ''), plain.payload), 'chunk signature')
    }
    await refused(decode(encode([second, first, last], '\r\n'), plain.payload), 'chunk signature')
  })

  test('another seed, key, time or scope is refused', async () => {
    for (const change of [
      { seed: '0'.repeat(64) },
      { key: deriveSigningKey('x', '20130524', 'us-east-1', 's3') },
      { timestamp: '20130524T000001Z' },
      { scope: '20130524/us-east-2/s3/aws4_request' },
    ]) {
      const payload = { ...plain.payload, seal: { ...plain.payload.seal, ...change } }
      await refused(decode(PLAIN, payload), 'chunk signature')
    }
  })

  test('a changed trailer or trailer signature is refused', async () => {
    await refused(decode(replaced(TRAILING, 'sOO8/Q==', 'sOO8/A=='), trailing.payload), 'chunk signature')
    await refused(decode(replaced(TRAILING, 'd81f82fc', 'd81f82fd'), trailing.payload), 'chunk signature')
  })

  test('an absent, unannounced or doubled trailer is refused', async () => {
    const names = (trailerNames: string[]) => ({ ...trailing.payload, trailerNames })
    await refused(decode(TRAILING, names(['x-amz-checksum-sha1'])), 'trailer malformed')
    await refused(decode(TRAILING, names([])), 'trailer malformed')
    await refused(decode(encode(trailing.signatures, '\r\n'), trailing.payload), 'trailer malformed')
    const line = 'x-amz-checksum-crc32c:sOO8/Q==\r\n'
    await refused(decode(replaced(TRAILING, line, line + line), trailing.payload), 'trailer malformed')
    const unsealed = trailing.trailer.replace(/x-amz-trailer-signature.*\r\n/, '')
    await refused(decode(encode(trailing.signatures, unsealed), trailing.payload), 'trailer malformed')
  })

  test('every truncation is refused', async () => {
    for (const length of [
      0,
      1,
      50,
      88,
      89,
      40_000,
      65_624,
      65_700,
      PLAIN.length - 90,
      PLAIN.length - 60,
      PLAIN.length - 4,
    ]) {
      await refused(decode(PLAIN.subarray(0, length), plain.payload), 'incomplete')
    }
  })

  test('bytes after the end are refused', async () => {
    await refused(decode(Buffer.concat([PLAIN, Buffer.from('x')]), plain.payload), 'malformed chunk')
    await refused(decode(Buffer.concat([TRAILING, Buffer.from('x')]), trailing.payload), 'trailer malformed')
  })

  test('another decoded length is refused', async () => {
    for (const decodedLength of [66_559, 66_561, 0]) {
      await refused(decode(PLAIN, { ...plain.payload, decodedLength }), 'wrong length')
    }
  })
})

describe('an unsigned chunked upload', () => {
  test('decodes as the SDKs send it', async () => {
    for (const size of [1, 2, 1000]) {
      const { data, trailers } = await decode(HELLO, unsigned(5), size)
      equal(data.toString(), 'hello')
      deepEqual(trailers, { 'x-amz-checksum-crc32': 'NhCmhg==' })
    }
  })

  test('a chunk under 8192 bytes that is not the last is refused as S3 does', async () => {
    const body = '3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n'
    const fields = { Chunk: '2', BadChunkSize: '3' }
    await rejects(decode(body, unsigned(5)), { kind: 'chunk too small', code: 'InvalidChunkSizeError', fields })
  })

  test('malformed and endless chunk headers are refused', async () => {
    for (const header of [
      '',
      'xyz',
      '-5',
      '0x5',
      '5 5',
      ' 5',
      '5;x=y',
      'fffffffffff',
      '5'.repeat(2000),
      'a'.repeat(100_000),
    ]) {
      await refused(decode(`${header}\r\nhello\r\n0\r\n\r\n`, unsigned(5)), 'malformed chunk')
    }
    await refused(decode('5\r\nhelloXX0\r\n\r\n', unsigned(5)), 'malformed chunk')
    await refused(decode(`0\r\n${'x'.repeat(10_000)}`, unsigned(0)), 'trailer malformed')
    await refused(decode('0\r\nno colon\r\n\r\n', unsigned(0)), 'trailer malformed')
  })

  test('a chunk larger than announced is refused before its bytes are given on', async () => {
    const given: Uint8Array[] = []
    const source = decodeChunked(pieces(Buffer.from('ffffffff\r\nhello'), 100), unsigned(5), {})
    await rejects(
      async () => {
        for await (const bytes of source) given.push(bytes)
      },
      { kind: 'wrong length', code: 'IncompleteBody' },
    )
    equal(given.length, 0)
  })

  test('a consumer that stops lets go of the source', async () => {
    let closed = false
    async function* source() {
      try {
        yield Buffer.from('5\r\nhe')
        yield Buffer.from('llo\r\n')
      } finally {
        closed = true
      }
    }
    for await (const _ of decodeChunked(source(), unsigned(5), {})) break
    equal(closed, true)
  })
})
