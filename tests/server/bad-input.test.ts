import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { after, afterEach, test } from 'node:test'
import { CreateBucketCommand, GetBucketTaggingCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { signHeaders } from '../../src/signature/sign.ts'
import { clients, createUser, type RawRequest, type RawResponse, send, signed, startTestServer } from '../harness.ts'
import { Bucket, CASES, FORM, logs, type Sent } from './bad-input-cases.ts'

const server = await startTestServer()
const { s3, sts } = clients(server)
await s3.send(new CreateBucketCommand({ Bucket }))
after(() => server.close())

// Whatever came in, nothing is stored of it and the server goes on.
afterEach(async () => {
  assert.equal((await sts.send(new GetCallerIdentityCommand())).Account, server.account)
  assert.equal((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0)
})

const unsigned = ({ method = 'POST', path = '/', query = '', headers = [], body = '' }: Sent): RawRequest => ({
  method,
  path,
  query,
  rawHeaders: headers,
  body: Buffer.from(body),
})
const ask = (sent: Sent) =>
  send(server, signed(server, unsigned(sent), { credentials: server, service: sent.service, region: 'us-east-1' }))

/** The answer's error in the protocol that is due, and nothing of ours in it. */
function assertError(response: RawResponse, protocol: string, status: number, code: string): void {
  const text = response.body.toString()
  assert.equal(response.status, status, text)
  assert.doesNotMatch(text, /\bat \S+:\d+|node:|TypeError|RangeError|SyntaxError|\.ts\b/)
  const type = String(response.headers['content-type'])
  switch (protocol) {
    case 'query':
      assert.match(type, /^text\/xml/)
      assert.match(
        text,
        new RegExp(
          `<ErrorResponse [^>]*>\\s*<Error>\\s*<Type>Sender</Type>\\s*<Code>${code}</Code>\\s*<Message>.+</Message>`,
        ),
      )
      break
    case 'ec2':
      assert.match(
        text,
        new RegExp(`<Response><Errors><Error><Code>${code}</Code><Message>.+</Message></Error></Errors>`),
      )
      break
    case 's3':
      assert.equal(type, 'application/xml')
      assert.match(
        text,
        new RegExp(`<Error><Code>${code}</Code><Message>.+</Message>.*<RequestId>[A-Z0-9]{16}</RequestId>`),
      )
      break
    case 'json':
      assert.match(type, /^application\/x-amz-json-1\.[01]$/)
      assert.equal(JSON.parse(text).__type, code)
      assert.ok(JSON.parse(text).message ?? JSON.parse(text).Message)
      break
    case 'cbor':
      assert.equal(type, 'application/cbor')
      assert.equal(response.headers['smithy-protocol'], 'rpc-v2-cbor')
      assert.ok(text.includes(code), text)
      break
    case 'rest-json':
      assert.equal(response.headers['x-amzn-errortype'], code)
      assert.ok(JSON.parse(text).message)
      break
  }
}

for (const [what, sent, protocol, status, code] of CASES) {
  test(`${what} is answered ${code}`, async () => {
    assertError(await ask(sent), protocol, status, code)
  })
}

test('a form that names no action is sent to the product page', async () => {
  const { status, headers, body } = await ask({ service: 'iam', headers: FORM, body: 'UserName=x' })
  assert.deepEqual([status, headers['location'], body.length], [302, 'https://aws.amazon.com/iam', 0])
})

test('__proto__ is a key like any other where the client chooses keys', async () => {
  const body = '{"logGroupName":"/proto","tags":{"__proto__":"polluted"}}'
  assert.equal((await ask({ service: 'logs', headers: logs('CreateLogGroup'), body })).status, 200)
  const listed = await ask({ service: 'logs', headers: logs('ListTagsLogGroup'), body: '{"logGroupName":"/proto"}' })
  assert.equal(listed.body.toString(), '{"tags":{"__proto__":"polluted"}}')
  assert.equal('polluted' in {}, false)
})

test('a failed tagging leaves the bucket without tags', async () => {
  await assert.rejects(s3.send(new GetBucketTaggingCommand({ Bucket })), { name: 'NoSuchTagSet' })
})

/** Uploads that are not what they promise. */
const PUT = { service: 's3', method: 'PUT', path: `/${Bucket}/key`, body: 'content' }
const md5 = (text: string) => createHash('md5').update(text).digest('base64')

test('an upload whose Content-MD5 is of other content is refused', async () => {
  assertError(await ask({ ...PUT, headers: ['Content-MD5', md5('other')] }), 's3', 400, 'BadDigest')
  assertError(await ask({ ...PUT, headers: ['Content-MD5', 'none'] }), 's3', 400, 'InvalidDigest')
})

test('an upload whose checksum is of other content is refused', async () => {
  assertError(await ask({ ...PUT, headers: ['x-amz-checksum-crc32', 'AAAAAA=='] }), 's3', 400, 'BadDigest')
})

test('an upload whose signed hash is of other content is refused', async () => {
  const request = signed(server, unsigned(PUT), { credentials: server, service: 's3', region: 'us-east-1' })
  const answer = await send(server, { ...request, body: Buffer.from('CONTENT') })
  assertError(answer, 's3', 400, 'XAmzContentSHA256Mismatch')
})

/** An upload in signed chunks as a client sends it, over a bare socket; `chunks` is the body as it goes. */
function chunkedHead(length: number, extra: readonly string[] = []) {
  const rawHeaders = ['Host', new URL(server.endpoint).host, 'Content-Length', String(length), ...extra]
  const hash = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
  const head = {
    method: 'PUT',
    path: `/${Bucket}/key`,
    query: '',
    rawHeaders: [...rawHeaders, 'Content-Encoding', 'aws-chunked', 'X-Amz-Decoded-Content-Length', '7'],
  }
  const signing = { credentials: server, region: 'us-east-1', service: 's3', time: Date.now(), bodyHash: hash }
  return headText('PUT', head.path, signHeaders(head, signing).rawHeaders)
}

const headText = (method: string, path: string, rawHeaders: readonly string[]): string => {
  const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** Writes the bytes and answers what comes back until the server ends the connection or answered once; `end`: cuts it. */
function exchange(bytes: string, { cut = false } = {}): Promise<string> {
  const { hostname, port } = new URL(server.endpoint)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.once('error', reject)
    socket.once('close', () => resolve(text))
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (/^HTTP\/1\.1 [2-5][\s\S]*\r\n\r\n/.test(text) && !cut) socket.end()
    })
    socket.write(bytes, () => {
      if (cut) socket.destroy()
    })
  })
}

