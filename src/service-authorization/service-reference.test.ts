import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readPacked } from './service-authorization.ts'
import { type PublishedService, type ServiceReferenceEntry, serviceReference } from './service-reference.ts'

const files = serviceReference(readPacked(readFileSync(new URL('./service-authorization.br', import.meta.url))), '/ref')
/** The module writes no other shape at such a path. */
const service = (prefix: string) => files.get(`${prefix}/${prefix}.json`) as PublishedService

// https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html
test('the list names the file of each service', () => {
  const list = files.get('service-list.json') as readonly ServiceReferenceEntry[]
  assert.deepEqual(
    list.find((entry) => entry.service === 's3'),
    { service: 's3', url: '/ref/v1/s3/s3.json' },
  )
  assert.equal(files.size, list.length + 2)
  for (const { url } of list) assert.ok(files.has(url.slice('/ref/v1/'.length)), url)
})

// The example of AWS's page, from the service authorization reference of S3.
test('an action has its properties, keys and resource types as AWS publishes them', () => {
  const action = (name: string) => service('s3').Actions.find(({ Name }) => Name === name)
  const get = action('GetObject')
  assert.deepEqual(get?.Annotations.Properties, {
    IsList: false,
    IsPermissionManagement: false,
    IsTaggingOnly: false,
    IsWrite: false,
  })
  assert.ok(get.Resources?.some(({ Name }) => Name === 'object'))
  assert.ok(get.ActionConditionKeys?.includes('s3:authType'))
  assert.equal(action('ListBucket')?.Annotations.Properties.IsList, true)
  assert.equal(action('PutObject')?.Annotations.Properties.IsWrite, true)
  assert.equal(action('PutBucketPolicy')?.Annotations.Properties.IsPermissionManagement, true)
  assert.equal(action('PutObjectTagging')?.Annotations.Properties.IsTaggingOnly, true)
})

test('resource types have ARN forms, and keys have types', () => {
  const { Resources, ConditionKeys } = service('s3')
  assert.deepEqual(Resources.find(({ Name }) => Name === 'bucket')?.ARNFormats, ['arn:${Partition}:s3:::${BucketName}'])
  assert.deepEqual(
    ConditionKeys.find(({ Name }) => Name === 's3:prefix'),
    { Name: 's3:prefix', Types: ['String'] },
  )
  const global = files.get('global-condition-keys.json') as Pick<PublishedService, 'ConditionKeys'>
  assert.deepEqual(
    global.ConditionKeys.find(({ Name }) => Name === 'aws:PrincipalTag/${TagKey}'),
    { Name: 'aws:PrincipalTag/${TagKey}', Types: ['String'] },
  )
})
