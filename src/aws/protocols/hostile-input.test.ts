import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AwsError } from '../error.ts'
import type { ServiceName } from '../operation.ts'
import type { WireRequest } from '../wire.ts'
import { protocolOf } from './by-name.ts'
import { encodeCbor } from './cbor-codec.ts'
import { operationOf, wireRequest } from './for-tests.ts'
import type { Protocol, Structure } from './protocol.ts'

interface Target {
  readonly protocol: Protocol
  readonly service: ServiceName
  readonly operation: string
  readonly codes: readonly string[]
}

const target = (protocol: Protocol['name'], service: ServiceName, operation: string, ...codes: string[]): Target => ({
  protocol: protocolOf(protocol),
  service,
  operation,
  codes,
})

const QUERY = target('query', 'sts', 'AssumeRole', 'MalformedInput', 'MalformedQueryString')
const EC2 = target('ec2', 'ec2', 'RunInstances', 'InvalidParameterValue', 'MalformedQueryString')
const JSON_LOGS = target('json', 'logs', 'PutLogEvents', 'SerializationException')
const CBOR = target('smithy-rpc-v2-cbor', 'cloudwatch', 'PutMetricData', 'SerializationException')
const XML = target(
  'rest-xml',
  's3',
  'DeleteObjects',
  'MalformedXML',
  'MissingRequestBodyError',
  'InvalidURI',
  'InvalidArgument',
)
const TOOLBOX = target(
  'rest-json',
  'iam-toolbox',
  'GetRequestAuthorizationDetails',
  'SerializationException',
  'InvalidURI',
)
const TARGETS = [QUERY, EC2, JSON_LOGS, CBOR, XML, TOOLBOX]

const parse = ({ protocol, service, operation }: Target, request: WireRequest): Structure =>
  protocol.parse(operationOf(service, operation), request)

const form = (text: string): WireRequest => wireRequest({ body: text })

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof AwsError, `${String(error)} is not an error of AWS`)
    assert.equal(error.status, 400)
    return error.code
  }
  return 'accepted'
}

