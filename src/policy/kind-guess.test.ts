import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePolicy } from './document.ts'
import { guessPolicyKind } from './kind-guess.ts'

const guess = (...statements: readonly object[]) =>
  guessPolicyKind(parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements })))

const Effect = 'Allow'
const Principal = { AWS: '123456789012' }

test('a document without principals is an identity-based policy', () => {
  assert.equal(guess({ Effect, Action: 'sts:AssumeRole', Resource: '*' }), 'identity')
})

test('principals and STS alone make a trust policy, S3 alone a bucket policy, the rest a resource’s', () => {
  assert.equal(guess({ Effect, Principal, Action: ['sts:AssumeRole', 'sts:TagSession'] }), 'trust')
  assert.equal(
    guess({ Effect, Principal, Action: 'sts:AssumeRole', Resource: '*' }),
    'trust',
    'a common mistake in one',
  )
  assert.equal(guess({ Effect, Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }), 'bucket')
  assert.equal(guess({ Effect, Principal, Action: 'sqs:SendMessage', Resource: '*' }), 'resource')
  assert.equal(guess({ Effect, Principal, Action: '*', Resource: '*' }), 'resource')
})
