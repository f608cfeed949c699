import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorModel, serviceModel } from './model.ts'

test('the models name every operation of their services', () => {
  assert.equal(serviceModel('iam').operations.size, 180)
  assert.equal(serviceModel('sts').operations.size, 11)
  assert.equal(serviceModel('logs').operations.size, 118)
  assert.equal(serviceModel('cloudwatch').operations.size, 55)
  assert.equal(serviceModel('s3').operations.size, 116)
  assert.equal(serviceModel('ec2').operations.size, 66)
})

test('an error is found by its wire code, with status and shape', () => {
  const iam = serviceModel('iam')
  const error = errorModel(iam, iam.operations.get('GetRole'), 'NoSuchEntity')
  assert.equal(error?.shape.name, 'NoSuchEntityException')
  assert.equal(error?.status, 404)
  assert.equal(error?.senderFault, true)
  assert.equal(errorModel(iam, undefined, 'ServiceFailure')?.senderFault, false)
  assert.equal(errorModel(iam, undefined, 'NoSuchThing'), undefined)
})

test('what speaks unsigned, streams and compresses is in the model', () => {
  assert.equal(serviceModel('sts').operations.get('AssumeRoleWithWebIdentity')?.noAuth, true)
  assert.equal(serviceModel('sts').operations.get('AssumeRole')?.noAuth, false)
  assert.equal(serviceModel('s3').operations.get('PutObject')?.streamingInput?.name, 'Body')
  assert.equal(serviceModel('s3').operations.get('GetObject')?.streamingOutput?.name, 'Body')
  assert.equal(serviceModel('s3').operations.get('DeleteObjects')?.checksumRequired, true)
  assert.deepEqual(serviceModel('cloudwatch').operations.get('PutMetricData')?.requestCompression, ['gzip'])
})

test('services say how they are signed and spoken', () => {
  assert.equal(serviceModel('s3control').signingName, 's3')
  assert.equal(serviceModel('cloudwatch').signingName, 'monitoring')
  assert.equal(serviceModel('iam-toolbox').signingName, 'iam')
  assert.deepEqual(serviceModel('cloudwatch').protocols, ['smithy-rpc-v2-cbor', 'json', 'query'])
})

test('recursive shapes are linked to themselves', () => {
  const shapes = serviceModel('s3').operations
  assert.ok(shapes.size > 0)
  for (const service of ['iam', 'logs', 'cloudwatch', 's3', 'ec2'] as const) {
    for (const operation of serviceModel(service).operations.values()) {
      assert.doesNotThrow(() => operation.input?.members.map((member) => member.shape.members.length), operation.name)
      assert.doesNotThrow(() => operation.output?.members.map((member) => member.shape.members.length), operation.name)
    }
  }
})
