import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { GetMetricStatisticsCommand, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeVpcsCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2'
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clientConfig, clients, createUser, startTestServer } from '../harness.ts'
import { EC2_TRUST } from './documents.ts'

async function start(t: TestContext) {
  const server = await startTestServer()
  t.after(() => server.close())
  return { server, at: (region: string) => clients({ ...server, region }) }
}

const LAUNCH = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const

test('instances of one region are not seen from another', async (t) => {
  const { at } = await start(t)
  const ids: Record<string, string> = {}
  for (const region of ['us-east-1', 'eu-west-1']) {
    const { Instances } = await at(region).ec2.send(new RunInstancesCommand(LAUNCH))
    ids[region] = Instances?.[0]?.InstanceId ?? ''
    assert.match(Instances?.[0]?.Placement?.AvailabilityZone ?? '', new RegExp(`^${region}[a-z]$`))
    assert.match(
      Instances?.[0]?.PrivateDnsName ?? '',
      region === 'us-east-1' ? /\.ec2\.internal$/ : /\.eu-west-1\.compute\.internal$/,
    )
  }
  for (const region of ['us-east-1', 'eu-west-1']) {
    const { Reservations } = await at(region).ec2.send(new DescribeInstancesCommand({}))
    assert.deepEqual(
      Reservations?.flatMap(({ Instances }) => Instances ?? []).map(({ InstanceId }) => InstanceId),
      [ids[region]],
    )
  }
  const InstanceIds = [ids['eu-west-1'] ?? '']
  for (const command of [
    new DescribeInstancesCommand({ InstanceIds }),
    new TerminateInstancesCommand({ InstanceIds }),
  ]) {
    await assert.rejects(
      // Both commands are of the same client; the union has no common overload.
      at('us-east-1').ec2.send(command as DescribeInstancesCommand),
      { name: 'InvalidInstanceID.NotFound', message: `The instance ID '${InstanceIds[0]}' does not exist` },
    )
  }
})

test('log groups of the same name in two regions are two, with events of their own', async (t) => {
  const { at } = await start(t)
  for (const region of ['us-east-1', 'ap-southeast-2']) {
    const { logs } = at(region)
    const stream = { logGroupName: '/app', logStreamName: 's' }
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/app' }))
    await logs.send(new CreateLogStreamCommand(stream))
    await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: region }] }))
  }
  for (const region of ['us-east-1', 'ap-southeast-2']) {
    const { logs } = at(region)
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}))
    assert.deepEqual(
      logGroups?.map(({ arn }) => arn),
      [`arn:aws:logs:${region}:123456789012:log-group:/app:*`],
    )
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/app' }))
    assert.deepEqual(
      events?.map(({ message }) => message),
      [region],
    )
  }
})

test('metrics stay in the region that they were put into', async (t) => {
  const { at } = await start(t)
  const MetricData = [{ MetricName: 'm', Value: 1 }]
  await at('eu-central-1').cloudwatch.send(new PutMetricDataCommand({ Namespace: 'App', MetricData }))
  const { Metrics } = await at('eu-central-1').cloudwatch.send(new ListMetricsCommand({}))
  assert.equal(Metrics?.length, 1)
  assert.deepEqual((await at('us-east-1').cloudwatch.send(new ListMetricsCommand({}))).Metrics ?? [], [])
  const ask = {
    Namespace: 'App',
    MetricName: 'm',
    StartTime: new Date(Date.now() - 600_000),
    EndTime: new Date(Date.now() + 600_000),
    Period: 60,
    Statistics: ['Sum' as const],
  }
  assert.equal((await at('eu-central-1').cloudwatch.send(new GetMetricStatisticsCommand(ask))).Datapoints?.length, 1)
  assert.deepEqual((await at('us-east-1').cloudwatch.send(new GetMetricStatisticsCommand(ask))).Datapoints ?? [], [])
})

