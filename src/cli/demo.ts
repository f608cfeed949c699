import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import type { RunningServer } from '../server.ts'
import type { Command } from './command.ts'
import { comparison, type Seen } from './demo/comparison.ts'
import { Narrator } from './demo/narrator.ts'
import * as story from './demo/story.ts'
import { execArguments } from './exec.ts'
import { paint } from './paint.ts'
import { callForm, callS3 } from './signed-client.ts'

export const demo: Command = {
  summary: 'tell the story of roles and instance profiles, live',
  help: `rolecall demo: a role, an instance profile and AssumeRole, told live against a server of its own

Each step shows the call, who made it and what was decided. Exits with 1 when a step goes otherwise than told.
`,
  async run(args) {
    parseArgs({ args: [...args], options: {} })
    const { startServer } = await import('../server.ts')
    const server = await startServer({
      port: 0,
      tlsPort: 0,
      host: '127.0.0.1',
      home: undefined,
      account: '123456789012',
      region: 'us-east-1',
    })
    const colours = paint(process.stdout)
    const tell = new Narrator(server.app().trail, (text) => process.stdout.write(text), colours)
    try {
      const seen = await tellStory(tell, server)
      process.stdout.write(comparison(seen, colours))
    } finally {
      await server.close()
    }
    const { failures } = tell
    process.stdout.write(failures === 0 ? '\nEvery step went as told.\n' : `\n${failures} went otherwise than told.\n`)
    return failures === 0 ? 0 : 1
  },
}

async function tellStory(tell: Narrator, server: RunningServer): Promise<Seen> {
  const root = story.rootOf(server)
  const { account } = server.ready
  tell.chapter('I. An identity for a machine: the instance profile')
  await story.prepareBucket(tell, root)
  const ec2 = { Service: 'ec2.amazonaws.com' }
  await story.createRole(
    tell,
    root,
    story.NAMES.instanceRole,
    ec2,
    'A role for EC2: CloudWatchAgentServerPolicy, and an S3 policy to read that bucket',
  )
  await story.createProfile(tell, root)
  const instanceId = await story.launchInstance(tell, root)
  const application = await runApplication(tell, server.ready.endpoint, instanceId, server)

  tell.chapter('II. The same permissions, asked for: AssumeRole')
  const alice = await story.createUser(tell, root)
  const userArn = `arn:aws:iam::${account}:user/${story.NAMES.user}`
  await story.createRole(
    tell,
    root,
    story.NAMES.userRole,
    { AWS: userArn },
    `A role of the same shape, whose trust policy names ${story.NAMES.user}`,
  )
  await tell.step(
    `${story.NAMES.user} herself reads nothing`,
    () => callS3(alice, 'GET', `/${story.NAMES.bucket}/app.conf`),
    'refused',
  )
  const assumed = await story.assumeRole(tell, alice, `arn:aws:iam::${account}:role/${story.NAMES.userRole}`)
  const who = await tell.step('In the role she is somebody else, and reads', async () => {
    await callS3(assumed.endpoint, 'GET', `/${story.NAMES.bucket}/app.conf`)
    return callForm(assumed.endpoint, 'sts', 'GetCallerIdentity')
  })
  await tell.step(
    'And is refused what the role does not permit',
    () => callForm(assumed.endpoint, 'iam', 'ListUsers'),
    'refused',
  )
  return {
    instance: { ...application, trusts: 'ec2.amazonaws.com' },
    assumed: {
      arn: who.value('Arn'),
      accessKeyId: assumed.endpoint.credentials.accessKeyId,
      expiration: assumed.reply.value('Expiration'),
      embeddedKey: alice.credentials.accessKeyId,
      trusts: userArn,
    },
  }
}

interface ApplicationSeen {
  readonly instanceId: string
  readonly arn: string
  readonly accessKeyId: string
  readonly expiration: string
  readonly metadata: string
}

/** Runs the application on the instance and holds what it saw to what was told. */
async function runApplication(
  tell: Narrator,
  endpoint: string,
  instanceId: string,
  server: RunningServer,
): Promise<ApplicationSeen> {
  const { bucket, logGroup } = story.NAMES
  const application = new URL(
    import.meta.url.endsWith('.ts') ? './demo/application.ts' : './demo/application.js',
    import.meta.url,
  )
  const command = [process.execPath, application.pathname, bucket, logGroup]
  const output = await tell.watch(
    'The application on the instance reads, writes its log, and is refused the rest. It embeds no secret.',
    () => capture(process.execPath, execArguments(server, instanceId, command)),
    ({ operation }) => operation === 'PutObject' || operation === 'ListUsers',
  )
  const steps = new Map<string, Record<string, string>>()
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue
    const { step, ...facts }: Record<string, string> = JSON.parse(line)
    if (step !== undefined) steps.set(step, facts)
  }
  const fact = (step: string, name: string) => String(steps.get(step)?.[name] ?? '')
  const role = story.NAMES.instanceRole
  tell.check(
    fact('metadata', 'role') === role,
    `the metadata service at ${fact('metadata', 'endpoint')} names the role ${role}`,
  )
  tell.check(
    fact('identity', 'arn').endsWith(`:assumed-role/${role}/${instanceId}`),
    `the application is ${fact('identity', 'arn')}`,
  )
  tell.check(fact('read', 'status') === '200', `it read app.conf: ${fact('read', 'message').trim()}`)
  tell.check(fact('log', 'status') === '200', `it wrote its log to ${logGroup}`)
  tell.check(fact('write', 'errorCode') === 'AccessDenied', `refused: ${fact('write', 'message')}`)
  tell.check(fact('users', 'errorCode') === 'AccessDenied', `refused: ${fact('users', 'message')}`)
  return {
    instanceId,
    arn: fact('identity', 'arn'),
    accessKeyId: fact('metadata', 'accessKeyId'),
    expiration: fact('metadata', 'expiration'),
    metadata: fact('metadata', 'endpoint') || endpoint,
  }
}

function capture(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    child.once('error', reject)
    child.once('close', () => resolve(text))
  })
}
