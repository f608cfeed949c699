import { deepEqual, equal, fail, ok } from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { mechanismOf, parseClaim } from './claim.ts'
import { hmacKey } from './hmac.ts'
import { signatureCode, signatureMessage } from './messages.ts'
import type { SignatureProblem } from './problem.ts'
import { request } from './request.fixture.ts'
import { s3SignatureError } from './s3-errors.ts'
import { parseSigV2, verifySigV2 } from './sigv2.ts'
import { checkScope, checkSignedHeaders, checkTime, verify } from './sigv4.ts'

const GOOD =
  'AWS4-HMAC-SHA256 Credential=AKIA/20261123/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=abc'
const NOW = Date.UTC(2026, 10, 23, 12)

const withHeader = (authorization: string, ...more: string[]) =>
  request({ rawHeaders: ['Host', 'h', 'X-Amz-Date', '20261123T120000Z', 'Authorization', authorization, ...more] })

const problemOf = (from: ReturnType<typeof request>): SignatureProblem => {
  const parsed = parseClaim(from)
  return parsed.ok ? fail('expected a refusal') : parsed.problem
}

const claimOf = (from: ReturnType<typeof request>) => {
  const parsed = parseClaim(from)
  return parsed.ok ? parsed.claim : fail(JSON.stringify(parsed.problem))
}

const presignedQuery = (change: Record<string, string | undefined> = {}): string =>
  Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIA/20261123/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20261123T120000Z',
    'X-Amz-Expires': '3600',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'abc',
    ...change,
  })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&')

const presigned = (change: Record<string, string | undefined>, ...rawHeaders: string[]) =>
  request({ query: presignedQuery(change), rawHeaders: ['Host', 'h', ...rawHeaders] })

describe('the Authorization header', () => {
  test('is read into a claim, whatever its spacing', () => {
    for (const text of [GOOD, GOOD.replaceAll(', ', ','), GOOD.replaceAll(', ', ' ,  ')]) {
      const claim = claimOf(withHeader(text, 'X-Amz-Security-Token', 'tok'))
      equal(claim.accessKeyId, 'AKIA')
      equal(claim.scope, '20261123/us-east-1/sts/aws4_request')
      deepEqual(claim.signedHeaders, ['host', 'x-amz-date'])
      equal(claim.time, NOW)
      equal(claim.sessionToken, 'tok')
    }
  })

  test('without its parts gets one sentence each, in AWS’s order', () => {
    const problem = problemOf(request({ rawHeaders: ['Host', 'h', 'Authorization', 'AWS4-HMAC-SHA256'] }))
    equal(
      signatureMessage(problem),
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256",
    )
    equal(signatureCode(problem), 'IncompleteSignature')
  })

  test('takes the time of Date when x-amz-date is absent', () => {
    for (const date of ['Mon, 23 Nov 2026 12:00:00 GMT', '20261123T120000Z']) {
      const from = request({ rawHeaders: ['Host', 'h', 'Date', date, 'Authorization', GOOD] })
      equal(claimOf(from).timestamp, '20261123T120000Z')
    }
  })

  const sentences: readonly [string, string][] = [
    ['AWS4-ECDSA-P256-SHA256 Credential=a', "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'."],
    [
      GOOD.replace('AKIA/', ''),
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '20261123/us-east-1/sts/aws4_request'",
    ],
    [
      'AWS4-HMAC-SHA256 nonsense',
      "'nonsense' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 nonsense'.",
    ],
  ]
  for (const [header, message] of sentences) {
    test(`"${header.slice(0, 40)}" gets AWS’s sentence`, () => {
      equal(signatureMessage(problemOf(withHeader(header))), message)
    })
  }

  test('with a date that is none is refused', () => {
    for (const date of [
      '20261323T120000Z',
      '20261123T250000Z',
      '2026-11-23T12:00:00Z',
      '',
      'now',
      '20261123T120000Z, x',
    ]) {
      const from = request({ rawHeaders: ['Host', 'h', 'X-Amz-Date', date, 'Authorization', GOOD] })
      equal(problemOf(from).kind, 'malformed date')
    }
  })

  test('with a doubled part is refused', () => {
    equal(problemOf(withHeader(`${GOOD}, Signature=def`)).kind, 'malformed pair')
  })

  test('shows at most a thousand characters of a caller’s text, and no control characters', () => {
    const message = signatureMessage(problemOf(withHeader(`AWS4-HMAC-SHA256 ${'x\u0000\n'.repeat(50_000)}`)))
    ok(message.length < 3000)
    equal(/[\p{Cc}]/u.test(message), false)
  })
})

