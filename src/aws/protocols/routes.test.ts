import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceModel } from '../model.ts'
import type { ServiceName } from '../operation.ts'
import { matchRoute, type RouteMatch } from './routes.ts'

const match = (
  line: string,
  headers: Record<string, string> = {},
  service: ServiceName = 's3',
): RouteMatch | undefined => {
  const [method = '', target = ''] = line.split(' ')
  const [path = '', query = ''] = target.split('?')
  return matchRoute(serviceModel(service), { method, path, query, headers })
}

test('requests go to the most specific operation', () => {
  const expected: Record<string, string> = {
    'GET /': 'ListBuckets',
    'GET /?x-id=ListBuckets': 'ListBuckets',
    'PUT /b': 'CreateBucket',
    'PUT /b/': 'CreateBucket',
    'HEAD /b': 'HeadBucket',
    'DELETE /b': 'DeleteBucket',
    'GET /b': 'ListObjects',
    'GET /b/?prefix=a': 'ListObjects',
    'GET /b/?delimiter=%2F&list-type=2&prefix=a%20b': 'ListObjectsV2',
    'GET /b?list-type=1': 'ListObjects',
    'GET /b?versions': 'ListObjectVersions',
    'GET /b?uploads': 'ListMultipartUploads',
    'GET /b?location': 'GetBucketLocation',
    'GET /b?policy=': 'GetBucketPolicy',
    'GET /b?policyStatus': 'GetBucketPolicyStatus',
    'GET /b?lifecycle': 'GetBucketLifecycleConfiguration',
    'PUT /b?lifecycle': 'PutBucketLifecycleConfiguration',
    'GET /b?notification': 'GetBucketNotificationConfiguration',
    'GET /b?analytics': 'ListBucketAnalyticsConfigurations',
    'GET /b?analytics&id=1': 'GetBucketAnalyticsConfiguration',
    'POST /b/?delete=': 'DeleteObjects',
    'POST /b?delete': 'DeleteObjects',
    'PUT /b/k?x-id=PutObject': 'PutObject',
    'GET /b/k': 'GetObject',
    'GET /b/k/': 'GetObject',
    'GET /b/k?versionId=1': 'GetObject',
    'HEAD /b/k': 'HeadObject',
    'GET /b/k?acl': 'GetObjectAcl',
    'GET /b/k?tagging': 'GetObjectTagging',
    'GET /b/k?uploadId=1': 'ListParts',
    'POST /b/k?uploads': 'CreateMultipartUpload',
    'POST /b/k?uploads=': 'CreateMultipartUpload',
    'PUT /b/k?partNumber=1&uploadId=u': 'UploadPart',
    'PUT /b/k?partNumber=1': 'PutObject',
    'POST /b/k?uploadId=u': 'CompleteMultipartUpload',
    'DELETE /b/k?uploadId=u': 'AbortMultipartUpload',
    'DELETE /b/k': 'DeleteObject',
    'DELETE /b/k?versionId=1': 'DeleteObject',
  }
  for (const [line, name] of Object.entries(expected)) assert.equal(match(line)?.operation.name, name, line)
})

test('the copy source header tells copies from uploads', () => {
  const headers = { 'x-amz-copy-source': 'b/k2' }
  assert.equal(match('PUT /b/k?x-id=CopyObject', headers)?.operation.name, 'CopyObject')
  assert.equal(match('PUT /b/k?partNumber=1&uploadId=u', headers)?.operation.name, 'UploadPartCopy')
})

test('a key keeps everything after the bucket', () => {
  assert.deepEqual(match('GET /b//a/../b%2Fc//')?.labels, { Bucket: 'b', Key: '/a/../b%2Fc//' })
  assert.deepEqual(match('PUT /b/')?.labels, { Bucket: 'b' })
})

test('what no operation serves matches nothing', () => {
  assert.equal(match('POST /b'), undefined)
  assert.equal(match('PATCH /b/k'), undefined)
  assert.equal(match('PUT /'), undefined)
})

test('S3 Control and the toolbox are routed by their paths', () => {
  const tags = match('GET /v20180820/tags/arn%3Aaws%3As3%3A%3A%3Ab', {}, 's3control')
  assert.equal(tags?.operation.name, 'ListTagsForResource')
  assert.deepEqual(tags?.labels, { resourceArn: 'arn%3Aaws%3As3%3A%3A%3Ab' })
  assert.equal(
    match('PUT /v20180820/configuration/publicAccessBlock', {}, 's3control')?.operation.name,
    'PutPublicAccessBlock',
  )
  assert.deepEqual(match('GET /authorization-details/abc0', {}, 'iam-toolbox')?.labels, { authorizationId: 'abc0' })
})

test('every S3 operation but the deprecated twins is reached by its own example request', () => {
  const unreachable = new Set([
    'GetBucketLifecycle',
    'GetBucketNotification',
    'PutBucketLifecycle',
    'PutBucketNotification',
    'ListDirectoryBuckets',
  ])
  for (const operation of serviceModel('s3').operations.values()) {
    const [path = '', fixed = ''] = operation.http.requestUri.replace('{Bucket}', 'b').replace('{Key+}', 'k').split('?')
    const required = (operation.input?.members ?? []).filter((member) => member.required)
    const query = [
      fixed,
      ...required.filter((member) => member.location === 'querystring').map((member) => `${member.wireName}=1`),
    ]
    const headers = Object.fromEntries(
      required.filter((member) => member.location === 'header').map((member) => [member.wireName.toLowerCase(), '1']),
    )
    const found = matchRoute(serviceModel('s3'), {
      method: operation.http.method,
      path,
      query: query.filter((part) => part !== '').join('&'),
      headers,
    })
    if (!unreachable.has(operation.name)) assert.equal(found?.operation.name, operation.name)
  }
})
