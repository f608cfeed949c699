/**
 * Runs on an instance: the AWS SDK for JavaScript with its default credential chain and the region of the metadata service.
 * Takes the bucket as argument and prints what happened as one line of JSON.
 */
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'

const [Bucket = ''] = process.argv.slice(2)
const metadata = process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? 'http://169.254.169.254'
const token = await (
  await fetch(`${metadata}/latest/api/token`, {
    method: 'PUT',
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
  })
).text()
const read = async (path: string) =>
  (await fetch(`${metadata}/latest/meta-data/${path}`, { headers: { 'X-aws-ec2-metadata-token': token } })).text()

/** 'done', or the error's name. */
const outcome = async (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: Error) => error.name,
  )

const region = await read('placement/region')
const sts = new STSClient({ region })
const s3 = new S3Client({ region })
const logs = new CloudWatchLogsClient({ region })
const cloudwatch = new CloudWatchClient({ region })
const stream = { logGroupName: '/inside', logStreamName: await read('instance-id') }

const facts = {
  awsVariables: Object.keys(process.env)
    .filter((name) => name.startsWith('AWS_'))
    .sort(),
  region,
  arn: (await sts.send(new GetCallerIdentityCommand({}))).Arn,
  content: await (await s3.send(new GetObjectCommand({ Bucket, Key: 'read/a b+ü' }))).Body?.transformToString(),
  put: await outcome(s3.send(new PutObjectCommand({ Bucket, Key: 'write/new', Body: 'made inside' }))),
  putElsewhere: await outcome(s3.send(new PutObjectCommand({ Bucket, Key: 'read/new', Body: 'x' }))),
  group: await outcome(logs.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }))),
  stream: await outcome(logs.send(new CreateLogStreamCommand(stream))),
  events: await outcome(
    logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: 'made inside' }] })),
  ),
  readEvents: await outcome(logs.send(new GetLogEventsCommand(stream))),
  metric: await outcome(
    cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Inside', MetricData: [{ MetricName: 'm', Value: 1 }] })),
  ),
  iam: await outcome(new IAMClient({ region }).send(new ListUsersCommand({}))),
}
process.stdout.write(`${JSON.stringify(facts)}\n`)
