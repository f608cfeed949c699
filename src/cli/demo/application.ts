/**
 * The application of the demo. It runs on the instance, embeds no secret and is configured with nothing but its own
 * names: region and credentials come from the metadata service. Prints one line of JSON a step.
 */
import { callForm, callLogs, callS3, type Endpoint, type Reply } from '../signed-client.ts'

const METADATA = process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? 'http://169.254.169.254'
const [bucket = '', logGroup = ''] = process.argv.slice(2)

async function metadata(path: string): Promise<string> {
  const response = await fetch(`${METADATA}/latest/${path}`, { headers: { 'X-aws-ec2-metadata-token': token } })
  if (!response.ok) throw new Error(`the metadata service answered ${response.status} to ${path}`)
  return response.text()
}

/** Inside an instance AWS's own names lead to the server; where that is not possible the SDKs' variable does. */
const endpointOf = (service: string): string =>
  process.env['AWS_ENDPOINT_URL'] ?? `https://${service}${service === 'iam' ? '' : `.${region}`}.amazonaws.com`

const say = (step: string, facts: object): void => console.log(JSON.stringify({ step, ...facts }))

const told = (step: string, { status, errorCode, text, value }: Reply): void =>
  say(step, {
    status,
    errorCode,
    message: errorCode === undefined ? text.slice(0, 200) : value('Message') || value('message'),
  })

const tokenReply = await fetch(`${METADATA}/latest/api/token`, {
  method: 'PUT',
  headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '21600' },
})
const token = await tokenReply.text()
const region = await metadata('meta-data/placement/region')
const role = await metadata('meta-data/iam/security-credentials/')
const document: Record<string, string> = JSON.parse(await metadata(`meta-data/iam/security-credentials/${role}`))
say('metadata', { endpoint: METADATA, role, accessKeyId: document['AccessKeyId'], expiration: document['Expiration'] })

const endpoint = (service: string): Endpoint => ({
  url: endpointOf(service),
  region,
  credentials: {
    accessKeyId: document['AccessKeyId'] ?? '',
    secretAccessKey: document['SecretAccessKey'] ?? '',
    sessionToken: document['Token'],
  },
})

const who = await callForm(endpoint('sts'), 'sts', 'GetCallerIdentity')
say('identity', { arn: who.value('Arn'), userId: who.value('UserId'), errorCode: who.errorCode })
told('read', await callS3(endpoint('s3'), 'GET', `/${bucket}/app.conf`))
await callLogs(endpoint('logs'), 'CreateLogGroup', { logGroupName: logGroup })
await callLogs(endpoint('logs'), 'CreateLogStream', { logGroupName: logGroup, logStreamName: 'app' })
told(
  'log',
  await callLogs(endpoint('logs'), 'PutLogEvents', {
    logGroupName: logGroup,
    logStreamName: 'app',
    logEvents: [{ timestamp: Date.now(), message: 'read app.conf with credentials from the metadata service' }],
  }),
)
told('write', await callS3(endpoint('s3'), 'PUT', `/${bucket}/app.conf`, 'changed'))
told('users', await callForm(endpoint('iam'), 'iam', 'ListUsers'))
