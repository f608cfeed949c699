import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedAnswer, maskedHeader, readableBody } from './masked.ts'

test('what is shown of a signed request cannot be used again', () => {
  const signature = '0123456789abcdef'.repeat(4)
  const header = `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261124/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=${signature}`
  const shown = maskedHeader('Authorization', header)
  assert.match(shown, /Credential=AKIAEXAMPLE/)
  assert.match(shown, /Signature=012345… \(64 characters\)$/)
  assert.equal(shown.includes(signature.slice(0, 12)), false)
  assert.equal(maskedHeader('x-amz-security-token', 'FQoGZXIvYXdzEExample'), 'FQoGZX… (20 characters)')
  assert.equal(maskedHeader('x-amz-date', '20261124T220000Z'), '20261124T220000Z')
})

test('what is shown of an answer holds no secret, however deep it stands', () => {
  const answer = {
    $metadata: { requestId: 'x' },
    Credentials: {
      AccessKeyId: 'ASIAEXAMPLE',
      SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
      SessionToken: 'FQoGZXIvYXdzEExample',
    },
  }
  const shown = maskedAnswer(answer)
  assert.match(shown, /ASIAEXAMPLE/)
  for (const secret of ['wJalrXUtnFEMI', 'FQoGZXIvYXdz', 'metadata']) assert.equal(shown.includes(secret), false)
})

test('a query body is read parameter by parameter', () => {
  assert.equal(readableBody('Action=AssumeRole&RoleArn=arn%3Aaws'), 'Action=AssumeRole\nRoleArn=arn:aws')
  assert.equal(readableBody('{"a":"b=c"}'), '{"a":"b=c"}')
})
