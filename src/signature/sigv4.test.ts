import { deepEqual, equal, fail, ok } from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { canonicalRequest, stringToSign } from './canonical.ts'
import { parseClaim } from './claim.ts'
import { deriveSigningKey, sha256Hex } from './hmac.ts'
import { wireBytes } from './percent.ts'
import type { SignatureClaim, SignatureProblem, SignatureResult, SignedRequest } from './problem.ts'
import { request } from './request.fixture.ts'
import { presign, signHeaders } from './sign.ts'
import { checkScope, checkSignedHeaders, checkTime, verify } from './sigv4.ts'

interface VectorCase {
  readonly name: string
  readonly context: {
    readonly credentials: { access_key_id: string; secret_access_key: string; token?: string }
    readonly expiration_in_seconds: number
    readonly normalize: boolean
    readonly region: string
    readonly service: string
    readonly timestamp: string
    readonly omit_session_token?: boolean
  }
  readonly [form: `${'header' | 'query'}-${string}`]: string
}

const folder = process.env.ROLECALL_VECTORS ?? join(import.meta.dirname, '../../../shared/vectors')
const file = join(folder, 'sigv4.json')
const skip = existsSync(file) ? false : `signing vectors are not at ${file}; set ROLECALL_VECTORS`
// The file is trusted test data of this shape; every field is used and would fail loudly when absent.
const cases = skip ? [] : (JSON.parse(readFileSync(file, 'utf8')) as VectorCase[])

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const NOW = Date.UTC(2026, 10, 23, 12)

/** A request text as a server would get it: one character a byte, folded headers unfolded. */
const parseText = (text: string): SignedRequest & { body: Buffer } => {
  const wire = Buffer.from(text, 'utf8').toString('latin1')
  const end = wire.indexOf('\n\n')
  const [first = '', ...lines] = wire
    .slice(0, end < 0 ? undefined : end)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
  const target = first.slice(first.indexOf(' ') + 1, first.lastIndexOf(' '))
  const at = target.indexOf('?')
  const rawHeaders = lines.filter(Boolean).flatMap((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1)]
  })
  return {
    ...request({
      method: first.slice(0, first.indexOf(' ')),
      path: at < 0 ? target : target.slice(0, at),
      query: at < 0 ? '' : target.slice(at + 1),
      rawHeaders,
    }),
    body: Buffer.from(end < 0 ? '' : wire.slice(end + 2), 'latin1'),
  }
}

const claimOf = (from: SignedRequest): SignatureClaim => {
  const parsed = parseClaim(from)
  if (!parsed.ok) return fail(`refused: ${JSON.stringify(parsed.problem)}`)
  return parsed.claim
}

const problemOf = (result: SignatureResult): SignatureProblem =>
  result.ok ? fail('expected a refusal') : result.problem

/** A GET, signed by our own signer, which the vectors and the SDK's signer hold to the standard. */
const signed = (
  options: { service?: string; path?: string; headers?: string[]; time?: number; query?: string } = {},
) => {
  const service = options.service ?? 'sts'
  const plain = {
    method: 'GET',
    path: options.path ?? '/a',
    query: options.query ?? '',
    rawHeaders: ['Host', 'example.com', ...(options.headers ?? [])],
  }
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET }
  const scope = { region: 'eu-west-1', service, time: options.time ?? NOW }
  const bodyHash = sha256Hex('')
  const { rawHeaders } = signHeaders(plain, { credentials, ...scope, bodyHash })
  return request({ ...plain, rawHeaders })
}

const key = (service = 'sts') => deriveSigningKey(SECRET, '20261123', 'eu-west-1', service)