describe('the presigned query', () => {
  test('is read into a claim', () => {
    const claim = claimOf(presigned({ 'X-Amz-Security-Token': 'a+b/c=' }))
    deepEqual([claim.kind, claim.expires, claim.sessionToken], ['presigned', 3600, 'a+b/c='])
  })

  test('gives way to a signed token header, and not to an unsigned one', () => {
    const token = ['X-Amz-Security-Token', 'header']
    const change = { 'X-Amz-Security-Token': 'query' }
    equal(claimOf(presigned(change, ...token)).sessionToken, 'query')
    const signed = { ...change, 'X-Amz-SignedHeaders': 'host;x-amz-security-token' }
    equal(claimOf(presigned(signed, ...token)).sessionToken, 'header')
  })

  test('needs no X-Amz-Expires outside of S3', () => {
    const change = { 'X-Amz-Credential': 'AKIA/20261123/us-east-1/sts/aws4_request', 'X-Amz-Expires': undefined }
    equal(claimOf(presigned(change)).expires, undefined)
  })

  test('lives one second to a week', () => {
    const messageOf = (expires: string) => s3SignatureError(problemOf(presigned({ 'X-Amz-Expires': expires }))).message
    equal(claimOf(presigned({ 'X-Amz-Expires': '604800' })).expires, 604_800)
    equal(claimOf(presigned({ 'X-Amz-Expires': '1' })).expires, 1)
    equal(messageOf('-1'), 'X-Amz-Expires must be non-negative')
    equal(messageOf('1e3'), 'X-Amz-Expires should be a number')
    ok(messageOf('604801').startsWith('X-Amz-Expires must be less than a week (in seconds)'))
  })
})

test('two mechanisms at once are refused', () => {
  const from = request({ query: presignedQuery(), rawHeaders: ['Host', 'h', 'Authorization', GOOD] })
  equal(mechanismOf(from), 'several')
  equal(problemOf(from).kind, 'several mechanisms')
})

test('an unsigned request is missing its token', () => {
  const problem = problemOf(request({ rawHeaders: ['Host', 'h'] }))
  equal(signatureCode(problem), 'MissingAuthenticationToken')
  equal(signatureMessage(problem), 'Request is missing Authentication Token')
})

describe('AWS’s sentences', () => {
  const claim = claimOf(withHeader(GOOD))
  const messageOf = (result: ReturnType<typeof checkScope>) =>
    result.ok ? fail('expected a refusal') : signatureMessage(result.problem)

  test('for a scope are joined, each with its space', () => {
    equal(
      messageOf(checkScope(claim, { service: 'iam', region: 'eu-west-1' })),
      "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'iam'. ",
    )
  })

  test('for the clock name all three instants', () => {
    equal(
      messageOf(checkTime(claim, Date.UTC(2026, 10, 23, 13))),
      'Signature expired: 20261123T120000Z is now earlier than 20261123T124500Z (20261123T130000Z - 15 min.)',
    )
    equal(
      messageOf(checkTime(claim, Date.UTC(2026, 10, 23, 11))),
      'Signature not yet current: 20261123T120000Z is still later than 20261123T111500Z (20261123T110000Z + 15 min.)',
    )
  })

  test('for an unsigned host', () => {
    equal(
      messageOf(checkSignedHeaders({ ...claim, signedHeaders: [] }, withHeader(GOOD))),
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    )
  })
})

interface Recorded {
  readonly service: string
  readonly code: string | null
  readonly message: string | null
  readonly extra: Record<string, unknown> | null
}

