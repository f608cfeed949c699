import { deepEqual, equal, fail, ok } from 'node:assert/strict'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { parseClaim } from './claim.ts'
import { deriveSigningKey } from './hmac.ts'
import { verifyPayload } from './payload.ts'
import { payloadExpectations, s3PayloadHash } from './payload-expectations.ts'
import { gather } from './request.fixture.ts'
import { signHeaders } from './sign.ts'
import { checkScope, checkSignedHeaders, checkTime, verify } from './sigv4.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const BODY = Buffer.alloc(200_000, 'abc')

const requestOf = (incoming: IncomingMessage) => {
  const url = incoming.url ?? '/'
  const at = url.indexOf('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = [value].flat().join(', ')
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
  return { method: incoming.method ?? '', path, query, headers, rawHeaders: incoming.rawHeaders }
}

/** What the server made of the last request: an error text, or the verified body's facts. */
let outcome: { mode: string; body: Buffer; trailers: Readonly<Record<string, string>> } | { error: string }

const receive = async (incoming: IncomingMessage) => {
  const from = requestOf(incoming)
  const parsed = parseClaim(from)
  if (!parsed.ok) return { error: JSON.stringify(parsed.problem) }
  const { claim } = parsed
  const { hash, mode } = s3PayloadHash(from, claim)
  const key = deriveSigningKey(SECRET, claim.date, claim.region, claim.service)
  for (const result of [
    checkScope(claim, { service: 's3', region: 'eu-west-1' }),
    checkSignedHeaders(claim, from),
    checkTime(claim, Date.now()),
    verify(claim, from, { key, bodyHash: hash }),
  ]) {
    if (!result.ok) return { error: JSON.stringify(result.problem) }
  }
  const body = verifyPayload(incoming.iterator({ destroyOnReturn: false }), payloadExpectations(from, { claim, key }))
  return { mode, body: await gather(body), trailers: body.trailers }
}

const server = createServer((incoming, answer) => {
  receive(incoming)
    .catch((error: unknown) => ({ error: String(error) }))
    .then((result) => {
      outcome = result
      answer.end()
    })
})

let client: S3Client
before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET, sessionToken: 'tok/en+=' },
  })
})
after(() => {
  client.destroy()
  server.closeAllConnections()
  server.close()
})

const verified = () => ('error' in outcome ? fail(outcome.error) : outcome)

describe('what the SDK’s S3 client puts is verified', () => {
  const Key = "a b/é+c/!'()*//x"
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
    test(`a buffer with ${ChecksumAlgorithm}`, async (t) => {
      try {
        await client.send(
          new PutObjectCommand({ Bucket: 'b', Key, Body: BODY, ChecksumAlgorithm, Metadata: { k: 'v' } }),
        )
      } catch (error) {
        // The SDK computes CRC64NVME only with a further package.
        if (ChecksumAlgorithm === 'CRC64NVME') return t.skip(String(error).slice(0, 100))
        throw error
      }
      equal(verified().mode, 'hash')
      deepEqual(verified().body, BODY)
    })
  }

  test('a stream, whose checksum is a trailer', async () => {
    const Body = Readable.from([BODY.subarray(0, 100_000), BODY.subarray(100_000)])
    await client.send(new PutObjectCommand({ Bucket: 'b', Key, Body, ContentLength: BODY.length }))
    equal(verified().mode, 'unsigned chunks with trailer')
    deepEqual(verified().body, BODY)
    ok(verified().trailers['x-amz-checksum-crc32'])
  })

  test('a presigned PUT, whose hoisted checksum of nothing says nothing about the body', async () => {
    const command = new PutObjectCommand({ Bucket: 'b', Key, Metadata: { k: 'v' } })
    const url = await getSignedUrl(client, command, { expiresIn: 60 })
    ok(url.includes('x-amz-checksum-crc32='))
    await fetch(url, { method: 'PUT', body: BODY })
    equal(verified().mode, 'unsigned')
    deepEqual(verified().body, BODY)
    await fetch(url.replace('/a%20b/', '/other/'), { method: 'PUT', body: BODY })
    ok('error' in outcome && outcome.error.includes('"mismatch"'))
  })
})

test('a body that is refused in its middle is still answered', async () => {
  const chunks = `3\r\nabc\r\n3\r\nabc\r\n${'x'.repeat(300_000)}`
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  const rawHeaders = [
    'Host',
    `127.0.0.1:${port}`,
    'X-Amz-Decoded-Content-Length',
    '6',
    'X-Amz-Trailer',
    'x-amz-checksum-crc32',
  ]
  const signed = signHeaders(
    { method: 'PUT', path: '/b/k', query: '', rawHeaders },
    {
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET },
      region: 'eu-west-1',
      service: 's3',
      time: Date.now(),
      bodyHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    },
  )
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const sending = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path: '/b/k', agent: false }, done)
    for (let i = 0; i < signed.rawHeaders.length; i += 2) {
      sending.setHeader(signed.rawHeaders[i] ?? '', signed.rawHeaders[i + 1] ?? '')
    }
    sending.on('error', failed)
    sending.end(chunks)
  })
  equal(answer.statusCode, 200)
  answer.destroy()
  deepEqual(outcome, { error: 'PayloadProblem: Only the last chunk is allowed to have a size less than 8192 bytes' })
})