test('every region of the partition is served, each with zones and a default VPC of its own', async (t) => {
  const { at } = await start(t)
  const { Regions } = await at('us-east-1').ec2.send(new DescribeRegionsCommand({ AllRegions: true }))
  const names = Regions?.map(({ RegionName }) => RegionName ?? '') ?? []
  for (const name of ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-northeast-1', 'sa-east-1'])
    assert.ok(names.includes(name), name)
  const vpcs = new Set<string | undefined>()
  // Regions that an account opts into are served as well.
  for (const name of [...names, 'af-south-1', 'mx-central-1']) {
    const { ec2, sts, logs } = at(name)
    assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, '123456789012', name)
    const zones = await ec2.send(new DescribeAvailabilityZonesCommand({}))
    assert.ok(
      zones.AvailabilityZones?.every(({ RegionName }) => RegionName === name),
      name,
    )
    vpcs.add((await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.VpcId)
    assert.deepEqual((await logs.send(new DescribeLogGroupsCommand({}))).logGroups, [])
  }
  assert.equal(vpcs.size, names.length + 2)
})

test('a bucket stands in its region and is found there from any other', async (t) => {
  const { server, at } = await start(t)
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const }
  await at('eu-west-1').s3.send(new CreateBucketCommand({ Bucket: 'irish', CreateBucketConfiguration }))
  await at('eu-west-1').s3.send(new PutObjectCommand({ Bucket: 'irish', Key: 'k', Body: 'here' }))
  const location = await at('us-east-1').s3.send(new GetBucketLocationCommand({ Bucket: 'irish' }))
  assert.equal(location.LocationConstraint, 'eu-west-1')
  const { Buckets } = await at('us-east-1').s3.send(new ListBucketsCommand({}))
  assert.deepEqual(
    Buckets?.map(({ Name }) => Name),
    ['irish'],
  )
  // A client of another region is told the bucket's, and may follow.
  const elsewhere = at('us-east-1').s3.send(new GetObjectCommand({ Bucket: 'irish', Key: 'k' }))
  await assert.rejects(elsewhere, (error: Error & { $response?: { headers: Record<string, string> } }) => {
    assert.match(error.name, /^(PermanentRedirect|AuthorizationHeaderMalformed)$/)
    assert.equal(error.$response?.headers['x-amz-bucket-region'], 'eu-west-1')
    return true
  })
  const following = new S3Client({ ...clientConfig(server), forcePathStyle: true, followRegionRedirects: true })
  assert.equal((await following.send(new HeadBucketCommand({ Bucket: 'irish' }))).BucketRegion, 'eu-west-1')
})

test('IAM answers clients of any region with the same roles', async (t) => {
  const { server } = await start(t)
  const iamAt = (region: string) => new IAMClient({ ...clientConfig(server), region })
  await iamAt('eu-west-1').send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: EC2_TRUST }))
  for (const region of ['us-east-1', 'ap-south-1', 'af-south-1']) {
    const { Role } = await iamAt(region).send(new GetRoleCommand({ RoleName: 'web' }))
    assert.equal(Role?.Arn, 'arn:aws:iam::123456789012:role/web')
  }
})

test('aws:RequestedRegion is the region of the call', async (t) => {
  const { server } = await start(t)
  const keys = await createUser(server, 'bob', {
    Effect: 'Allow',
    Action: ['ec2:DescribeInstances', 'logs:DescribeLogGroups'],
    Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  })
  const bob = (region: string) => clients({ ...server, region }, keys)
  await bob('eu-west-1').ec2.send(new DescribeInstancesCommand({}))
  await bob('eu-west-1').logs.send(new DescribeLogGroupsCommand({}))
  await assert.rejects(bob('us-east-1').ec2.send(new DescribeInstancesCommand({})), { name: 'UnauthorizedOperation' })
  await assert.rejects(bob('us-east-1').logs.send(new DescribeLogGroupsCommand({})), { name: 'AccessDeniedException' })
})