const folder = process.env.ROLECALL_VECTORS ?? join(import.meta.dirname, '../../../shared/vectors')
const file = join(folder, 'aws-recorded-errors.json')
const skip = existsSync(file) ? false : `recorded errors are not at ${file}; set ROLECALL_VECTORS`

test('S3 errors are the recorded ones, elements included', { skip }, () => {
  // Trusted test data; the lookups below fail when its shape changes.
  const recorded = (JSON.parse(readFileSync(file, 'utf8')) as Recorded[]).filter(({ service }) => service === 's3')
  const s3 = { ...claimOf(presigned({})), region: 'aws-global' }
  const s3Header = { ...s3, kind: 'header' } as const
  const wrongRegion = checkScope(s3Header, { service: 's3', region: '<us_east_1_region>' })
  const expired = checkTime(s3, NOW + 7200_000)
  const from = presigned({}, 'x-amz-date', 'd', 'x-amz-decoded-content-length', '1')
  const unsigned = checkSignedHeaders(s3, from)
  const mismatch = verify(s3, from, { key: hmacKey('k'), bodyHash: 'UNSIGNED-PAYLOAD' })
  for (const result of [
    wrongRegion,
    expired,
    unsigned,
    mismatch,
    parseClaim(presigned({ 'X-Amz-Expires': undefined })),
    parseClaim(presigned({ 'X-Amz-Credential': 'x/s3' })),
  ]) {
    if (result.ok) fail('expected a refusal')
    const answer = s3SignatureError(result.problem)
    const found = recorded.find(({ code, message }) => code === answer.code && message === answer.message)
    ok(found, `not recorded: ${answer.code} ${answer.message}`)
    for (const name of Object.keys(found.extra ?? {})) {
      if (name !== 'RequestId' && name !== 'HostId') ok(name in answer.fields, `${answer.code} lacks ${name}`)
    }
    if (found.code === 'AccessDenied' && 'HeadersNotSigned' in answer.fields) {
      equal(answer.fields.HeadersNotSigned, found.extra?.HeadersNotSigned)
    }
  }
})

test('random text never makes parsing, checking or explaining throw', () => {
  let state = 42
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
  const seeds = [
    GOOD,
    `AWS4-HMAC-SHA256 ${'='.repeat(9)}`,
    'AWS AKIA:c2ln',
    presignedQuery(),
    'AWSAccessKeyId=a&Signature=b&Expires=1',
    '/a/../b//%2e/%zz%',
    '20261123T120000Z',
    'Mon, 23 Nov 2026 12:00:00 GMT',
    '%E1%88%B4=%ff%&+=%',
  ]
  const alphabet = 'aZ0=&;,/:% +\u0000\n\u00e9\ud800\u1234%%//..'
  const mutate = () => {
    let text = seeds[random(seeds.length)] ?? ''
    for (let i = random(6); i > 0; i -= 1) {
      const at = random(text.length + 1)
      text = text.slice(0, at) + (alphabet[random(alphabet.length)] ?? '') + text.slice(at + random(4))
    }
    return text
  }
  for (let round = 0; round < 20_000; round += 1) {
    const rawHeaders = [
      'Host',
      mutate(),
      random(2) ? 'Authorization' : mutate(),
      mutate(),
      random(2) ? 'X-Amz-Date' : 'Date',
      mutate(),
    ]
    const from = request({ method: mutate(), path: mutate(), query: random(2) ? mutate() : '', rawHeaders })
    const parsed = parseClaim(from)
    const key = hmacKey('k')
    const results = parsed.ok
      ? [
          checkScope(parsed.claim, { service: 's3', region: 'us-east-1' }),
          checkTime(parsed.claim, NOW),
          checkSignedHeaders(parsed.claim, from),
          verify(parsed.claim, from, { key, bodyHash: 'x' }),
        ]
      : [parsed]
    for (const result of results) {
      if (result.ok) continue
      equal(typeof signatureMessage(result.problem), 'string')
      equal(typeof s3SignatureError(result.problem).message, 'string')
    }
    const two = parseSigV2(from)
    if (two.ok) equal(verifySigV2(two.claim, from, { secret: 'k' }).ok, false)
  }
})
