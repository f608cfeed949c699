import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignatureClaim } from '../signature/problem.ts'
import { bucketOfHost, type RequestHead, recognise, recogniseForm } from './recognise.ts'

const head = (facts: Partial<RequestHead> = {}): RequestHead => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: {},
  ...facts,
})

const claim = (service: string): SignatureClaim => ({
  kind: 'header',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  date: '20260101',
  region: 'us-east-1',
  service,
  terminator: 'aws4_request',
  scope: `20260101/us-east-1/${service}/aws4_request`,
  signedHeaders: ['host'],
  signature: '',
  timestamp: '20260101T000000Z',
  time: 0,
  expires: undefined,
  sessionToken: undefined,
})

const HOSTS: readonly (readonly [host: string, bucket: string | undefined])[] = [
  ['bucket.s3.amazonaws.com', 'bucket'],
  ['bucket.s3.eu-west-1.amazonaws.com', 'bucket'],
  ['bucket.s3-eu-west-1.amazonaws.com', 'bucket'],
  ['bucket.s3.dualstack.eu-west-1.amazonaws.com', 'bucket'],
  ['my.dotted.bucket.s3.eu-west-1.amazonaws.com:443', 'my.dotted.bucket'],
  ['Bucket.S3.amazonaws.com', 'bucket'],
  ['bucket.s3.cn-north-1.amazonaws.com.cn', 'bucket'],
  ['bucket.s3-accelerate.amazonaws.com', 'bucket'],
  ['bucket.s3-accelerate.dualstack.amazonaws.com', 'bucket'],
  ['bucket.s3-fips.us-east-1.amazonaws.com', 'bucket'],
  ['bucket.s3-fips.dualstack.us-east-1.amazonaws.com', 'bucket'],
  ['a.s3.b.s3.us-east-1.amazonaws.com', 'a.s3.b'],
  ['123456789012.s3-control.us-east-1.amazonaws.com', undefined],
  ['bucket.s3.localhost:4566', 'bucket'],
  ['s3.amazonaws.com', undefined],
  ['s3.eu-west-1.amazonaws.com', undefined],
  ['s3-eu-west-1.amazonaws.com', undefined],
  ['s3.dualstack.eu-west-1.amazonaws.com', undefined],
  ['s3.localhost', undefined],
  ['localhost:4566', undefined],
  ['127.0.0.1:4566', undefined],
  ['sts.eu-west-1.amazonaws.com', undefined],
  ['bucket.s3.amazonaws.com.example.com', undefined],
  ['', undefined],
]
for (const [host, bucket] of HOSTS) {
  test(`the host ${host || 'that is missing'} names ${bucket ? `the bucket ${bucket}` : 'no bucket'}`, () => {
    assert.equal(bucketOfHost(host), bucket)
  })
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
const CBOR = { 'smithy-protocol': 'rpc-v2-cbor' }
const target = (name: string) => ({ 'x-amz-target': name })

/** What a request is recognised as: service, protocol and, where it stands outside the body, operation. */
const CASES: readonly (readonly [what: string, head: RequestHead, scope: string | undefined, found: string])[] = [
  ['a form signed for IAM', head({ headers: FORM }), 'iam', 'iam query'],
  ['a form signed for STS', head({ headers: FORM }), 'sts', 'sts query'],
  ['a form signed for EC2', head({ headers: FORM }), 'ec2', 'ec2 ec2'],
  ['a form signed for CloudWatch', head({ headers: FORM }), 'monitoring', 'cloudwatch query'],
  [
    'an authorization detail',
    head({ method: 'GET', path: '/authorization-details/abc' }),
    'iam',
    'iam-toolbox rest-json',
  ],
  [
    'a policy to validate',
    head({ path: '/policy/validation', headers: { 'content-type': 'application/json' } }),
    'access-analyzer',
    'accessanalyzer rest-json',
  ],
  ['an analyzer', head({ method: 'GET', path: '/analyzer' }), 'access-analyzer', 'accessanalyzer rest-json'],
  [
    'an unsigned policy to validate',
    head({ method: 'POST', path: '/policy/validation', headers: { 'content-type': 'application/json' } }),
    undefined,
    'accessanalyzer rest-json',
  ],
  ['a key of a bucket named policy', head({ method: 'PUT', path: '/policy/validation' }), undefined, 's3 rest-xml'],
  ['a bucket in the path', head({ method: 'PUT', path: '/bucket/key' }), 's3', 's3 rest-xml'],
  ['S3 Control', head({ method: 'GET', path: '/v20180820/tags/x' }), 's3', 's3control rest-xml'],
  ['Logs', head({ headers: target('Logs_20140328.PutLogEvents') }), 'logs', 'logs json PutLogEvents'],
  [
    'a target with a namespace in front',
    head({ headers: target('com.amazonaws.Logs_20140328.PutLogEvents') }),
    'logs',
    'logs json PutLogEvents',
  ],
  [
    'a target that only ends like one',
    head({ headers: target('XLogs_20140328.PutLogEvents') }),
    'logs',
    'unknown json',
  ],
  [
    'CloudTrail, with its namespace',
    head({ headers: target('com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents') }),
    'cloudtrail',
    'cloudtrail json LookupEvents',
  ],
  ['a target without an operation', head({ headers: target('Logs_20140328') }), 'logs', 'unknown json'],
  [
    'CloudWatch in JSON',
    head({ headers: target('GraniteServiceVersion20100801.ListMetrics') }),
    'monitoring',
    'cloudwatch json ListMetrics',
  ],
  [
    'CloudWatch in CBOR',
    head({ path: '/service/GraniteServiceVersion20100801/operation/ListMetrics', headers: CBOR }),
    'monitoring',
    'cloudwatch smithy-rpc-v2-cbor ListMetrics',
  ],
  [
    'a CBOR path without its header',
    head({ path: '/service/GraniteServiceVersion20100801/operation/ListMetrics' }),
    's3',
    's3 rest-xml',
  ],
  [
    'CBOR of a service that is not served',
    head({ path: '/service/X/operation/Y', headers: CBOR }),
    'x',
    'unknown smithy-rpc-v2-cbor',
  ],
  [
    'a target wins over the scope, which is checked afterwards',
    head({ headers: target('Logs_20140328.PutLogEvents') }),
    's3',
    'logs json PutLogEvents',
  ],
  [
    'a bucket in the host wins over everything',
    head({ headers: { host: 'b.s3.amazonaws.com', ...target('Logs_20140328.PutLogEvents') } }),
    'logs',
    's3 rest-xml',
  ],
  ['Logs without a target', head(), 'logs', 'logs json '],
  ['a form of a service that is not served', head({ headers: FORM }), 'sqs', 'unknown query'],
  ['REST of a service that is not served', head({ method: 'GET', path: '/x' }), 'lambda', 'unknown rest-json'],
  ['an unsigned form', head({ headers: FORM }), undefined, 'sts query'],
  ['an unsigned query', head({ method: 'GET', query: 'Action=X&Version=2016-11-15' }), undefined, 'ec2 ec2'],
  ['an unsigned object', head({ method: 'GET', path: '/bucket/key' }), undefined, 's3 rest-xml'],
  ['an unsigned form to a bucket', head({ path: '/bucket', headers: FORM }), undefined, 's3 rest-xml'],
]
for (const [what, request, scope, found] of CASES) {
  test(`${what} is recognised as ${found}`, () => {
    const it = recognise(request, scope === undefined ? undefined : claim(scope))
    const parts = it.kind === 'service' ? [it.service, it.protocol, it.operation] : ['unknown', it.protocol]
    assert.equal(parts.filter((part) => part !== undefined).join(' '), found)
  })
}

test('a bucket in the host stands in front of the path', () => {
  const found = recognise(head({ path: '/a/b', headers: { host: 'my.bucket.s3.amazonaws.com' } }), undefined)
  assert.equal(found.kind === 'service' && found.path, '/my.bucket/a/b')
})

test('a form is told by its version, and is of STS when that tells nothing', () => {
  assert.equal(recogniseForm('2010-05-08').service, 'iam')
  assert.equal(recogniseForm('2011-06-15').service, 'sts')
  assert.equal(recogniseForm('2016-11-15').service, 'ec2')
  assert.equal(recogniseForm('2010-08-01').service, 'cloudwatch')
  assert.equal(recogniseForm(null).service, 'sts')
})
