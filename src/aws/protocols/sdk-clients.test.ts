/** AWS's own JavaScript clients against the protocols, without a network: their request handler is ours. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import {
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { HttpResponse } from '@smithy/core/protocols'
import { AwsError } from '../error.ts'
import { type OperationModel, type ProtocolName, serviceModel } from '../model.ts'
import type { ServiceName } from '../operation.ts'
import type { WireRequest, WireResponse } from '../wire.ts'
import { protocolOf } from './by-name.ts'
import type { Structure } from './protocol.ts'
import { queryParams, topLevelParam } from './query-params.ts'
import { matchRoute } from './routes.ts'

type Handler = (operation: string, input: Structure) => Structure | undefined

interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Client settings whose requests `handler` answers. */
function settings(service: ServiceName, handler: Handler) {
  return {
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: SdkRequest) => ({ response: toSdk(answer(service, toWire(request), handler)) }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
  }
}

function answer(service: ServiceName, request: WireRequest, handler: Handler): WireResponse {
  const model = serviceModel(service)
  const { protocol, operation } = recognise(service, request)
  const context = { requestId: 'R1', extendedRequestId: 'H1', request }
  try {
    const input = protocolOf(protocol).parse(operation, request)
    return protocolOf(protocol).serialise(operation, handler(operation.name, input), context)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return protocolOf(protocol).serialiseError(operation, model, error, context)
  }
}

function recognise(service: ServiceName, request: WireRequest): { protocol: ProtocolName; operation: OperationModel } {
  const model = serviceModel(service)
  const named = (protocol: ProtocolName, name: string | undefined) => {
    const operation = model.operations.get(name ?? '')
    assert.ok(operation, `no operation ${name}`)
    return { protocol, operation }
  }
  if (request.headers['smithy-protocol']) return named('smithy-rpc-v2-cbor', request.path.split('/').at(-1))
  if (request.headers['x-amz-target']) return named('json', request.headers['x-amz-target'].split('.').at(-1))
  if (service === 's3') return named('rest-xml', matchRoute(model, request)?.operation.name)
  return named(service === 'ec2' ? 'ec2' : 'query', topLevelParam(queryParams(request), 'Action'))
}

