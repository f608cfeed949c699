import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallRecord } from '../aws/record.ts'
import { allowedVerdict } from '../aws/verdict-for-tests.ts'
import { Trail } from './trail.ts'

const call = (requestId: string): CallRecord => ({
  time: 0,
  requestId,
  service: 'sts',
  operation: 'GetCallerIdentity',
  region: 'us-east-1',
  account: '123456789012',
  callerArn: 'arn:aws:iam::123456789012:root',
  userId: '123456789012',
  accessKeyId: undefined,
  sourceIp: '127.0.0.1',
  userAgent: undefined,
  status: 200,
  errorCode: undefined,
  errorMessage: undefined,
  verdicts: [],
})

test('the newest calls are kept, the oldest go first, and the bound holds', () => {
  const trail = new Trail(10)
  for (let i = 0; i < 100; i += 1) {
    trail.record(call(String(i)))
    assert.ok(trail.recent().length <= 11)
  }
  assert.equal(trail.recent().at(-1)?.requestId, '99')
  const ids = trail.recent().map(({ requestId }) => Number(requestId))
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => a - b),
  )
})

test('calls on very many items are forgotten earlier, so that few of them do not fill the memory', () => {
  const trail = new Trail(10)
  const verdict = allowedVerdict({ action: 'a:b', resource: '*' })
  for (let i = 0; i < 10; i += 1) {
    trail.record({ ...call(String(i)), verdicts: Array.from({ length: 40 }, () => verdict) })
    const kept = trail.recent().reduce((sum, { verdicts }) => sum + verdicts.length, 0)
    assert.ok(kept <= 100, `${kept} verdicts are kept`)
    assert.equal(trail.recent().at(-1)?.requestId, String(i))
  }
})

test('who follows is told of each call from then on, until it stops', () => {
  const trail = new Trail()
  trail.record(call('before'))
  const seen: string[] = []
  const stop = trail.follow(({ requestId }) => seen.push(requestId))
  trail.record(call('while'))
  stop()
  trail.record(call('after'))
  assert.deepEqual(seen, ['while'])
})
