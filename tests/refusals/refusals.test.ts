/**
 * Whoever may not call an operation is refused, in the service's own words, and changes nothing: for every operation of
 * the service tables. An operation that is added is tested here without a line of its own.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cbor } from '@smithy/core/cbor'
import type { Rolecall } from '../../src/library.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import {
  createUser,
  type RawRequest,
  type RawResponse,
  type RawSigning,
  send,
  signed,
  startTestServer,
} from '../harness.ts'
import { sampleInput } from '../samples/inputs.ts'
import { type Implemented, implementedOperations } from '../samples/operations.ts'
import { signingName, wireRequest } from '../samples/wire.ts'
import { createWorld, type World } from '../samples/world.ts'

type Family = 'query' | 'ec2' | 's3' | 's3control' | 'json' | 'rest-json' | 'cbor'
/** The forms that a service's errors have; CloudWatch's clients speak three protocols. */
const FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  iam: ['query'],
  sts: ['query'],
  ec2: ['ec2'],
  s3: ['s3'],
  s3control: ['s3control'],
  logs: ['json'],
  cloudtrail: ['json'],
  cloudwatch: ['json', 'cbor', 'query'],
  'iam-toolbox': ['rest-json'],
  accessanalyzer: ['rest-json'],
}

interface Refusal {
  readonly status: number
  readonly code: string
}
type Way = 'unsigned' | 'wrong signature' | 'unknown key' | 'expired' | 'denied'

/**
 * AWS's answers: recorded ones for IAM, STS and S3, its "common errors" pages for the rest.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const REFUSALS: Readonly<Record<Exclude<Family, 'cbor' | 's3control'>, Readonly<Record<Way, Refusal>>>> = {
  query: {
    unsigned: { status: 403, code: 'MissingAuthenticationToken' },
    'wrong signature': { status: 403, code: 'SignatureDoesNotMatch' },
    'unknown key': { status: 403, code: 'InvalidClientTokenId' },
    expired: { status: 403, code: 'SignatureDoesNotMatch' },
    denied: { status: 403, code: 'AccessDenied' },
  },
  ec2: {
    unsigned: { status: 401, code: 'AuthFailure' },
    'wrong signature': { status: 401, code: 'AuthFailure' },
    'unknown key': { status: 401, code: 'AuthFailure' },
    expired: { status: 400, code: 'RequestExpired' },
    denied: { status: 403, code: 'UnauthorizedOperation' },
  },
  s3: {
    unsigned: { status: 403, code: 'AccessDenied' },
    'wrong signature': { status: 403, code: 'SignatureDoesNotMatch' },
    'unknown key': { status: 403, code: 'InvalidAccessKeyId' },
    expired: { status: 403, code: 'RequestTimeTooSkewed' },
    denied: { status: 403, code: 'AccessDenied' },
  },
  json: {
    unsigned: { status: 400, code: 'MissingAuthenticationTokenException' },
    'wrong signature': { status: 400, code: 'InvalidSignatureException' },
    'unknown key': { status: 400, code: 'UnrecognizedClientException' },
    expired: { status: 400, code: 'InvalidSignatureException' },
    denied: { status: 400, code: 'AccessDeniedException' },
  },
  'rest-json': {
    unsigned: { status: 403, code: 'MissingAuthenticationTokenException' },
    'wrong signature': { status: 403, code: 'InvalidSignatureException' },
    'unknown key': { status: 403, code: 'UnrecognizedClientException' },
    expired: { status: 403, code: 'InvalidSignatureException' },
    denied: { status: 403, code: 'AccessDeniedException' },
  },
}

/** Operations that a caller without any permission may call, or that are judged item by item. Keep it short. */
const NOT_BY_PERMISSION: Readonly<Record<string, string>> = {
  'sts GetCallerIdentity': 'AWS answers it whatever the policies say, an explicit deny included',
  'sts GetSessionToken': 'AWS asks for no permission; the session can do no more than the user',
  's3 DeleteObjects': 'each key is judged by itself; the refusals stand in the answer',
}