/** A small generator with a fixed seed (mulberry32), so that a failure repeats. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test('whatever the bytes, a parser answers an input or its own code', () => {
  const random = randomNumbers(7)
  const seeds: Record<string, string | Uint8Array> = {
    [QUERY.operation]:
      'Action=AssumeRole&RoleArn=a&DurationSeconds=900&Tags.member.1.Key=k&PolicyArns.member.1.arn=%2F',
    [EC2.operation]:
      'Action=RunInstances&MinCount=1&MaxCount=1&EbsOptimized=true&BlockDeviceMapping.1.Ebs.VolumeSize=8',
    [JSON_LOGS.operation]: '{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":1,"message":"m"}]}',
    [CBOR.operation]: encodeCbor({
      Namespace: 'n',
      MetricData: [{ MetricName: 'm', Value: 1, Timestamp: new Date(0) }],
    }),
    [XML.operation]: '<Delete><Object><Key>a</Key></Object><Quiet>true</Quiet></Delete>',
    [TOOLBOX.operation]: '{}',
  }
  for (const entry of TARGETS) {
    for (let round = 0; round < 400; round += 1) {
      const body = Buffer.from(seeds[entry.operation] ?? '')
      const changes = 1 + Math.floor(random() * 4)
      for (let change = 0; change < changes; change += 1)
        body[Math.floor(random() * body.length)] = Math.floor(random() * 256)
      const request = wireRequest({ path: '/b', body: body.subarray(0, Math.ceil(random() * body.length)) })
      const code = codeOf(() => parse(entry, request))
      assert.ok(code === 'accepted' || entry.codes.includes(code), `${entry.operation}: ${code}`)
    }
  }
})

test('a number that is no integer is malformed input without a message, as recorded from STS', () => {
  for (const value of ['abc', '1.5', '2147483648', '-2147483649', '1e3', '0x10', '']) {
    const error = catchError(() => parse(QUERY, form(`DurationSeconds=${value}`)))
    assert.equal(error?.code, 'MalformedInput', value)
    assert.equal(error?.message, '')
  }
  assert.equal(parse(QUERY, form('DurationSeconds=2147483647'))['DurationSeconds'], 2147483647)
})

test('the first value of a repeated parameter wins, and unknown ones are ignored', () => {
  assert.deepEqual(parse(QUERY, form('RoleArn=first&RoleArn=second&Nothing.member.1=x&RoleArn.deeper=y')), {
    RoleArn: 'first',
  })
})

test('lists keep their numeric order and do not mind gaps', () => {
  const input = parse(
    QUERY,
    form('TransitiveTagKeys.member.10=c&TransitiveTagKeys.member.2=b&TransitiveTagKeys.member.1=a'),
  )
  assert.deepEqual(input['TransitiveTagKeys'], ['a', 'b', 'c'])
})

test('a form that does not decode is a malformed query string', () => {
  assert.equal(
    codeOf(() => parse(QUERY, form('RoleArn=%zz'))),
    'MalformedQueryString',
  )
  assert.equal(
    codeOf(() => parse(QUERY, wireRequest({ body: Buffer.from([0x61, 0x3d, 0xff]) }))),
    'MalformedQueryString',
  )
  assert.equal(
    codeOf(() => parse(QUERY, form(`${'a.'.repeat(500)}b=1`))),
    'MalformedQueryString',
  )
})

test('a plus sign in a form is a space', () => {
  assert.equal(parse(QUERY, form('RoleArn=a+b%2Bc'))['RoleArn'], 'a b+c')
})

test('JSON values of the wrong type are named as AWS names them', () => {
  const message = (body: string): string | undefined => catchError(() => parse(JSON_LOGS, form(body)))?.message
  assert.equal(message('{"logGroupName":1}'), 'NUMBER_VALUE can not be converted to a String')
  assert.equal(message('{"logGroupName":true}'), 'TRUE_VALUE can not be converted to a String')
  assert.equal(message('{"logGroupName":{}}'), 'Start of structure or map found where not expected.')
  assert.equal(
    codeOf(() => parse(JSON_LOGS, form('[]'))),
    'SerializationException',
  )
  assert.equal(
    codeOf(() => parse(JSON_LOGS, form('{"logEvents":{}}'))),
    'SerializationException',
  )
  assert.equal(
    codeOf(() => parse(JSON_LOGS, form('{"logEvents":[{"timestamp":"1"}]}'))),
    'SerializationException',
  )
  assert.equal(
    codeOf(() => parse(JSON_LOGS, form('{"logEvents":[{"timestamp":1.5}]}'))),
    'SerializationException',
  )
  assert.equal(
    codeOf(() => parse(JSON_LOGS, form('{'))),
    'SerializationException',
  )
})

test('null members of JSON are absent', () => {
  assert.deepEqual(parse(JSON_LOGS, form('{"logGroupName":null,"logEvents":[null]}')), { logEvents: [] })
})

test('no key that a client chooses reaches a prototype', () => {
  const tags = operationOf('logs', 'TagLogGroup')
  const input = protocolOf('json').parse(tags, form('{"logGroupName":"g","tags":{"__proto__":"p","constructor":"c"}}'))
  const map = Object(input['tags'])
  assert.deepEqual(Object.keys(map), ['__proto__', 'constructor'])
  assert.equal(Object.getPrototypeOf(map), Object.prototype)
  parse(QUERY, form('__proto__.polluted=1&constructor.prototype.polluted=1&Tags.member.1.__proto__.polluted=1'))
  parse(
    XML,
    wireRequest({
      path: '/b',
      query: '__proto__=1',
      headers: JSON.parse('{"__proto__":"x"}'),
      body: '<Delete><Object><Key>k</Key></Object></Delete>',
    }),
  )
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
})

test('ten megabytes are read in linear time', { timeout: 60_000 }, () => {
  const megabytes = (piece: string, count = 10): string => piece.repeat(Math.ceil((count * 1024 * 1024) / piece.length))
  assert.equal(Object(parse(QUERY, form(`RoleArn=${megabytes('%41%2F', 9)}`))['RoleArn']).length, (9 * 1024 * 1024) / 3)
  assert.equal(
    codeOf(() => parse(QUERY, form(megabytes('&a=b')))),
    'MalformedQueryString',
  )
  const keys = Array.from(
    { length: 150_000 },
    (_, index) => `Tags.member.${150_000 - index}.Key=k${index}&Tags.member.${150_000 - index}.Value=v`,
  )
  assert.equal(Object(parse(QUERY, form(keys.join('&')))['Tags']).length, 150_000)
  const event = '{"timestamp":1700000000000,"message":"hello"},'
  const body = `{"logEvents":[${megabytes(event).slice(0, -1)}]}`
  assert.ok(Object(parse(JSON_LOGS, form(body))['logEvents']).length > 200_000)
  assert.equal(
    codeOf(() => parse(JSON_LOGS, form('['.repeat(10 * 1024 * 1024)))),
    'SerializationException',
  )
  const objects = megabytes('<Object><Key>a&amp;b</Key></Object>', 2)
  const deleted = Object(parse(XML, wireRequest({ path: '/b', body: `<Delete>${objects}</Delete>` }))['Delete'])
  assert.equal(deleted.Objects.length, objects.length / '<Object><Key>a&amp;b</Key></Object>'.length)
  assert.equal(
    codeOf(() => parse(XML, wireRequest({ path: '/b', body: '<a>'.repeat(3_000_000) }))),
    'MalformedXML',
  )
  const text = `<Delete><Object><Key>${megabytes('&lt;x', 2)}</Key></Object></Delete>`
  assert.equal(
    codeOf(() => parse(XML, wireRequest({ path: '/b', body: text }))),
    'accepted',
  )
  assert.equal(
    codeOf(() => parse(XML, wireRequest({ path: '/b', body: `<Delete>${'<a/>'.repeat(300_000)}</Delete>` }))),
    'MalformedXML',
  )
  const metrics = encodeCbor({
    Namespace: 'n',
    MetricData: Array.from({ length: 200_000 }, () => ({ MetricName: 'metric', Value: 1.5 })),
  })
  assert.equal(Object(parse(CBOR, wireRequest({ body: metrics }))['MetricData']).length, 200_000)
})

function catchError(run: () => unknown): AwsError | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    assert.ok(error instanceof AwsError, String(error))
    return error
  }
}
