import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InputOf, OutputOf, ReadCall } from '../aws/operation.ts'
import { allowedVerdict } from '../aws/verdict-for-tests.ts'
import { openKeyring } from '../secrets/keyring.ts'
import { ephemeralRootKey } from '../secrets/root-key.ts'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import { callWith, idOf, nameOf } from './call-for-tests.ts'
import type { KeptCall } from './kept-call.ts'
import { LookupEvents } from './LookupEvents.ts'
import { memoryTrail } from './memory-trail.ts'
import { accountSeal } from './sealer.ts'
import type { TrailStore } from './trail-store.ts'

const keyring = await openKeyring({ store: openMemoryStore(), rootKey: ephemeralRootKey(), now: () => 0 })

type Input = InputOf<'cloudtrail', 'LookupEvents'>

/** Looks events up for an account's caller who may all, or may not see policies. */
function lookUps(
  calls: readonly KeptCall[],
  { account = '123456789012', maySeePolicies = true, trail = memoryTrail() as TrailStore } = {},
) {
  for (const call of calls) trail.add(call)
  const { definition } = LookupEvents(trail, () => undefined, keyring.sessionKeys)
  const look = async (input: Input): Promise<OutputOf<'cloudtrail', 'LookupEvents'>> =>
    // The pipeline hands over more, none of which the operation looks at.
    definition.read?.({
      input,
      caller: { account },
      may: () => maySeePolicies,
      fail: (code: string) => {
        throw new Error(code)
      },
    } as unknown as ReadCall<Input, string>)
  const names = async (input: Input): Promise<readonly string[]> =>
    ((await look(input)).Events ?? []).map(({ EventId }) => nameOf({ requestId: (EventId ?? '').replaceAll('-', '') }))
  return { trail, look, names }
}

const attribute = (AttributeKey: string, AttributeValue: string): Input => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
})

test('an attribute chooses calls by what AWS calls it', async () => {
  const role = 'arn:aws:iam::123456789012:role/team/app'
  const { names } = lookUps([
    callWith({ requestId: idOf('root') }),
    callWith({
      requestId: idOf('alice'),
      service: 'iam',
      operation: 'DeleteRole',
      callerArn: 'arn:aws:iam::123456789012:user/alice',
      accessKeyId: 'AKIAEXAMPLE',
      verdicts: [allowedVerdict({ action: 'iam:DeleteRole', resource: role })],
    }),
  ])
  for (const [key, value] of [
    ['EventName', 'DeleteRole'],
    ['ReadOnly', 'false'],
    ['Username', 'alice'],
    ['ResourceType', 'AWS::IAM::Role'],
    ['ResourceName', 'app'],
    ['ResourceName', role],
    ['EventSource', 'iam.amazonaws.com'],
    ['AccessKeyId', 'AKIAEXAMPLE'],
  ] as const)
    assert.deepEqual(await names(attribute(key, value)), ['alice'], key)
  assert.deepEqual(await names(attribute('Username', 'root')), ['root'])
  assert.deepEqual(await names(attribute('Username', 'Alice')), [])
  assert.deepEqual(await names({}), ['alice', 'root'])
})

test('an account sees its own calls, and those of nobody on what is its own', async () => {
  const own = callWith({ requestId: idOf('own') })
  const others = callWith({ requestId: idOf('others'), account: '210987654321' })
  const stranger = callWith({ requestId: idOf('stranger'), account: '', callerArn: '' })
  const anonymous = callWith({
    requestId: idOf('nobody'),
    account: '',
    callerArn: '*',
    verdicts: [allowedVerdict({ action: 's3:GetObject', resource: 'arn:aws:s3:::shop/k' })],
  })
  const calls = [own, others, stranger, anonymous]
  assert.deepEqual(await lookUps(calls).names({}), ['nobody', 'own'])
  const other = lookUps(calls, { account: '210987654321' })
  assert.deepEqual(await other.names({}), ['others'])
  assert.deepEqual(await other.names(attribute('EventId', idOf('own'))), [])
})

test('times limit what is found, both ends included', async () => {
  const calls = [1, 2, 3, 4].map((second) => callWith({ requestId: idOf(`at ${second}`), time: second * 1_000 }))
  const { names } = lookUps(calls)
  assert.deepEqual(await names({ StartTime: new Date(2_000), EndTime: new Date(3_000) }), ['at 3', 'at 2'])
  assert.deepEqual(await names({ StartTime: new Date(4_000) }), ['at 4'])
  assert.deepEqual(await names({ EndTime: new Date(1_000), ...attribute('Username', 'root') }), ['at 1'])
})

