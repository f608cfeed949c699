import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PolicySyntaxError } from './document.ts'
import { resourcePolicy } from './resource-policy.ts'

const text = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: action } })

test('questions about one resource have the same object, and about another its own', () => {
  const one = resourcePolicy('trust policy', 'arn:one', text('sts:AssumeRole'))
  assert.equal(resourcePolicy('trust policy', 'arn:one', text('sts:AssumeRole')), one)
  const other = resourcePolicy('trust policy', 'arn:other', text('sts:AssumeRole'))
  assert.equal(other.attachedTo, 'arn:other')
  assert.equal(one.attachedTo, 'arn:one')
  assert.equal(other.document, one.document)
  assert.equal(resourcePolicy('resource policy', 'arn:one', text('sts:AssumeRole')).name, 'resource policy')
  assert.deepEqual(resourcePolicy('trust policy', 'arn:one', text('sts:AssumeRole')), one)
})

test('a text that changes is another policy', () => {
  const before = resourcePolicy('resource policy', 'arn:bucket', text('s3:GetObject'))
  const after = resourcePolicy('resource policy', 'arn:bucket', text('s3:PutObject'))
  assert.notEqual(after.document, before.document)
  assert.equal(after.document.text, text('s3:PutObject'))
})

test('a text that is no policy throws each time', () => {
  for (const _ of [1, 2]) assert.throws(() => resourcePolicy('resource policy', 'arn:bucket', '{'), PolicySyntaxError)
})
