import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AwsError } from '../../src/aws/error.ts'
import { protocolOf } from '../../src/aws/protocols/by-name.ts'
import { isRecord } from '../../src/aws/protocols/protocol.ts'
import { matchRoute } from '../../src/aws/protocols/routes.ts'
import type { WireRequest, WireResponse } from '../../src/aws/wire.ts'
import { type LinkedCase, missing, readCases, toComparable, toValue } from './protocol-cases.ts'
import { type ClientResponse, readError, readOutput } from './protocol-client.ts'
import { IGNORED } from './protocols-ignored.ts'

const BASE64_BODIES = /^smithy-rpc-v2-cbor/

for (const direction of ['input', 'output'] as const) {
  test(`${direction} cases of every protocol`, { skip: missing }, async (context) => {
    const cases = readCases(direction)
    let ignored = 0
    for (const linked of cases) {
      const name = `${linked.file} ${linked.test.id}`
      if (IGNORED[direction][name]) ignored += 1
      else await context.test(name, () => (direction === 'input' ? checkInput(linked) : checkOutput(linked)))
    }
    context.diagnostic(`${cases.length} cases, ${cases.length - ignored} run, ${ignored} ignored`)
    assert.ok(ignored <= cases.length / 10, 'more than a tenth of the cases is ignored')
    assert.equal(Object.keys(IGNORED[direction]).length, ignored, 'the ignore list names a case that does not exist')
  })
}

async function checkInput({ file, test: { serialized, params }, service, operation }: LinkedCase): Promise<void> {
  assert.ok(serialized)
  const [path = '', query = ''] = serialized.uri.split('?')
  const headers = Object.fromEntries(
    Object.entries(serialized.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const request: WireRequest = {
    method: serialized.method,
    path,
    query,
    headers,
    rawHeaders: Object.entries(serialized.headers ?? {}).flat(),
    body: Buffer.from(serialized.body ?? '', BASE64_BODIES.test(file) ? 'base64' : 'utf8'),
  }
  const [protocol = 'json'] = service.protocols
  const rest = protocol.startsWith('rest')
  const route = rest ? matchRoute(service, request) : undefined
  if (rest) assert.equal(route?.operation.name, operation.name, 'the request is not routed to its operation')
  const input = protocolOf(protocol).parse(operation, request, route ? { labels: route.labels } : {})
  const shape = operation.input
  if (!shape) return assert.deepEqual(input, {})
  const collected = await collectStreams(input)
  assert.deepEqual(toComparable({ shape }, collected), toComparable({ shape }, params ?? {}))
}

async function collectStreams(input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = { ...input }
  for (const [name, value] of Object.entries(input)) {
    if (!isRecord(value) || !(Symbol.asyncIterator in value)) continue
    const chunks: Uint8Array[] = []
    // parse answers a StreamingBody for streaming members.
    for await (const chunk of value as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk)
    result[name] = Buffer.concat(chunks)
  }
  return result
}

function checkOutput(linked: LinkedCase): void {
  const { file, test: given, service, operation } = linked
  assert.ok(given.response)
  const theirs: ClientResponse = {
    status: given.response.status_code,
    headers: lowerCase(Object.entries(given.response.headers ?? {})),
    body: Buffer.from(given.response.body ?? '', BASE64_BODIES.test(file) ? 'base64' : 'utf8'),
  }
  const [protocol = 'json'] = service.protocols
  const context = { requestId: 'foo-id', request: { method: 'POST', headers: {} } }
  if (given.errorCode !== undefined) {
    const model = operation.errors[0]
    const members = model && toValue({ shape: model.shape }, given.error ?? {})
    const error = new AwsError(given.errorCode, given.errorMessage ?? '', {
      // toValue of a structure is a record.
      fields: (members ?? {}) as Record<string, unknown>,
    })
    const ours = received(protocolOf(protocol).serialiseError(operation, service, error, context))
    assert.equal(ours.status, theirs.status)
    const read = readError(operation, model?.shape, ours)
    assert.equal(read.code, given.errorCode)
    assert.equal(read.message ?? '', given.errorMessage ?? '')
    if (model) {
      const expected = toComparable({ shape: model.shape }, given.error ?? {})
      assert.deepEqual(toComparable({ shape: model.shape }, read.members), expected)
      const fromFile = readError(operation, model.shape, theirs)
      assert.deepEqual(toComparable({ shape: model.shape }, fromFile.members), expected)
    }
    return
  }
  const shape = operation.output
  const output = shape ? toValue({ shape }, given.result ?? {}) : undefined
  const ours = received(
    // toValue of a structure is a record.
    protocolOf(protocol).serialise(operation, output as Readonly<Record<string, unknown>> | undefined, context),
  )
  assert.equal(ours.status, theirs.status)
  if (!shape) return
  const expected = toComparable({ shape }, given.result ?? {})
  assert.deepEqual(
    toComparable({ shape }, readOutput(operation, theirs)),
    expected,
    'the test client misreads the case',
  )
  assert.deepEqual(toComparable({ shape }, readOutput(operation, ours)), expected)
}

function received(response: WireResponse): ClientResponse {
  const { body, status, headers } = response
  assert.ok(body === undefined || typeof body === 'string' || body instanceof Uint8Array)
  return { status, headers: lowerCase(headers), body: Buffer.from(body ?? '') }
}

const lowerCase = (headers: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value]))
