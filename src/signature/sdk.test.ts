import { deepEqual, equal, fail } from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { parseClaim } from './claim.ts'
import { deriveSigningKey, sha256Hex } from './hmac.ts'
import { s3PayloadHash } from './payload-expectations.ts'
import { request } from './request.fixture.ts'
import { signHeaders } from './sign.ts'
import { checkSignedHeaders, verify } from './sigv4.ts'

// The SDK's signer comes with the S3 client; it is asked for by its constructor's facts only.
interface Signer {
  sign(request: object, options: object): Promise<{ headers: Record<string, string> }>
  presign(request: object, options: object): Promise<{ headers: Record<string, string>; query: Record<string, string> }>
}
const { SignatureV4 } = createRequire(import.meta.url)('@smithy/signature-v4') as {
  // The package is present with the SDK clients but is no dependency of its own, so that its types are not imported.
  SignatureV4: new (
    options: object,
  ) => Signer
}

class Sha256 {
  readonly #hash
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.#hash.digest())
  }
}

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const TIME = Date.UTC(2026, 10, 23, 12)
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET, sessionToken: 'tok//en+=' }

const signer = (service: string) =>
  new SignatureV4({ credentials, region: 'eu-west-1', service, sha256: Sha256, uriEscapePath: service !== 's3' })

const percent = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const PATHS = [
  '/',
  '/a b/c+d',
  '/é/\u{1F511}',
  "/!'()*~._-",
  '/a//b/./c/../d/',
  '/%/%25/%2F',
  '/a=b&c;d:e@f,g$h',
  '/../..',
  '/trailing/',
].map((path) => path.split('/').map(percent).join('/'))

const QUERIES: Record<string, string | string[]>[] = [
  {},
  { a: ['2', '1'], b: '' },
  { 'k ey': "v+a l!'()*~", é: 'ü', A: '1', a: '0' },
  { prefix: 'x/y', 'list-type': '2', 'x-id': 'PutObject' },
]

const toQuery = (query: Record<string, string | string[]>): string =>
  Object.entries(query)
    .flatMap(([name, values]) => [values].flat().map((value) => `${percent(name)}=${percent(value)}`))
    .join('&')

for (const service of ['s3', 'execute-api']) {
  describe(`what the SDK's signer signs for ${service} verifies`, () => {
    for (const path of PATHS) {
      for (const query of QUERIES) {
        test(`${path} ${JSON.stringify(query)}`, async () => {
          const headers: Record<string, string> = {
            host: 'h.example:8080',
            'content-type': ' text/plain;  x ',
            'x-amz-meta-a': 'b',
          }
          const plain = { method: 'PUT', protocol: 'http:', hostname: 'h.example', path, query, headers, body: 'hello' }
          if (service === 's3') headers['x-amz-content-sha256'] = sha256Hex('hello')
          const options = { signingDate: new Date(TIME) }

          const signed = await signer(service).sign(plain, options)
          check(service, path, toQuery(query), signed.headers, 'hello')

          const presigned = await signer(service).presign(
            { ...plain, body: undefined, headers: { host: 'h.example' } },
            options,
          )
          check(service, path, toQuery(presigned.query), presigned.headers, '')
        })
      }
    }
  })
}

test('our signer and the SDK’s make the same signature', async () => {
  const headers = { host: 'h', 'content-type': 'text/plain' }
  const plain = {
    method: 'POST',
    protocol: 'http:',
    hostname: 'h',
    path: '/a%20b',
    query: { z: '1' },
    headers,
    body: 'hello',
  }
  const theirs = await signer('iam').sign(plain, { signingDate: new Date(TIME) })
  const sent = Object.entries(theirs.headers).filter(
    ([name]) => !/^(authorization|x-amz-date|x-amz-security-token)$/.test(name),
  )
  const ours = signHeaders(
    { method: 'POST', path: '/a%20b', query: 'z=1', rawHeaders: sent.flat() },
    { credentials, region: 'eu-west-1', service: 'iam', time: TIME, bodyHash: sha256Hex('hello') },
  )
  equal(ours.rawHeaders.at(-1), theirs.headers.authorization)
})

const check = (service: string, path: string, query: string, headers: Record<string, string>, body: string) => {
  const from = request({ method: 'PUT', path, query, rawHeaders: Object.entries(headers).flat() })
  const parsed = parseClaim(from)
  if (!parsed.ok) fail(JSON.stringify(parsed.problem))
  const { claim } = parsed
  // The bare signer hashes the body of a presigned request; only the S3 client says UNSIGNED-PAYLOAD.
  const declared = service === 's3' && claim.kind === 'header'
  const bodyHash = declared ? s3PayloadHash(from, claim).hash : sha256Hex(body)
  const key = deriveSigningKey(SECRET, claim.date, claim.region, claim.service)
  const result = verify(claim, from, { key, bodyHash })
  if (!result.ok) fail(JSON.stringify(result.problem, null, 1))
  equal(claim.sessionToken, credentials.sessionToken)
  deepEqual(checkSignedHeaders(claim, from), { ok: true })
}
