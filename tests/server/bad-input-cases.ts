/** Requests that no service can take, and the error that is due in each one's own protocol. */
import { gzipSync } from 'node:zlib'

export const Bucket = 'bad-input'
export const FORM = ['Content-Type', 'application/x-www-form-urlencoded']
const JSON_TYPE = ['Content-Type', 'application/x-amz-json-1.1']
export const logs = (operation: string) => [...JSON_TYPE, 'X-Amz-Target', `Logs_20140328.${operation}`]
const CBOR = ['Smithy-Protocol', 'rpc-v2-cbor', 'Content-Type', 'application/cbor', 'Accept', 'application/cbor']
const CLOUDWATCH = '/service/GraniteServiceVersion20100801/operation'
const GZIP = ['Content-Encoding', 'gzip']

export interface Sent {
  readonly service: string
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: readonly string[]
  readonly body?: string | Uint8Array
}

const TOO_LONG = Buffer.alloc(10_000_001, 97)
const BOMB = gzipSync(Buffer.alloc(40 * 1024 * 1024, 32))
const TAGGING = { service: 's3', method: 'PUT', path: `/${Bucket}`, query: 'tagging' }
const GET_USER = 'Action=GetUser&Version=2010-05-08&UserName='

export const CASES: readonly (readonly [what: string, sent: Sent, protocol: string, status: number, code: string])[] = [
  ['a form over the limit', { service: 'iam', headers: FORM, body: TOO_LONG }, 'query', 413, 'RequestEntityTooLarge'],
  [
    'JSON over the limit',
    { service: 'logs', headers: logs('PutLogEvents'), body: TOO_LONG },
    'json',
    413,
    'RequestEntityTooLargeException',
  ],
  // A service that spoke the query protocol first answers 400 for every 4xx, outside of query mode.
  [
    'CBOR over the limit',
    { service: 'monitoring', path: `${CLOUDWATCH}/PutMetricData`, headers: CBOR, body: TOO_LONG },
    'cbor',
    400,
    'RequestEntityTooLargeException',
  ],
  ['an S3 document over the limit', { ...TAGGING, body: TOO_LONG }, 's3', 400, 'MaxMessageLengthExceeded'],
  [
    'a gzip bomb as JSON',
    { service: 'logs', headers: [...logs('PutLogEvents'), ...GZIP], body: BOMB },
    'json',
    413,
    'RequestEntityTooLargeException',
  ],
  [
    'a gzip bomb as a form',
    { service: 'iam', headers: [...FORM, ...GZIP], body: BOMB },
    'query',
    413,
    'RequestEntityTooLarge',
  ],
  [
    'broken gzip',
    { service: 'logs', headers: [...logs('PutLogEvents'), ...GZIP], body: 'plain' },
    'json',
    400,
    'SerializationException',
  ],
  [
    'cut gzip',
    { service: 'iam', headers: [...FORM, ...GZIP], body: gzipSync(GET_USER).subarray(0, 20) },
    'query',
    400,
    'MalformedInput',
  ],
  [
    'gzip within gzip',
    {
      service: 'logs',
      headers: [...logs('PutLogEvents'), 'Content-Encoding', 'gzip, gzip'],
      body: gzipSync(gzipSync('{}')),
    },
    'json',
    400,
    'SerializationException',
  ],
  [
    'an encoding that is not served',
    { service: 'logs', headers: [...logs('PutLogEvents'), 'Content-Encoding', 'br'], body: '{}' },
    'json',
    400,
    'SerializationException',
  ],
  [
    'JSON that ends early',
    { service: 'logs', headers: logs('DescribeLogGroups'), body: '{"limit":' },
    'json',
    400,
    'SerializationException',
  ],
  [
    'JSON that is no object',
    { service: 'logs', headers: logs('DescribeLogGroups'), body: '[]' },
    'json',
    400,
    'SerializationException',
  ],
  [
    'JSON of absurd depth',
    { service: 'logs', headers: logs('DescribeLogGroups'), body: '['.repeat(200_000) },
    'json',
    400,
    'SerializationException',
  ],
  [
    'CBOR that is none',
    { service: 'monitoring', path: `${CLOUDWATCH}/ListMetrics`, headers: CBOR, body: Buffer.from([0xff]) },
    'cbor',
    400,
    'SerializationException',
  ],
  [
    'CBOR of absurd depth',
    { service: 'monitoring', path: `${CLOUDWATCH}/ListMetrics`, headers: CBOR, body: Buffer.alloc(200_000, 0x81) },
    'cbor',
    400,
    'SerializationException',
  ],
  [
    'CBOR that promises more than it has',
    {
      service: 'monitoring',
      path: `${CLOUDWATCH}/ListMetrics`,
      headers: CBOR,
      body: Buffer.from([0x9b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff]),
    },
    'cbor',
    400,
    'SerializationException',
  ],
  [
    'a broken percent-encoding in a form',
    { service: 'iam', headers: FORM, body: `${GET_USER}%zz` },
    'query',
    400,
    'MalformedQueryString',
  ],
  [
    'a form that is not UTF-8',
    { service: 'iam', headers: FORM, body: Buffer.from([0x41, 0x3d, 0xff, 0xfe]) },
    'query',
    400,
    'MalformedQueryString',
  ],
  [
    'a form of absurd depth',
    { service: 'iam', headers: FORM, body: `${GET_USER}a&${'a.'.repeat(5000)}b=1` },
    'query',
    400,
    'MalformedQueryString',
  ],
  [
    'a NUL byte in a form',
    { service: 'iam', headers: FORM, body: `${GET_USER}a%00b` },
    'query',
    400,
    'ValidationError',
  ],
  [
    'a NUL byte in JSON',
    { service: 'logs', headers: logs('CreateLogGroup'), body: '{"logGroupName":"a\\u0000b"}' },
    'json',
    400,
    'InvalidParameterException',
  ],
  [
    'a broken percent-encoding in a key',
    { service: 's3', method: 'PUT', path: `/${Bucket}/%zz`, body: 'x' },
    's3',
    400,
    'InvalidURI',
  ],
  ['XML that ends early', { ...TAGGING, body: '<Tagging><TagSet>' }, 's3', 400, 'MalformedXML'],
  ['XML of absurd depth', { ...TAGGING, body: '<a>'.repeat(100_000) }, 's3', 400, 'MalformedXML'],
  [
    'XML that declares entities',
    { ...TAGGING, body: '<!DOCTYPE a [<!ENTITY x "y">]><Tagging><TagSet>&x;</TagSet></Tagging>' },
    's3',
    400,
    'MalformedXML',
  ],
  ['XML that is none', { ...TAGGING, body: '{"Tagging":{}}' }, 's3', 400, 'MalformedXML'],
  [
    'a bucket policy that is not JSON',
    { service: 's3', method: 'PUT', path: `/${Bucket}`, query: 'policy', body: 'Allow all' },
    's3',
    400,
    'MalformedPolicy',
  ],
  [
    'a role policy that is not JSON',
    {
      service: 'iam',
      headers: FORM,
      body: 'Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=nope',
    },
    'query',
    400,
    'MalformedPolicyDocument',
  ],
  [
    '__proto__ in place of an input, in JSON',
    { service: 'logs', headers: logs('CreateLogGroup'), body: '{"__proto__":{"logGroupName":"x"}}' },
    'json',
    400,
    'InvalidParameterException',
  ],
  [
    '__proto__ in place of an input, in a form',
    { service: 'iam', headers: FORM, body: 'Action=CreateUser&Version=2010-05-08&__proto__.UserName=x' },
    'query',
    400,
    'ValidationError',
  ],
  [
    'an operation named __proto__, in a form',
    { service: 'iam', headers: FORM, body: 'Action=__proto__&Version=2010-05-08' },
    'query',
    400,
    'InvalidAction',
  ],
  [
    'an operation named constructor, in JSON',
    { service: 'logs', headers: logs('constructor'), body: '{}' },
    'json',
    400,
    'UnknownOperationException',
  ],
  [
    'an operation named __proto__, in CBOR',
    { service: 'monitoring', path: `${CLOUDWATCH}/__proto__`, headers: CBOR, body: Buffer.from([0xa0]) },
    'cbor',
    400,
    'UnknownOperationException',
  ],
  [
    'an unknown operation of EC2',
    { service: 'ec2', headers: FORM, body: 'Action=Nothing&Version=2016-11-15' },
    'ec2',
    400,
    'InvalidAction',
  ],
  [
    'an unknown version',
    { service: 'sts', headers: FORM, body: 'Action=GetCallerIdentity&Version=2001-01-01' },
    'query',
    400,
    'InvalidAction',
  ],
  ['no version', { service: 'sts', headers: FORM, body: 'Action=GetCallerIdentity' }, 'query', 400, 'InvalidAction'],
  [
    'JSON without a target',
    { service: 'logs', headers: JSON_TYPE, body: '{}' },
    'json',
    400,
    'UnknownOperationException',
  ],
  [
    'a service that is not served, in JSON',
    { service: 'dynamodb', headers: [...JSON_TYPE, 'X-Amz-Target', 'DynamoDB_20120810.ListTables'], body: '{}' },
    'json',
    400,
    'UnknownOperationException',
  ],
  [
    'a service that is not served, in CBOR',
    { service: 'foo', path: '/service/Foo/operation/Bar', headers: CBOR, body: Buffer.from([0xa0]) },
    'cbor',
    400,
    'UnknownOperationException',
  ],
  [
    'a service that is not served, as a form',
    { service: 'sqs', headers: FORM, body: 'Action=ListQueues&Version=2012-11-05' },
    'query',
    400,
    'InvalidAction',
  ],
  [
    'a service that is not served, over REST',
    { service: 'lambda', method: 'GET', path: '/2015-03-31/functions' },
    'rest-json',
    404,
    'UnknownOperationException',
  ],
  [
    'a form sent with PUT',
    { service: 'iam', method: 'PUT', headers: FORM, body: 'Action=ListUsers&Version=2010-05-08' },
    'query',
    400,
    'InvalidAction',
  ],
  [
    'JSON sent with GET',
    { service: 'logs', method: 'GET', headers: logs('DescribeLogGroups') },
    'json',
    400,
    'UnknownOperationException',
  ],
  [
    'CBOR sent with DELETE',
    { service: 'monitoring', method: 'DELETE', path: `${CLOUDWATCH}/ListMetrics`, headers: CBOR },
    'cbor',
    400,
    'UnknownOperationException',
  ],
  [
    'a method that S3 has not',
    { service: 's3', method: 'PATCH', path: `/${Bucket}/key` },
    's3',
    405,
    'MethodNotAllowed',
  ],
  ['a method of WebDAV', { service: 's3', method: 'PROPFIND', path: `/${Bucket}/key` }, 's3', 405, 'MethodNotAllowed'],
  [
    'a path of absurd dots',
    { service: 's3', method: 'GET', path: '/../../../../etc/passwd' },
    's3',
    404,
    'NoSuchBucket',
  ],
]
