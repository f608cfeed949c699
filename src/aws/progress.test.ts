import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from './authorize.ts'
import { AwsError } from './error.ts'
import { type Progress, recordOf } from './progress.ts'
import { allowedVerdict } from './verdict-for-tests.ts'

const verdict = (resource: string): Verdict => allowedVerdict({ action: 'ec2:StopInstances', resource })

const progress = (verdicts: Verdict[], userAgent: string): Progress => ({
  requestId: 'r',
  now: 0,
  incoming: {
    method: 'POST',
    path: '/',
    query: '',
    headers: { 'user-agent': userAgent },
    rawHeaders: [],
    sourceIp: '127.0.0.1',
    secure: false,
    continueBody: () => {},
    readBody: () => Promise.resolve(new Uint8Array()),
    stream: (async function* () {})(),
  },
  service: 'ec2',
  family: 'ec2',
  protocol: 'ec2',
  model: undefined,
  region: 'us-east-1',
  caller: undefined,
  verdicts,
  issued: undefined,
})

test('a record keeps the deciding verdict and a bounded part of what a caller can make long', () => {
  const verdicts = Array.from({ length: 200_000 }, (_, index) => verdict(String(index)))
  const error = new AwsError('ValidationError', 'm'.repeat(10_000_000))
  const record = recordOf(progress(verdicts, 'u'.repeat(30_000)), 400, error)
  assert.equal(record.verdicts.at(-1)?.check.resource, '199999')
  assert.ok(record.verdicts.length <= 1_000)
  assert.ok((record.errorMessage?.length ?? 0) <= 2_048)
  assert.ok((record.userAgent?.length ?? 0) <= 2_048)
})

test('an ordinary record keeps everything', () => {
  const record = recordOf(progress([verdict('one')], 'aws-cli'), 403, new AwsError('AccessDenied', 'no'))
  assert.deepEqual([record.verdicts.length, record.errorMessage, record.userAgent], [1, 'no', 'aws-cli'])
})