test('a chunk with a wrong signature is refused', async () => {
  const chunk = `7;chunk-signature=${'0'.repeat(64)}\r\ncontent\r\n0;chunk-signature=${'0'.repeat(64)}\r\n\r\n`
  const answer = await exchange(chunkedHead(chunk.length) + chunk)
  assert.match(answer, /^HTTP\/1\.1 403 /)
  assert.match(answer, /<Code>SignatureDoesNotMatch<\/Code>/)
})

test('an upload that is cut off leaves no object, and no failure in the log', async (t) => {
  const logged = t.mock.method(process.stderr, 'write', () => true)
  for (const length of [20, 20_000_000]) {
    const request = {
      ...unsigned(PUT),
      rawHeaders: ['Host', new URL(server.endpoint).host, 'Content-Length', String(length)],
    }
    const { rawHeaders } = signHeaders(request, {
      credentials: server,
      region: 'us-east-1',
      service: 's3',
      time: Date.now(),
      bodyHash: 'UNSIGNED-PAYLOAD',
    })
    await exchange(`${headText('PUT', PUT.path, rawHeaders)}content`, { cut: true })
  }
  await exchange(`POST / HTTP/1.1\r\nHost: localhost\r\n${FORM.join(': ')}\r\nContent-Length: 99\r\n\r\nAction=`, {
    cut: true,
  })
  await sts.send(new GetCallerIdentityCommand())
  assert.equal(logged.mock.callCount(), 0)
})

test('bytes that are not HTTP are answered 400 and the connection ends', async () => {
  for (const bytes of ['\u0016\u0003\u0001\u0002\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'hello\r\n\r\n'])
    assert.match(await exchange(bytes), /^HTTP\/1\.1 400 Bad Request\r\n/)
})

test('a request with two lengths is refused, so that nobody can smuggle another one behind it', async () => {
  const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n'
  assert.match(await exchange(`${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`), /^HTTP\/1\.1 400 /)
  assert.match(await exchange(`${head}Content-Length: 6\r\n\r\nhello!`), /^HTTP\/1\.1 400 /)
})

test('headers over 32 KB are answered 431', async () => {
  assert.match(
    await exchange(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`),
    /^HTTP\/1\.1 431 /,
  )
})

test('a body without a length is refused as soon as it is over the limit', async () => {
  const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
  const head = `POST / HTTP/1.1\r\nHost: localhost\r\n${FORM.join(': ')}\r\nTransfer-Encoding: chunked\r\n\r\n`
  assert.match(await exchange(head + chunk.repeat(11)), /^HTTP\/1\.1 413 [\s\S]*<Code>RequestEntityTooLarge<\/Code>/)
})

test('a client that waits before it uploads is refused without sending the body where access is denied', async () => {
  const credentials = await createUser(server, 'denied')
  const request = {
    ...unsigned(PUT),
    rawHeaders: ['Host', new URL(server.endpoint).host, 'Expect', '100-continue', 'Content-Length', '5000000000'],
  }
  const { rawHeaders } = signHeaders(request, {
    credentials,
    region: 'us-east-1',
    service: 's3',
    time: Date.now(),
    bodyHash: 'UNSIGNED-PAYLOAD',
  })
  const answer = await exchange(headText('PUT', PUT.path, rawHeaders))
  assert.match(answer, /^HTTP\/1\.1 403 Forbidden\r\n/)
  assert.match(answer, /^Connection: close\r\n/im)
  assert.match(answer, /<Code>AccessDenied<\/Code>/)
})