describe('the published signing vectors', { skip }, () => {
  for (const vector of cases) {
    for (const form of ['header', 'query'] as const) {
      test(`${vector.name} verifies in its ${form} form`, () => {
        const { context } = vector
        const sent = parseText(vector[`${form}-signed-request`] ?? '')
        // In these cases the token joins the request after signing, which our services do not accept: take it off again.
        const query =
          context.omit_session_token && form === 'query'
            ? sent.query.replace(/&?X-Amz-Security-Token=[^&]*/, '')
            : sent.query
        const from = { ...sent, query }
        const claim = claimOf(from)
        const bodyHash = sha256Hex(sent.body)
        const pathStyle = context.normalize ? 'normalised' : 'raw'
        const canonical = canonicalRequest(from, claim.signedHeaders, bodyHash, pathStyle)
        equal(wireBytes(canonical).toString('utf8'), vector[`${form}-canonical-request`])
        equal(stringToSign(claim.timestamp, claim.scope, canonical), vector[`${form}-string-to-sign`])
        equal(claim.signature, vector[`${form}-signature`])
        const secret = context.credentials.secret_access_key
        const signingKey = deriveSigningKey(secret, claim.date, claim.region, claim.service)
        deepEqual(verify(claim, from, { key: signingKey, bodyHash, pathStyle }), { ok: true })
        deepEqual(checkScope(claim, { service: context.service, region: context.region }), { ok: true })
        deepEqual(checkTime(claim, Date.parse(context.timestamp)), { ok: true })
      })
    }
  }
})

// Outside of the suite, because a skipped suite is not counted as skipped in the summary.
test('the published signing vectors are 76', { skip }, () => equal(cases.length * 2, 76))

describe('verify', () => {
  test('accepts what was signed', () => {
    const from = signed()
    deepEqual(verify(claimOf(from), from, { key: key(), bodyHash: sha256Hex('') }), { ok: true })
  })

  const tampered: Record<string, (from: SignedRequest) => SignedRequest> = {
    method: (from) => ({ ...from, method: 'PUT' }),
    path: (from) => ({ ...from, path: '/b' }),
    query: (from) => ({ ...from, query: 'a=2' }),
    'a further query parameter': (from) => ({ ...from, query: 'a=1&b=' }),
    'a signed header': (from) =>
      request({ ...from, rawHeaders: from.rawHeaders.map((v) => (v === 'example.com' ? 'evil.com' : v)) }),
    'a second copy of a signed header': (from) =>
      request({ ...from, rawHeaders: [...from.rawHeaders, 'HOST', 'evil.com'] }),
    'the time': (from) =>
      request({ ...from, rawHeaders: from.rawHeaders.map((v) => (v === '20261123T120000Z' ? '20261123T120001Z' : v)) }),
  }
  for (const [what, change] of Object.entries(tampered)) {
    test(`refuses a change of ${what}`, () => {
      const from = change(signed({ query: 'a=1' }))
      equal(problemOf(verify(claimOf(from), from, { key: key(), bodyHash: sha256Hex('') })).kind, 'mismatch')
    })
  }

  test('refuses another body, another key and every changed digit of the signature', () => {
    const from = signed()
    const claim = claimOf(from)
    const bodyHash = sha256Hex('')
    equal(verify(claim, from, { key: key(), bodyHash: sha256Hex('x') }).ok, false)
    equal(verify(claim, from, { key: key('iam'), bodyHash }).ok, false)
    for (let i = 0; i < claim.signature.length; i += 1) {
      const digit = claim.signature[i] === '0' ? '1' : '0'
      const signature = claim.signature.slice(0, i) + digit + claim.signature.slice(i + 1)
      equal(verify({ ...claim, signature }, from, { key: key(), bodyHash }).ok, false)
    }
    for (const signature of [
      '',
      claim.signature.toUpperCase(),
      `${claim.signature}0`,
      claim.signature.slice(1),
      'é'.repeat(64),
    ]) {
      equal(verify({ ...claim, signature }, from, { key: key(), bodyHash }).ok, false)
    }
  })

  test('a mismatch names the canonical request and the string to sign, and never the secret', () => {
    const from = { ...signed(), path: '/other' }
    const problem = problemOf(verify(claimOf(from), from, { key: key(), bodyHash: sha256Hex('') }))
    ok(problem.kind === 'mismatch')
    ok(problem.canonicalRequest.startsWith('GET\n/other\n\nhost:example.com\n'))
    ok(problem.stringToSign.startsWith('AWS4-HMAC-SHA256\n20261123T120000Z\n20261123/eu-west-1/sts/aws4_request\n'))
    equal(JSON.stringify(problem).includes(SECRET), false)
  })
})

