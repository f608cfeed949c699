import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from '../policy/cases/case.ts'
import { randomPolicies, randomQuestion } from '../policy/cases/random-question.ts'
import { seeded } from '../policy/cases/seeded.ts'
import { decide } from '../policy/decide.ts'
import { parsePolicy } from '../policy/document.ts'
import { explain } from '../policy/explain/explain.ts'
import type { DecisionRequest } from '../policy/request.ts'
import { BlockBuilder } from './block.ts'
import { callWith } from './call-for-tests.ts'
import type { KeptCall } from './kept-call.ts'
import { callOf, documentsFrom, parseBlock, summaryAt } from './read-block.ts'

/** Through the text and documents parsed anew, as after a restart. */
function rebuilt(calls: readonly KeptCall[]): KeptCall[] {
  const builder = new BlockBuilder()
  for (const call of calls) builder.add(call)
  const block = parseBlock(builder.text())
  const documentOf = documentsFrom(builder.documents.map(({ text }) => text))
  return calls.map((_, index) => callOf(block, index, documentOf))
}

const UNASKED = { name: 'random', source: 'random', expect: 'allow' } as const

test('random requests of every kind are rebuilt exactly, and decided and explained as before', () => {
  const random = seeded(20261124)
  for (let block = 0; block < 100; block += 1) {
    const requests: DecisionRequest[] = []
    for (let set = 0; set < 5; set += 1) {
      const { policies } = requestOf(randomPolicies(random))
      for (let i = 0; i < 4; i += 1)
        requests.push({ ...requestOf({ ...UNASKED, ...randomQuestion(random) }), policies })
    }
    const calls = requests.map((request, index) =>
      callWith({ requestId: `${block}-${index}`, verdicts: [{ request, allowed: index % 2 === 0 }] }),
    )
    const again = rebuilt(calls)
    assert.deepStrictEqual(again, calls)
    for (const [index, request] of requests.entries()) {
      const kept = again[index]?.verdicts[0]?.request
      assert.ok(kept)
      assert.deepStrictEqual(decide(kept), decide(request))
      assert.deepStrictEqual(explain(kept), explain(request))
    }
  }
})

test('a session and credentials that were handed out come back, and blocks without them are read', () => {
  const session = { issuerArn: 'arn:aws:iam::123456789012:role/app', issuedAt: 1_000, mfa: true } as const
  const calls = [
    callWith({ session, accessKeyId: 'ASIA1' }),
    callWith({ session: { ...session, mfa: false, roleDelivery: '2.0' }, accessKeyId: 'ASIA2' }),
    callWith({ issued: { accessKeyId: 'ASIA3', expiresAt: 2_000 } }),
    callWith({ issued: { accessKeyId: 'ASIA4', expiresAt: 2_000, arn: 'arn:aws:sts::123456789012:assumed-role/a/b' } }),
    callWith(),
  ]
  assert.deepStrictEqual(rebuilt(calls), calls)
  // As it was written before there were either.
  const [caller, call] = [
    '["123456789012","arn:aws:iam::123456789012:root","123456789012",0,"127.0.0.1",0]',
    `[1700000000000,"${callWith().requestId}","sts","GetCallerIdentity","us-east-1",0,200,0,0,[]]`,
  ]
  const old = `{"policies":[],"sets":[],"callers":[${caller}],"principals":[],"contexts":[],"calls":[${call}]}`
  assert.deepStrictEqual(
    callOf(parseBlock(old), 0, () => assert.fail()),
    callWith(),
  )
})

test('a context that is said by the one before it keeps what it lacks, has besides, and has otherwise', () => {
  const of = (...entries: [string, string | string[]][]) => {
    const request = { ...requestOf(UNASKED), context: new Map(entries) }
    return callWith({ verdicts: [{ request, allowed: true }] })
  }
  const calls = [
    of(['a', '1'], ['b', ['x', 'y']]),
    of(['a', '1'], ['b', ['x', 'y']]),
    of(['a', '2'], ['b', ['x', 'z']], ['c', '3']),
    of(['c', '3'], ['__proto__', 'own']),
    of(),
    of(['b', 'x']),
  ]
  assert.deepStrictEqual(rebuilt(calls), calls)
})

test('where a policy hangs and what it is named are kept, and one text of many policies stands once', () => {
  const request = requestOf(UNASKED)
  const text = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
  const document = parsePolicy(text)
  const identity = [
    { name: 'inline', attachedTo: 'arn:aws:iam::111122223333:user/alice', document },
    { name: 'inline', attachedTo: 'arn:aws:iam::111122223333:group/all', document },
    { name: 'arn:aws:iam::1:policy/p', arn: 'arn:aws:iam::1:policy/p', document },
  ]
  const call = callWith({ verdicts: [{ request: { ...request, policies: { identity } }, allowed: true }] })
  assert.deepStrictEqual(rebuilt([call]), [call])
  const builder = new BlockBuilder()
  builder.add(call)
  assert.equal(builder.documents.length, 1)
})

test('an error message is kept without the sealed message of EC2', () => {
  const message = 'You are not authorized. User: x. Encoded authorization failure message: 3kjh4kjh'
  assert.equal(rebuilt([callWith({ errorMessage: message })])[0]?.errorMessage, 'You are not authorized. User: x.')
})

test('calls of one principal in a row take a few hundred characters each', () => {
  const request = requestOf({ ...UNASKED, context: Object.fromEntries(KEYS.map((key) => [key, `value of ${key}`])) })
  const builder = new BlockBuilder()
  for (let i = 0; i < 100; i += 1) builder.add(callWith({ requestId: `${i}`, verdicts: [{ request, allowed: true }] }))
  assert.ok(builder.text().length < 100 * 200 + 3_000, `${builder.text().length} characters for 100 calls`)
})

const KEYS = Array.from({ length: 20 }, (_, i) => `aws:principaltag/key-${i}`)

test('the calls that were not denied can be given up, and the rest still reads', () => {
  const request = requestOf(UNASKED)
  const builder = new BlockBuilder()
  for (let i = 0; i < 10; i += 1) {
    const denied = i % 5 === 0
    builder.add(
      callWith({
        requestId: `r${i}`,
        errorCode: denied ? 'AccessDenied' : undefined,
        verdicts: [{ request, allowed: !denied }],
      }),
    )
  }
  assert.equal(builder.dropAllowed(), 8)
  const block = parseBlock(builder.text())
  assert.deepEqual(
    block.calls.map((_, index) => summaryAt(block, index).requestId),
    ['r0', 'r5'],
  )
})
