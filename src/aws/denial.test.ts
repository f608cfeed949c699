import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS } from './authenticate.ts'
import type { Caller } from './caller.ts'
import { denialError } from './denial.ts'
import { refusedVerdict } from './verdict-for-tests.ts'

const caller: Caller = {
  kind: 'user',
  account: '123456789012',
  arn: 'arn:aws:iam::123456789012:user/alice',
  principalArn: 'arn:aws:iam::123456789012:user/alice',
  userId: 'AIDAEXAMPLE',
  name: 'alice',
  entityId: 'AIDAEXAMPLE',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  session: undefined,
  tags: {},
}
const verdict = (action: string, resource: string, more: { shownAs?: string; resourceAccount?: string } = {}) =>
  refusedVerdict({ action, resource, ...more })
const encode = () => 'sealed'

test('a denial says who, what, on what and why', () => {
  const error = denialError('query', caller, verdict('iam:GetUser', 'arn:aws:iam::123456789012:user/bob'), encode)
  assert.equal(error.code, 'AccessDenied')
  assert.equal(error.status, 403)
  assert.equal(
    error.message,
    'User: arn:aws:iam::123456789012:user/alice is not authorized to perform: iam:GetUser on resource: arn:aws:iam::123456789012:user/bob because no identity-based policy allows the iam:GetUser action',
  )
})

test('the JSON protocols have the same sentence under a code of their own', () => {
  const error = denialError('json', caller, verdict('logs:DeleteLogGroup', 'arn:x'), encode)
  assert.deepEqual([error.code, error.status], ['AccessDeniedException', 400])
})

test('EC2 adds the sealed decision', () => {
  const error = denialError('ec2', caller, verdict('ec2:RunInstances', 'arn:x'), encode)
  assert.deepEqual([error.code, error.status], ['UnauthorizedOperation', 403])
  assert.match(
    error.message,
    /^You are not authorized to perform this operation\. User: .* action\. Encoded authorization failure message: sealed$/,
  )
})

test('S3 quotes the resource, and tells callers from outside nothing', () => {
  const own = denialError('s3', caller, verdict('s3:GetObject', 'arn:aws:s3:::b/k'), encode)
  assert.match(own.message, / on resource: "arn:aws:s3:::b\/k" because no /)
  const foreign = verdict('s3:GetObject', 'arn:aws:s3:::b/k', { resourceAccount: '210987654321' })
  assert.equal(denialError('s3', caller, foreign, encode).message, 'Access Denied')
  assert.equal(denialError('s3', ANONYMOUS, verdict('s3:GetObject', 'arn:x'), encode).message, 'Access Denied')
})

test('STS gives no reason why a role may not be assumed', () => {
  const error = denialError('query', caller, verdict('sts:AssumeRole', 'arn:aws:iam::123456789012:role/r'), encode)
  assert.equal(
    error.message,
    'User: arn:aws:iam::123456789012:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/r',
  )
})

test('a resource is written as AWS writes it where that is not its ARN', () => {
  const shown = verdict('iam:PassRole', 'arn:aws:iam::123456789012:role/r', { shownAs: 'role r' })
  assert.match(denialError('query', caller, shown, encode).message, / on resource: role r because /)
})