describe('checkTime', () => {
  const minutes = 60_000
  const sts = claimOf(signed())
  const presigned = (service: string, expires: number) => {
    const from = { method: 'GET', path: '/b/k', query: '', rawHeaders: ['Host', 'h'] }
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET }
    const { query } = presign(from, {
      credentials,
      region: 'eu-west-1',
      service,
      time: NOW,
      expires,
      bodyHash: 'UNSIGNED-PAYLOAD',
    })
    return claimOf(request({ ...from, query }))
  }

  test('bears fifteen minutes both ways and not a millisecond more', () => {
    equal(checkTime(sts, NOW + 15 * minutes).ok, true)
    equal(checkTime(sts, NOW - 15 * minutes).ok, true)
    equal(problemOf(checkTime(sts, NOW + 15 * minutes + 1)).kind, 'expired')
    equal(problemOf(checkTime(sts, NOW - 15 * minutes - 1)).kind, 'not yet current')
  })

  test('a presigned S3 request lives as long as it says', () => {
    const claim = presigned('s3', 3600)
    equal(checkTime(claim, NOW + 60 * minutes).ok, true)
    equal(problemOf(checkTime(claim, NOW + 60 * minutes + 1)).kind, 'presign expired')
    equal(problemOf(checkTime(claim, NOW - 16 * minutes)).kind, 'presign not yet valid')
    equal(problemOf(checkTime(presigned('s3', 1), NOW + 2000)).kind, 'presign expired')
  })

  test('a presigned STS request has fifteen minutes, whatever it says', () => {
    equal(checkTime(presigned('sts', 60), NOW + 14 * minutes).ok, true)
    equal(problemOf(checkTime(presigned('sts', 3600), NOW + 16 * minutes)).kind, 'expired')
  })
})

describe('checkScope', () => {
  const claim = claimOf(signed())

  test('accepts every region unless told otherwise, and gathers all faults', () => {
    deepEqual(checkScope(claim, { service: 'sts' }), { ok: true })
    deepEqual(checkScope(claim, { service: 'sts', region: (region) => region.startsWith('eu-') }), { ok: true })
    const strange = { ...claim, terminator: 'aws5', date: '20261122' }
    const problem = problemOf(checkScope(strange, { service: 'iam', region: 'us-east-1' }))
    ok(problem.kind === 'scope')
    deepEqual(
      problem.faults.map((fault) => fault.kind),
      ['region', 'service', 'terminator', 'date'],
    )
  })

  test('refuses an empty region', () => {
    equal(checkScope({ ...claim, region: '' }, { service: 'sts' }).ok, false)
  })
})

describe('checkSignedHeaders', () => {
  test('S3 wants every x-amz- header signed, STS only the host', () => {
    for (const service of ['s3', 'sts']) {
      const from = signed({ service })
      const withHeader = request({ ...from, rawHeaders: [...from.rawHeaders, 'X-Amz-Acl', 'public-read'] })
      const result = checkSignedHeaders(claimOf(withHeader), withHeader)
      if (service === 'sts') deepEqual(result, { ok: true })
      else deepEqual(problemOf(result), { kind: 'headers not signed', names: ['x-amz-acl'] })
    }
  })

  test('a signature without the host is refused', () => {
    const claim = { ...claimOf(signed()), signedHeaders: ['x-amz-date'] }
    deepEqual(problemOf(checkSignedHeaders(claim, signed())), { kind: 'headers not signed', names: ['host'] })
  })
})