/** Of these, those that answer 200 with a refusal for each item, to strangers too. */
const PER_ITEM = new Set(['s3 DeleteObjects'])

/** STS tells a caller who may not assume a role nothing of why. */
const WITHOUT_REASON = new Set(['sts AssumeRole'])

const operations = implementedOperations()
const nameOf = ({ service, name }: Implemented): string => `${service} ${name}`

let server: Rolecall
let world: World
let root: SigningCredentials
let powerless: SigningCredentials
let denied: SigningCredentials
let revision: string

before(async () => {
  server = await startTestServer()
  root = server
  world = await createWorld(server)
  powerless = await createUser(server, 'powerless')
  denied = await createUser(server, 'denied', { Effect: 'Allow', Action: '*' }, { Effect: 'Deny', Action: '*' })
  revision = await currentRevision()
})
after(() => server.close())

test('what is not decided by permissions is listed here with its reason', () => {
  const listed = operations.filter(({ operation }) => operation.definition.authorization.kind !== 'permissions')
  assert.deepEqual(
    listed.map(nameOf).sort(),
    Object.keys(NOT_BY_PERMISSION).sort(),
    'an operation that anybody may call needs a line in NOT_BY_PERMISSION that says why AWS allows it',
  )
})

for (const implemented of operations) {
  test(`${nameOf(implemented)} is refused to strangers and to those without permission`, async () => {
    const families = FAMILIES[implemented.service]
    assert.ok(families, `name the family of ${implemented.service} in FAMILIES`)
    for (const family of families) await assertRefused(implemented, family)
  })
}

