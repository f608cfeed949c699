import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  CloudWatchServiceException,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import {
  CloudWatchLogsClient,
  CloudWatchLogsServiceException,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { type Rolecall, startRolecall } from '../../src/library.ts'

async function start(t: TestContext): Promise<Rolecall> {
  const server = await startRolecall()
  t.after(() => server.close())
  return server
}

const configOf = (
  { endpoint, region, accessKeyId, secretAccessKey }: Rolecall,
  credentials = { accessKeyId, secretAccessKey },
) => ({ endpoint, region, credentials, maxAttempts: 1 })

test('the logs client writes, pages, filters and tells errors apart', async (t) => {
  const server = await start(t)
  const client = new CloudWatchLogsClient(configOf(server))
  const logGroupName = '/app'
  const logStreamName = 'web'
  const logEvents = [1, 2, 3].map((n) => ({ timestamp: Date.now(), message: `line ${n} ünïcode` }))
  const put = new PutLogEventsCommand({ logGroupName, logStreamName, logEvents })
  await assert.rejects(client.send(put), ResourceNotFoundException)
  await client.send(new CreateLogGroupCommand({ logGroupName, tags: { team: 'a' } }))
  await assert.rejects(client.send(new CreateLogGroupCommand({ logGroupName })), ResourceAlreadyExistsException)
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
  assert.equal((await client.send(put)).rejectedLogEventsInfo, undefined)

  const found: (string | undefined)[] = []
  for await (const page of paginateFilterLogEvents({ client, pageSize: 2 }, { logGroupName, filterPattern: '"line"' }))
    found.push(...(page.events ?? []).map(({ message }) => message))
  assert.deepEqual(
    found,
    logEvents.map(({ message }) => message),
  )

  const read = { logGroupName, logStreamName, startFromHead: true }
  const first = await client.send(new GetLogEventsCommand(read))
  assert.equal(first.events?.length, 3)
  const end = await client.send(new GetLogEventsCommand({ ...read, nextToken: first.nextForwardToken }))
  assert.equal(end.nextForwardToken, first.nextForwardToken)

  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }))
  const [group] =
    (await client.send(new DescribeLogGroupsCommand({ logGroupIdentifiers: [logGroupName] }))).logGroups ?? []
  assert.equal(group?.retentionInDays, 7)
  const tags = await client.send(new ListTagsForResourceCommand({ resourceArn: group?.logGroupArn }))
  assert.deepEqual(tags.tags, { team: 'a' })
  await client.send(new DeleteLogGroupCommand({ logGroupName }))
  await assert.rejects(client.send(put), ResourceNotFoundException)
})

test('a user writes to the group that the policy names and to no other', async (t) => {
  const server = await start(t)
  const iam = new IAMClient(configOf(server))
  await iam.send(new CreateUserCommand({ UserName: 'agent' }))
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'agent' }))
  const Resource = `arn:aws:logs:${server.region}:${server.account}:log-group:/allowed:*`
  const Statement = [
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource },
  ]
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await iam.send(new PutUserPolicyCommand({ UserName: 'agent', PolicyName: 'logs', PolicyDocument }))
  assert.ok(key?.AccessKeyId && key.SecretAccessKey)
  const own = { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey }
  const client = new CloudWatchLogsClient(configOf(server, own))
  await client.send(new CreateLogGroupCommand({ logGroupName: '/allowed' }))
  await client.send(new CreateLogStreamCommand({ logGroupName: '/allowed', logStreamName: 's' }))
  await assert.rejects(client.send(new CreateLogGroupCommand({ logGroupName: '/other' })), (error) => {
    assert.ok(error instanceof CloudWatchLogsServiceException)
    assert.equal(error.name, 'AccessDeniedException')
    assert.equal(
      error.message,
      `User: arn:aws:iam::${server.account}:user/agent is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:${server.region}:${server.account}:log-group:/other:log-stream: because no identity-based policy allows the logs:CreateLogGroup action`,
    )
    return true
  })
})

interface ProtocolCase {
  readonly protocol: NonNullable<CloudWatchClientConfig['protocol']>
  readonly encodings: readonly string[]
}

const PROTOCOLS: Readonly<Record<string, ProtocolCase>> = {
  query: { protocol: AwsQueryProtocol, encodings: ['none', 'gzip'] },
  'JSON 1.0': { protocol: AwsJson1_0Protocol, encodings: ['none', 'gzip'] },
  // This SDK announces the length before compression with CBOR, so no server can read it; boto3 sends CBOR compressed.
  CBOR: { protocol: AwsSmithyRpcV2CborProtocol, encodings: ['none'] },
}

for (const [name, { protocol, encodings: expected }] of Object.entries(PROTOCOLS)) {
  test(`the metrics client puts and gets over ${name}, with ${expected.join(' and ')} as encoding`, async (t) => {
    const client = new CloudWatchClient({
      ...configOf(await start(t)),
      protocol,
      disableRequestCompression: !expected.includes('gzip'),
    })
    const encodings = new Set<string>()
    client.middlewareStack.add(
      (next) => (args) => {
        // The built request of an HTTP client has headers; the type of the step does not say so.
        const { headers } = args.request as { headers: Record<string, string> }
        encodings.add(headers['content-encoding'] ?? 'none')
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    const minute = Math.floor(Date.now() / 60_000) * 60_000
    const Dimensions = [{ Name: 'host', Value: 'ü & <b>' }]
    const data = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        MetricName: 'latency',
        Dimensions,
        Timestamp: new Date(minute),
        Values: [index, index + 0.5],
        Counts: [1, 2],
        Unit: 'Seconds' as const,
      }))
    await client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData: data(1) }))
    await client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData: data(400) }))
    assert.deepEqual(encodings, new Set(expected))

    const metric = { Namespace: 'App', MetricName: 'latency', Dimensions }
    const range = { StartTime: new Date(minute - 60_000), EndTime: new Date(minute + 60_000) }
    const stats = new GetMetricStatisticsCommand({
      ...metric,
      ...range,
      Period: 60,
      Statistics: ['SampleCount', 'Maximum'],
    })
    const { Datapoints } = await client.send(stats)
    assert.deepEqual(Datapoints, [{ Timestamp: new Date(minute), SampleCount: 1203, Maximum: 399.5, Unit: 'Seconds' }])

    const MetricDataQueries = [{ Id: 'a', MetricStat: { Metric: metric, Period: 60, Stat: 'p50' } }]
    const { MetricDataResults } = await client.send(new GetMetricDataCommand({ ...range, MetricDataQueries }))
    const [result] = MetricDataResults ?? []
    assert.deepEqual(result?.Timestamps, [new Date(minute)])
    assert.equal(result?.Values?.length, 1)
    assert.deepEqual((await client.send(new ListMetricsCommand({ Namespace: 'App' }))).Metrics, [metric])

    const bad = new PutMetricDataCommand({
      Namespace: 'App',
      MetricData: [{ MetricName: 'm', Values: [1], Counts: [1, 2] }],
    })
    await assert.rejects(client.send(bad), (error) => {
      assert.ok(error instanceof CloudWatchServiceException, String(error))
      assert.equal(
        error.message,
        'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
      )
      assert.equal(error.name, 'InvalidParameterValueException')
      return true
    })
  })
}
