import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assumedRoleArn, iamArn, parseArn, rootArn } from './arn.ts'

test('an ARN has six parts, and the last keeps its colons and slashes', () => {
  assert.deepEqual(parseArn('arn:aws:logs:eu-west-1:123456789012:log-group:/a/b:*'), {
    partition: 'aws',
    service: 'logs',
    region: 'eu-west-1',
    account: '123456789012',
    resource: 'log-group:/a/b:*',
  })
  assert.equal(parseArn('arn:aws:s3:::bucket/key')?.account, '')
})

test('a text with fewer parts is no ARN', () => {
  for (const text of [
    '',
    'arn',
    'arn:aws:iam::123456789012',
    'arn:aws:iam::123456789012:',
    'aws:iam::1:role/x',
    ' arn:aws:s3:::b',
  ])
    assert.equal(parseArn(text), undefined)
})

test('ARNs of IAM carry the path, those of sessions do not', () => {
  assert.equal(iamArn('123456789012', 'role', '/a/b/', 'r'), 'arn:aws:iam::123456789012:role/a/b/r')
  assert.equal(rootArn('123456789012'), 'arn:aws:iam::123456789012:root')
  assert.equal(assumedRoleArn('123456789012', 'r', 's'), 'arn:aws:sts::123456789012:assumed-role/r/s')
})
