/** Answers byte for byte, as EC2's were recorded, and what a client that does not behave can do. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import { serve } from './service-for-tests.ts'

const instance = instanceRecord()
const optional = instanceRecord({ metadataOptions: { ...instance.metadataOptions, httpTokens: 'optional' } })
const DATE = 'Fri, 02 Jan 2026 03:04:05 GMT'

const page = (title: string, indent: string) =>
  `<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"\n${indent}"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">\n <head>\n  <title>${title}</title>\n </head>\n <body>\n  <h1>${title}</h1>\n </body>\n</html>\n`
const lines = (...head: readonly string[]) => `${head.join('\r\n')}\r\n\r\n`
const request = (start: string, ...headers: readonly string[]) =>
  lines(`${start} HTTP/1.1`, 'Host: 169.254.169.254', ...headers)
const TTL = 'X-aws-ec2-metadata-token-ttl-seconds: 21600'

test('200: a document', async () => {
  const { raw } = await serve([optional])
  assert.equal(
    await raw(request('GET /latest/meta-data/placement/availability-zone')),
    `${lines(
      'HTTP/1.1 200 OK',
      'Content-Type: text/plain',
      'Accept-Ranges: none',
      `Last-Modified: ${DATE}`,
      'Content-Length: 10',
      `Date: ${DATE}`,
      'Server: EC2ws',
      'Connection: close',
    )}us-east-1a`,
  )
})

test('200: a document for a token says how long the token lives, and not as the first header', async () => {
  const { raw, token } = await serve([instance])
  const answer = await raw(request('GET /latest/meta-data/mac', `X-aws-ec2-metadata-token: ${await token()}`))
  assert.match(
    answer,
    /^HTTP\/1\.1 200 OK\r\nContent-Type: .*\r\nX-Aws-Ec2-Metadata-Token-Ttl-Seconds: 21600\r\nConnection: close\r\n\r\n02:11:22:33:44:55$/s,
  )
})

test('200: a token', async () => {
  const { raw } = await serve([instance])
  const answer = await raw(request('PUT /latest/api/token', TTL))
  const head = lines(
    'HTTP/1.1 200 OK',
    'X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 21600',
    'Content-Type: text/plain',
    'Content-Length: 56',
    `Date: ${DATE}`,
    'Server: EC2ws',
    'Connection: close',
  )
  assert.equal(answer.slice(0, head.length), head)
  assert.equal(answer.length, head.length + 56)
})

const PAGES = {
  400: { title: '400 - Bad Request', length: 341, start: 'PUT /latest/api/token' },
  401: { title: '401 - Unauthorized', length: 343, start: 'GET /latest/meta-data/' },
} as const
for (const [status, { title, length, start }] of Object.entries(PAGES)) {
  test(`${status}: a page of ${length} bytes`, async () => {
    const { raw } = await serve([instance])
    assert.equal(
      await raw(request(start)),
      lines(
        `HTTP/1.1 ${title.replace(' -', '')}`,
        `Content-Length: ${length}`,
        'Content-Type: text/html',
        `Date: ${DATE}`,
        'Connection: close',
        'Server: EC2ws',
      ) + page(title, '\t'),
    )
  })
}

test('404: a page of 339 bytes', async () => {
  const { raw } = await serve([optional])
  const answer = await raw(request('GET /latest/meta-data/nothing'))
  assert.match(answer, /^HTTP\/1\.1 404 Not Found\r\nContent-Length: 339\r\n/)
  assert.equal(answer.slice(-339), page('404 - Not Found', '\t\t '))
})

test('403: no page', async () => {
  const { raw } = await serve([instance])
  const refused = lines(
    'HTTP/1.1 403 Forbidden',
    'Content-Length: 0',
    'Content-Type: text/plain',
    `Date: ${DATE}`,
    'Server: EC2ws',
    'Connection: close',
  )
  assert.equal(await raw(request('PUT /latest/api/token', TTL, 'X-Forwarded-For: 10.0.0.1')), refused)
  assert.equal(await raw(request('PUT /latest/api/token/', TTL)), refused)
  assert.equal(await raw(request('PUT /2021-03-23/api/token', TTL)), refused)
})

test('405: what is allowed', async () => {
  const { raw } = await serve([instance])
  assert.equal(
    await raw(request('GET /latest/api/token')),
    lines(
      'HTTP/1.1 405 Not Allowed',
      'Allow: OPTIONS, PUT',
      'Content-Length: 0',
      `Date: ${DATE}`,
      'Server: EC2ws',
      'Connection: close',
      'Content-Type: text/plain',
    ),
  )
})

test('417: no 100 Continue before it', async () => {
  const { raw } = await serve([instance])
  const answer = await raw(request('PUT /latest/api/token', TTL, 'Expect: 100-continue', 'Content-Length: 5'))
  assert.match(answer, /^HTTP\/1\.1 417 Expectation Failed\r\nContent-Length: 0\r\n/)
})

test('HEAD: the head of GET, and no body, for errors as well', async () => {
  const { raw } = await serve([optional])
  for (const path of ['/latest/meta-data/instance-id', '/latest/meta-data/nothing']) {
    const got = await raw(request(`GET ${path}`))
    assert.equal(await raw(request(`HEAD ${path}`)), got.slice(0, got.indexOf('\r\n\r\n') + 4))
  }
})

test('the version of a path is one that is listed, and HTTP/1.0 is served', async () => {
  const { raw, request: send } = await serve([optional])
  assert.match(await raw('GET /2009-04-04/meta-data/instance-id HTTP/1.0\r\n\r\n'), /\r\n\r\ni-0123456789abcdef0$/)
  assert.equal((await send('GET', '/2009-04-05/meta-data/instance-id')).status, 404)
})

test('a body that comes with a read is not taken for another request', async () => {
  const { raw } = await serve([optional])
  const hidden = request('GET /latest/meta-data/mac')
  const answer = await raw(request('GET /latest/meta-data/instance-id', `Content-Length: ${hidden.length}`) + hidden)
  assert.match(answer, /\r\n\r\ni-0123456789abcdef0$/)
  const large = 'x'.repeat(1 << 20)
  const other = await raw(request('GET /latest/meta-data/instance-id', `Content-Length: ${large.length}`) + large)
  assert.match(other, /\r\n\r\ni-0123456789abcdef0$/)
})

test('one connection carries one request', async () => {
  const { raw } = await serve([optional])
  const both = await raw(request('GET /latest/meta-data/instance-id') + request('GET /latest/meta-data/mac'))
  assert.equal(both.match(/HTTP\/1\.1/g)?.length, 1)
})

test('what cannot be read as a request, and one that is too long, are answered with 400', async () => {
  const { raw } = await serve([optional])
  const long = 'x'.repeat(20_000)
  for (const text of [
    'nonsense\r\n\r\n',
    request(`GET /latest/${long}`),
    request('GET /latest/', `X-Long: ${long}`),
    request('GET /latest/', 'Transfer-Encoding: chunked', 'Content-Length: 3'),
  ]) {
    assert.match(
      await raw(text),
      /^HTTP\/1\.1 400 Bad Request\r\n.*<title>400 - Bad Request<\/title>/s,
      text.slice(0, 40),
    )
  }
})

test('a client that never ends its request, or never begins one, is cut off; others are served meanwhile', async () => {
  const service = await serve([optional], { connectionMs: 100 })
  const cut = ['', 'GET /latest/', 'GET /latest/meta-data/ HTTP/1.1\r\nHost: x\r\nX-Slow: '].map(
    (begun) =>
      new Promise<void>((closed) => {
        const socket = connect(service.port(), '127.0.0.1', () => socket.write(begun))
        socket.on('error', () => {})
        socket.on('close', () => closed())
      }),
  )
  assert.equal((await service.request('GET', '/latest/meta-data/instance-id')).body, instance.id)
  await Promise.all(cut)
  assert.equal((await service.request('GET', '/latest/meta-data/instance-id')).body, instance.id)
})

test('what follows a request is not answered, whether it can be read as another or not', async () => {
  const { raw } = await serve([optional])
  const first = request('GET /latest/meta-data/mac')
  for (const second of [
    '0\r\n\r\n',
    request('GET /latest/meta-data/instance-id'),
    request('PUT /latest/api/token', TTL),
  ]) {
    assert.match(await raw(first + second), /^HTTP\/1\.1 200 OK\r\n(?:[^\r]+\r\n)+\r\n02:11:22:33:44:55$/)
  }
})
