/**
 * Runs on an instance, as its programs do. `log GROUP`: writes an event into GROUP by the SDK's default credentials.
 * `metadata`: reads all of `latest/`. Either prints what came of it as one line of JSON.
 */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'

const metadata = process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? 'http://169.254.169.254'
const tokenAnswer = await fetch(`${metadata}/latest/api/token`, {
  method: 'PUT',
  headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
})
const headers = { 'X-aws-ec2-metadata-token': await tokenAnswer.text() }

async function read(path: string): Promise<string | undefined> {
  const answer = await fetch(`${metadata}/latest/${path}`, { headers })
  return answer.ok ? answer.text() : undefined
}

/** Every document below the folder, by its path. */
async function readAll(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const line of ((await read(folder)) ?? '').split('\n').filter((text) => text !== '')) {
    const key = /^(\d+)=/.exec(line)?.[1]
    const path = `${folder}${key === undefined ? line : `${key}/`}`
    if (path.endsWith('/') || path === 'dynamic' || path === 'meta-data')
      Object.assign(found, await readAll(path.replace(/\/?$/, '/')))
    // What is listed as one role or document is one.
    else found[path] = (await read(path)) ?? ''
  }
  return found
}

async function log(logGroupName: string): Promise<string> {
  const logs = new CloudWatchLogsClient({ region: (await read('meta-data/placement/region')) ?? '' })
  const logStreamName = (await read('meta-data/instance-id')) ?? ''
  try {
    await logs.send(new CreateLogGroupCommand({ logGroupName }))
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
    const logEvents = [{ timestamp: Date.now(), message: `written on ${logStreamName}` }]
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }))
    return 'written'
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
}

const [work, group = ''] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify(work === 'log' ? await log(group) : await readAll(''))}\n`)