async function assertRefused(implemented: Implemented, family: Family): Promise<void> {
  const expected = REFUSALS[family === 'cbor' ? 'json' : family === 's3control' ? 's3' : family]
  const protocol = implemented.service === 'cloudwatch' ? cloudwatchProtocol(family) : undefined
  const request = await wireRequest(implemented, sampleInput(implemented.model, world, 'required'), protocol)
  const scope = { service: signingName(implemented.service), region: world.region }
  const sign = (credentials: SigningCredentials, options: Partial<RawSigning> = {}) =>
    signed(server, request, { ...scope, credentials, ...options })
  const refused = async (way: Way, attempt: RawRequest) => {
    const response = await send(server, attempt)
    const { status, code } = expected[way]
    const bodiless = request.method === 'HEAD'
    const answer = bodiless ? { code, message: undefined } : readError(family, response)
    assert.deepEqual({ status: response.status, code: answer.code }, { status, code }, `${way}: ${response.body}`)
    return answer.message
  }

  if (!PER_ITEM.has(nameOf(implemented))) await refused('unsigned', request)
  await refused('wrong signature', tampered(sign(root)))
  await refused('unknown key', sign({ ...root, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))
  await refused('expired', sign(root, { time: Date.now() - 16 * 60_000 }))
  if (NOT_BY_PERMISSION[nameOf(implemented)] !== undefined) return
  const implicit = await refused('denied', sign(powerless))
  const explicit = await refused('denied', sign(denied))
  if (WITHOUT_REASON.has(nameOf(implemented)) || request.method === 'HEAD') return
  assert.match(implicit ?? '', /because no identity-based policy allows the \S+ action/)
  assert.match(explicit ?? '', /with an explicit deny in an identity-based policy/)
}

const cloudwatchProtocol = (family: Family) => (family === 'query' || family === 'cbor' ? family : 'json')

test('a presigned S3 request is refused after its time', async () => {
  for (const implemented of operations.filter(({ service }) => service === 's3')) {
    const request = await wireRequest(implemented, sampleInput(implemented.model, world, 'required'))
    const scope = { service: 's3', region: world.region, credentials: root }
    const late = signed(server, request, { ...scope, time: Date.now() - 120_000, expires: 60 })
    const response = await send(server, late)
    assert.equal(response.status, 403, nameOf(implemented))
    if (request.method === 'HEAD') continue
    const { code, message } = readError('s3', response)
    assert.deepEqual({ code, message }, { code: 'AccessDenied', message: 'Request has expired' }, nameOf(implemented))
  }
})

test('neither a stranger nor a caller without permission deletes a key', async () => {
  const implemented = operations.find((one) => nameOf(one) === 's3 DeleteObjects')
  assert.ok(implemented)
  const request = await wireRequest(implemented, sampleInput(implemented.model, world, 'required'))
  const sign = (credentials: SigningCredentials) =>
    signed(server, request, { service: 's3', region: world.region, credentials })
  for (const attempt of [request, sign(powerless), sign(denied)]) {
    const response = await send(server, attempt)
    assert.equal(response.status, 200)
    const text = response.body.toString()
    assert.match(text, /<Error><Key>sample\/key\.txt<\/Key><Code>AccessDenied<\/Code>/)
    assert.doesNotMatch(text, /<Deleted>/)
  }
})

test('refused calls leave the store as it was', async () => {
  assert.equal(await currentRevision(), revision)
})

/** The same request with the last digit of its signature changed. */
function tampered(request: RawRequest): RawRequest {
  const change = (text: string): string =>
    text.replace(
      /(Signature=[0-9a-f]{63})([0-9a-f])/,
      (_all, kept: string, last: string) => kept + (last === '0' ? '1' : '0'),
    )
  return { ...request, rawHeaders: request.rawHeaders.map((text, index) => (index % 2 === 1 ? change(text) : text)) }
}

interface ErrorAnswer {
  readonly code: string | undefined
  readonly message: string | undefined
}

/** Code and message, where each protocol has them; a body of another shape has none. */
function readError(family: Family, { headers, body }: RawResponse): ErrorAnswer {
  const text = body.toString()
  const element = (name: string, within: string): string | undefined =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(within)?.[1]
  switch (family) {
    case 'query':
      return inXml(/^<ErrorResponse\b[^>]*>\s*<Error>(.*?)<\/Error>\s*<RequestId>/s)
    case 'ec2':
      return inXml(/^(?:<\?xml[^>]*>\s*)?<Response>\s*<Errors>\s*<Error>(.*?)<\/Error>\s*<\/Errors>\s*<RequestID>/s)
    case 's3control':
      return inXml(/^<\?xml[^>]*>\s*<ErrorResponse\b[^>]*>\s*<Error>(.*)<\/Error>\s*<RequestId>/s)
    case 's3':
      return inXml(/^<\?xml[^>]*>\s*<Error>(.*)<RequestId>/s)
    case 'json':
      assert.match(String(headers['content-type']), /^application\/x-amz-json-1\.[01]/)
      return inObject(JSON.parse(text))
    case 'rest-json':
      assert.equal(headers['content-type'], 'application/json')
      return { ...inObject(JSON.parse(text)), code: String(headers['x-amzn-errortype']) }
    case 'cbor':
      assert.equal(headers['content-type'], 'application/cbor')
      assert.equal(headers['smithy-protocol'], 'rpc-v2-cbor')
      return inObject(cbor.deserialize(body))
  }

  function inXml(shape: RegExp): ErrorAnswer {
    const inner = shape.exec(text)?.[1] ?? ''
    return { code: element('Code', inner), message: element('Message', inner) }
  }
  function inObject(value: Readonly<Record<string, string | undefined>>): ErrorAnswer {
    return { code: value['__type']?.replace(/^.*#/, ''), message: value['message'] ?? value['Message'] }
  }
}

async function currentRevision(): Promise<string> {
  // The server's own health answer.
  const health = (await (await fetch(`${server.endpoint}/_rolecall/health`)).json()) as { readonly revision: string }
  assert.match(health.revision, /^\d+$/)
  return health.revision
}
