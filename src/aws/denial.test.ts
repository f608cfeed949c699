import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS } from './authenticate.ts'
import type { Caller } from './caller.ts'
import { type DenialOptions, type DeniedCall, denialError } from './denial.ts'
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
const options: DenialOptions = { encode: () => 'sealed' }
const requestId = '5ARHUWAC-G4O4-8YXY'
const of = (service: DeniedCall['service'], family: DeniedCall['family'], who = caller): DeniedCall => ({
  service,
  family,
  requestId,
  caller: who,
})
const CALL_FOR_DETAILS = 'the GetRequestAuthorizationDetails API with the following authorization id: 5arhuwacg4o48yxy'

test('a denial says who, what, on what and why', () => {
  const error = denialError(of('iam', 'query'), verdict('iam:GetUser', 'arn:aws:iam::123456789012:user/bob'), options)
  assert.equal(error.code, 'AccessDenied')
  assert.equal(error.status, 403)
  assert.equal(
    error.message,
    'User: arn:aws:iam::123456789012:user/alice is not authorized to perform: iam:GetUser on resource: arn:aws:iam::123456789012:user/bob because no identity-based policy allows the iam:GetUser action. ' +
      `For complete details, call ${CALL_FOR_DETAILS}`,
  )
})

test("IAM's denial links to the console where there is one", () => {
  const withConsole = { ...options, consoleOrigin: () => 'https://localhost:4570' }
  const { message } = denialError(of('iam', 'query'), verdict('iam:GetUser', '*'), withConsole)
  assert.ok(
    message.endsWith(
      'allows the iam:GetUser action. Go to https://localhost:4570/iam/home?region=us-east-1#/authorization-details/' +
        `5arhuwacg4o48yxy for complete details, or call ${CALL_FOR_DETAILS}`,
    ),
    message,
  )
})

test('the JSON protocols have the same sentence under a code of their own', () => {
  const error = denialError(of('logs', 'json'), verdict('logs:DeleteLogGroup', 'arn:x'), options)
  assert.match(error.message, / action$/)
  assert.deepEqual([error.code, error.status], ['AccessDeniedException', 400])
})

test('EC2 adds the sealed decision', () => {
  const error = denialError(of('ec2', 'ec2'), verdict('ec2:RunInstances', 'arn:x'), options)
  assert.deepEqual([error.code, error.status], ['UnauthorizedOperation', 403])
  assert.match(
    error.message,
    /^You are not authorized to perform this operation\. User: .* action\. Encoded authorization failure message: sealed$/,
  )
})

test('S3 quotes the resource, and tells callers from outside nothing', () => {
  const own = denialError(of('s3', 's3'), verdict('s3:GetObject', 'arn:aws:s3:::b/k'), options)
  assert.match(own.message, / on resource: "arn:aws:s3:::b\/k" because no /)
  const foreign = verdict('s3:GetObject', 'arn:aws:s3:::b/k', { resourceAccount: '210987654321' })
  assert.equal(denialError(of('s3', 's3'), foreign, options).message, 'Access Denied')
  assert.equal(
    denialError(of('s3', 's3', ANONYMOUS), verdict('s3:GetObject', 'arn:x'), options).message,
    'Access Denied',
  )
})

test('STS gives no reason why a role may not be assumed', () => {
  const error = denialError(of('sts', 'query'), verdict('sts:AssumeRole', 'arn:aws:iam::123456789012:role/r'), options)
  assert.equal(
    error.message,
    'User: arn:aws:iam::123456789012:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/r',
  )
})

test('a resource is written as AWS writes it where that is not its ARN', () => {
  const shown = verdict('iam:PassRole', 'arn:aws:iam::123456789012:role/r', { shownAs: 'role r' })
  assert.match(denialError(of('iam', 'query'), shown, options).message, / on resource: role r because /)
})