function toWire(request: SdkRequest): WireRequest {
  const query = Object.entries(request.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ''))}`,
  )
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const { body } = request
  assert.ok(body === undefined || typeof body === 'string' || body instanceof Uint8Array)
  return {
    method: request.method,
    path: request.path,
    query: query.join('&'),
    headers,
    rawHeaders: [],
    body: Buffer.from(body ?? ''),
  }
}

function toSdk({ status, headers, body }: WireResponse): HttpResponse {
  const stream = body instanceof Readable ? body : Readable.from(body === undefined ? [] : [Buffer.from(body)])
  return new HttpResponse({
    statusCode: status,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: stream,
  })
}

test('IAM and STS clients read answers and errors', async () => {
  const role = { Path: '/', RoleName: 'r', RoleId: 'AROA', Arn: 'arn:aws:iam::1:role/r', CreateDate: new Date(5000) }
  const iam = new IAMClient(
    settings('iam', (operation, input) => {
      if (operation === 'GetRole')
        throw new AwsError('NoSuchEntity', `The role with name ${input['RoleName']} cannot be found.`)
      return { Roles: [role], IsTruncated: false }
    }),
  )
  const listed = await iam.send(new ListRolesCommand({}))
  assert.deepEqual(listed.Roles, [role])
  assert.equal(listed.IsTruncated, false)
  assert.equal(listed.$metadata.requestId, 'R1')
  await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'x y' })), {
    name: 'NoSuchEntityException',
    message: 'The role with name x y cannot be found.',
    $metadata: {
      httpStatusCode: 404,
      requestId: 'R1',
      extendedRequestId: undefined,
      cfId: undefined,
      attempts: 1,
      totalRetryDelay: 0,
    },
  })
  const inputs: Structure[] = []
  const sts = new STSClient(
    settings('sts', (_, input) => {
      inputs.push(input)
      return {
        Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't+/=', Expiration: new Date(6000) },
      }
    }),
  )
  const sent = {
    RoleArn: 'arn:aws:iam::1:role/r',
    RoleSessionName: 's',
    DurationSeconds: 900,
    Tags: [{ Key: 'a b', Value: '&=' }],
  }
  const assumed = await sts.send(new AssumeRoleCommand(sent))
  assert.deepEqual(inputs, [sent])
  assert.deepEqual(assumed.Credentials?.Expiration, new Date(6000))
  assert.equal(assumed.Credentials?.SessionToken, 't+/=')
})

test('an EC2 client reads answers and errors', async () => {
  const inputs: Structure[] = []
  const ec2 = new EC2Client(
    settings('ec2', (_, input) => {
      inputs.push(input)
      if (input['InstanceIds']) throw new AwsError('InvalidInstanceID.NotFound', 'none')
      return {
        Reservations: [
          {
            ReservationId: 'r-1',
            Instances: [{ InstanceId: 'i-1', LaunchTime: new Date(0), State: { Code: 16, Name: 'running' } }],
          },
        ],
      }
    }),
  )
  const filters = { Filters: [{ Name: 'tag:a', Values: ['x', 'y'] }], MaxResults: 5 }
  const described = await ec2.send(new DescribeInstancesCommand(filters))
  assert.deepEqual(inputs, [filters])
  assert.equal(described.Reservations?.[0]?.Instances?.[0]?.InstanceId, 'i-1')
  assert.equal(described.Reservations?.[0]?.Instances?.[0]?.State?.Code, 16)
  await assert.rejects(ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-2'] })), {
    name: 'InvalidInstanceID.NotFound',
    message: 'none',
  })
})

test('a Logs client reads answers and errors', async () => {
  const logs = new CloudWatchLogsClient(
    settings('logs', (_, input) => {
      if (input['logGroupName'] === 'none')
        throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
      assert.deepEqual(input['logEvents'], [{ timestamp: 1, message: 'é' }])
      return { nextSequenceToken: '1' }
    }),
  )
  const events = { logStreamName: 's', logEvents: [{ timestamp: 1, message: 'é' }] }
  assert.equal((await logs.send(new PutLogEventsCommand({ logGroupName: 'g', ...events }))).nextSequenceToken, '1')
  await assert.rejects(logs.send(new PutLogEventsCommand({ logGroupName: 'none', ...events })), {
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  })
})

for (const [name, protocol] of [
  ['JSON 1.0', AwsJson1_0Protocol],
  ['CBOR', AwsSmithyRpcV2CborProtocol],
  ['query', AwsQueryProtocol],
] as const) {
  test(`a CloudWatch client that speaks ${name} reads answers and errors`, async () => {
    const cloudwatch = new CloudWatchClient({
      ...settings('cloudwatch', (operation, input) => {
        if (operation === 'GetMetricStatistics') {
          assert.deepEqual(input['StartTime'], new Date(1000))
          return { Label: 'm', Datapoints: [{ Timestamp: new Date(2000), Average: 3, Unit: 'None' }] }
        }
        assert.deepEqual(input['MetricData'], [{ MetricName: 'm', Value: 1, Timestamp: new Date(1_700_000_000_500) }])
        throw new AwsError('InvalidParameterCombination', 'exclusive')
      }),
      protocol,
    })
    const statistics = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'n',
        MetricName: 'm',
        StartTime: new Date(1000),
        EndTime: new Date(3000),
        Period: 60,
      }),
    )
    assert.deepEqual(statistics.Datapoints, [{ Timestamp: new Date(2000), Average: 3, Unit: 'None' }])
    const data = { Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1, Timestamp: new Date(1_700_000_000_500) }] }
    await assert.rejects(cloudwatch.send(new PutMetricDataCommand(data)), {
      name: 'InvalidParameterCombinationException',
      message: 'exclusive',
    })
  })
}

test('an S3 client reads answers and errors', async () => {
  const answers: Record<string, (input: Structure) => Structure> = {
    DeleteObjects: ({ Delete }) => {
      assert.deepEqual(Delete, { Objects: [{ Key: 'a&b' }], Quiet: false })
      return { Deleted: [{ Key: 'a&b' }], Errors: [{ Key: 'c', Code: 'AccessDenied', Message: 'Access Denied' }] }
    },
    GetBucketAcl: () => ({
      Owner: { ID: 'o' },
      Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'o' }, Permission: 'FULL_CONTROL' }],
    }),
    GetBucketLocation: () => ({ LocationConstraint: 'eu-west-1' }),
    GetBucketPolicy: () => ({ Policy: '{}' }),
    GetObject: ({ Key }) => ({
      Body: Readable.from([Buffer.from(String(Key))]),
      ETag: '"e"',
      Metadata: { m: '1' },
      LastModified: new Date(0),
    }),
    HeadObject: () => {
      throw new AwsError('NoSuchKey', 'The specified key does not exist.')
    },
    ListObjectsV2: () => ({
      Name: 'b',
      KeyCount: 1,
      IsTruncated: false,
      Contents: [{ Key: ' k ', Size: 1, LastModified: new Date(0), ETag: '"e"' }],
      CommonPrefixes: [{ Prefix: 'p/' }],
    }),
    PutBucketTagging: ({ Tagging }) => {
      assert.deepEqual(Tagging, { TagSet: [{ Key: 'a', Value: '' }] })
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { fields: { BucketName: 'b' } })
    },
  }
  const s3 = new S3Client({
    ...settings('s3', (operation, input) => answers[operation]?.(input)),
    forcePathStyle: true,
  })
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: 'b' }))
  assert.deepEqual(listed.Contents, [{ Key: ' k ', Size: 1, LastModified: new Date(0), ETag: '"e"' }])
  assert.deepEqual(listed.CommonPrefixes, [{ Prefix: 'p/' }])
  assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket: 'b' }))).LocationConstraint, 'eu-west-1')
  assert.equal((await s3.send(new GetBucketPolicyCommand({ Bucket: 'b' }))).Policy, '{}')
  const acl = await s3.send(new GetBucketAclCommand({ Bucket: 'b' }))
  assert.deepEqual(acl.Grants, [{ Grantee: { Type: 'CanonicalUser', ID: 'o' }, Permission: 'FULL_CONTROL' }])
  const got = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'ä +/%' }))
  assert.equal(await got.Body?.transformToString(), 'ä +/%')
  assert.deepEqual(got.Metadata, { m: '1' })
  assert.deepEqual(got.LastModified, new Date(0))
  const deleted = await s3.send(
    new DeleteObjectsCommand({ Bucket: 'b', Delete: { Objects: [{ Key: 'a&b' }], Quiet: false } }),
  )
  assert.deepEqual(deleted.Deleted, [{ Key: 'a&b' }])
  assert.deepEqual(deleted.Errors, [{ Key: 'c', Code: 'AccessDenied', Message: 'Access Denied' }])
  await assert.rejects(s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' })), { name: 'NotFound' })
  await assert.rejects(
    s3.send(new PutBucketTaggingCommand({ Bucket: 'b', Tagging: { TagSet: [{ Key: 'a', Value: '' }] } })),
    { name: 'NoSuchBucket', message: 'The specified bucket does not exist' },
  )
})
