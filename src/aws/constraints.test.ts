import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateInput, validationCode } from './constraints.ts'
import { type OperationModel, serviceModel } from './model.ts'
import type { ServiceName } from './operation.ts'

const operationOf = (service: ServiceName, name: string): OperationModel => {
  const found = serviceModel(service).operations.get(name)
  assert.ok(found, `${service} has no ${name}`)
  return found
}

const sentence = (service: ServiceName, name: string, input: Record<string, unknown>): string | undefined =>
  validateInput(operationOf(service, name), input)

test('a valid input has no violation', () => {
  const input = { RoleArn: 'arn:aws:iam::123456789012:role/reader', RoleSessionName: 'session' }
  assert.equal(sentence('sts', 'AssumeRole', input), undefined)
})

test('a pattern violation reads as recorded from STS', () => {
  const input = { RoleArn: 'arn:aws:iam::123456789012:role/reader', RoleSessionName: 'Session1:2' }
  assert.equal(
    sentence('sts', 'AssumeRole', input),
    "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
  )
})

test('several violations stand in one sentence', () => {
  const text = sentence('sts', 'AssumeRole', { RoleArn: '', RoleSessionName: 's1' })
  assert.match(
    text ?? '',
    /^2 validation errors detected: Value '' at 'roleArn' failed .*; Value '' at 'roleArn' failed /,
  )
})

test('a missing required member must not be null', () => {
  assert.equal(
    sentence('sts', 'AssumeRole', { RoleArn: 'arn:aws:iam::123456789012:role/reader' }),
    "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
  )
})

test('an enum violation reads as recorded from CloudWatch', () => {
  const text = sentence('cloudwatch', 'SetAlarmState', { AlarmName: 'a', StateValue: 'INVALID', StateReason: 'r' })
  const prefix =
    "1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: ["
  assert.ok(text?.startsWith(prefix), text ?? 'no sentence')
  // AWS's order is that of a hash.
  assert.deepEqual(
    new Set((text ?? '').slice(prefix.length, -1).split(', ')),
    new Set(['INSUFFICIENT_DATA', 'ALARM', 'OK']),
  )
})

test('a range violation reads as recorded from Logs', () => {
  assert.equal(
    sentence('logs', 'FilterLogEvents', { logGroupName: 'g', limit: 10001 }),
    "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  )
})

test('a list of structures is shown as recorded from Logs', () => {
  const transformation = (index: number) => ({
    metricName: `metric${index}`,
    metricNamespace: `namespace${index}`,
    metricValue: '1',
  })
  const input = {
    logGroupName: 'g',
    filterName: 'f',
    filterPattern: '',
    metricTransformations: [transformation(1), transformation(2)],
  }
  const text = sentence('logs', 'PutMetricFilter', input) ?? ''
  const shown = (index: number): string =>
    `MetricTransformation(metricName=metric${index}, metricNamespace=namespace${index}, metricValue=1, `
  assert.ok(text.startsWith(`1 validation error detected: Value '[${shown(1)}`), text)
  assert.ok(text.includes(shown(2)), text)
  assert.ok(text.includes('=null'), text)
  assert.ok(
    text.endsWith(
      "]' at 'metricTransformations' failed to satisfy constraint: Member must have length less than or equal to 1",
    ),
    text,
  )
})

test('IAM shows neither the value nor the enum set, as recorded', () => {
  assert.equal(
    sentence('iam', 'UpdateServiceSpecificCredential', {
      ServiceSpecificCredentialId: 'ACCA12345678901234567',
      Status: 'no',
    }),
    "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
  )
  assert.equal(
    sentence('iam', 'UpdateServiceSpecificCredential', {
      ServiceSpecificCredentialId: 'this-is-not-valid-at-all',
      Status: 'Active',
    }),
    "1 validation error detected: Value at 'serviceSpecificCredentialId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]+",
  )
})

test('a member of a list of structures is named by its place', () => {
  const input = {
    RoleArn: 'arn:aws:iam::123456789012:role/reader',
    RoleSessionName: 's1',
    Tags: [
      { Key: 'a', Value: 'b' },
      { Key: '', Value: 'b' },
    ],
  }
  assert.match(
    sentence('sts', 'AssumeRole', input) ?? '',
    /Value '' at 'tags\.2\.member\.key' failed to satisfy constraint/,
  )
})

test('a list of scalars is reported at the list, with all constraints of its items', () => {
  const input = {
    RoleArn: 'arn:aws:iam::123456789012:role/reader',
    RoleSessionName: 's1',
    TransitiveTagKeys: ['a', ''],
  }
  assert.match(
    sentence('sts', 'AssumeRole', input) ?? '',
    /Value '\[a, \]' at 'transitiveTagKeys' failed to satisfy constraint: Member must satisfy constraint: \[Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: /,
  )
})

test('lengths count code points', () => {
  const value = '\u{1F600}'.repeat(256)
  const text = sentence('logs', 'TagLogGroup', { logGroupName: 'g', tags: { key: value } })
  assert.doesNotMatch(text ?? '', /Map keys/)
  assert.equal(value.length, 512)
})

test('a secret is never shown', () => {
  const input = { OldPassword: 'correct horse', NewPassword: '' }
  const text = sentence('iam', 'ChangePassword', input) ?? ''
  assert.match(text, /'newPassword'/)
  assert.doesNotMatch(text, /horse/)
  const web = { RoleArn: 'arn:aws:iam::123456789012:role/r', RoleSessionName: 's1', WebIdentityToken: 'abc' }
  assert.match(sentence('sts', 'AssumeRoleWithWebIdentity', web) ?? 'Value at', /Value at|^$/)
})

test('EC2 names the missing parameter as the wire does', () => {
  assert.equal(sentence('ec2', 'TerminateInstances', {}), 'The request must contain the parameter InstanceId')
})

test("the code of a violation is the service's", () => {
  assert.equal(validationCode('iam'), 'ValidationError')
  assert.equal(validationCode('logs', operationOf('logs', 'FilterLogEvents')), 'InvalidParameterException')
  assert.equal(validationCode('logs', operationOf('logs', 'PutDeliveryDestination')), 'ValidationException')
})

test('a long hostile value is checked in linear time and cut in the sentence', () => {
  const text = sentence('iam', 'CreateRole', {
    RoleName: 'r',
    AssumeRolePolicyDocument: '{}',
    Path: `${'/a'.repeat(500_000)}!`,
  })
  assert.match(text ?? '', /at 'path'/)
})