test('what cannot be looked up is an error of its own', async () => {
  const { look } = lookUps([callWith()])
  const [one] = attribute('Username', 'root').LookupAttributes ?? []
  assert.ok(one)
  for (const [input, code] of [
    [{ LookupAttributes: [one, one] }, 'InvalidLookupAttributesException'],
    [attribute('Outcome', 'denied'), 'InvalidLookupAttributesException'],
    [attribute('Username', ''), 'InvalidLookupAttributesException'],
    [attribute('Username', 'x'.repeat(2_001)), 'InvalidLookupAttributesException'],
    [{ StartTime: new Date(2), EndTime: new Date(1) }, 'InvalidTimeRangeException'],
    [{ MaxResults: 0 }, 'InvalidMaxResultsException'],
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [{ EventCategory: 'data' }, 'InvalidEventCategoryException'],
    [{ NextToken: 'x' }, 'InvalidNextTokenException'],
  ] as const)
    await assert.rejects(look(input), { message: code }, JSON.stringify(input).slice(0, 80))
  assert.deepEqual(await look({ EventCategory: 'insight' }), { Events: [] })
})

test('a token goes on with its own lookup only, and with no other account’s', async () => {
  const calls = Array.from({ length: 4 }, (_, n) => callWith({ requestId: idOf(`c${n}`) }))
  const { look, names } = lookUps(calls)
  const { NextToken, Events } = await look({ MaxResults: 2 })
  assert.ok(NextToken)
  assert.equal(Events?.length, 2)
  assert.deepEqual(await names({ NextToken, MaxResults: 1 }), ['c1'])
  await assert.rejects(look({ NextToken, ...attribute('Username', 'root') }), { message: 'InvalidNextTokenException' })
  await assert.rejects(lookUps(calls, { account: '210987654321' }).look({ NextToken }), {
    message: 'InvalidNextTokenException',
  })
  await assert.rejects(lookUps([]).look({ NextToken }), { message: 'InvalidNextTokenException' })
  const last = await look({ NextToken })
  assert.equal(last.NextToken, undefined)
})

test('a page that ends at another account’s call tells nothing of it in its token, which no other account can use', async () => {
  const theirs = callWith({ requestId: idOf('theirs'), account: '210987654321' })
  // As a long search ends its page: at whichever call it has come to.
  const trail: TrailStore = {
    ...memoryTrail(),
    lookUp: async ({ after }) =>
      after === undefined ? { calls: [], next: theirs.requestId } : { calls: [], next: after },
  }
  const { NextToken = '' } = await lookUps([theirs], { trail }).look({})
  for (const encoding of ['base64', 'base64url', 'hex', 'utf8'] as const)
    for (const text of [NextToken, Buffer.from(NextToken, encoding).toString('latin1')])
      assert.ok(!text.includes(theirs.requestId), encoding)
  assert.ok((await lookUps([], { trail }).look({ NextToken })).NextToken)
  const other = lookUps([], { trail, account: '210987654321' })
  await assert.rejects(other.look({ NextToken }), { message: 'InvalidNextTokenException' })
  const denial = accountSeal(keyring.sessionKeys, 'denial').seal('123456789012', Buffer.from('x/y'))
  for (const forged of [denial, Buffer.from(`x/${theirs.requestId}`).toString('base64')])
    await assert.rejects(lookUps([], { trail }).look({ NextToken: forged }), { message: 'InvalidNextTokenException' })
})

test('the questions of a call are told by its id, to who may see every policy', async () => {
  const call = callWith({ verdicts: [allowedVerdict({ action: 's3:GetObject', resource: 'arn:aws:s3:::shop/k' })] })
  const content = async (input: Input, maySeePolicies: boolean) => {
    const { Events } = await lookUps([call], { maySeePolicies }).look(input)
    assert.equal(Events?.length, 1)
    return JSON.parse(Events?.[0]?.CloudTrailEvent ?? '').additionalEventData
  }
  const byId = attribute('EventId', call.requestId)
  const { authorization } = await content(byId, true)
  assert.equal(authorization.asked, 1)
  assert.equal(authorization.verdicts[0].allowed, true)
  assert.equal(authorization.verdicts[0].request.action, 's3:GetObject')
  assert.ok(!('authorization' in (await content(byId, false))))
  assert.ok(!('authorization' in (await content({}, true))))
})
