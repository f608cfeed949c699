/** The two ways to a role's credentials, step by step. */
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  CreateAccessKeyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { region } from '../app/region.ts'
import { clientConfig } from '../aws/client.ts'
import { cloudtrail } from '../aws/cloudtrail.ts'
import { type Credentials, credentialsOf, currentSession } from '../session/session.ts'
import { cleanUpAssumed, cleanUpProfile } from './clean-up.ts'
import { type Exchange, shown } from './exchange.ts'
import type { Facts, Secrets } from './facts.ts'
import { assumptionIn, type LessonEvent, readEvent } from './lesson-event.ts'
import { ASSUMED_ROLE, INSTANCE, POLICY, PROFILE, PROFILE_ROLE, SESSION, USER } from './names.ts'

/** What a step is handed, and what it finds out. */
export interface Running {
  readonly facts: Facts
  readonly secrets: Secrets
  readonly tell: (exchange: Exchange) => void
  readonly signal: AbortSignal
}
export interface Found {
  readonly facts: Facts
  readonly secrets?: Secrets
}

export interface Step {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly run: (running: Running) => Promise<Found>
  /** Steps of the same side that have to have been run. */
  readonly after?: string
  /** What the person runs in a terminal, since a browser has no way to it. */
  readonly command?: (facts: Facts) => string
}

const PERMISSIONS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
})
const trustPolicy = (Principal: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })

const mine = () => {
  const session = currentSession()
  if (!session) throw new Error('Nobody is signed in.')
  return credentialsOf(session)
}
const ownIam = () => new IAMClient(clientConfig(mine(), 'us-east-1'))

function held(credentials: Credentials | undefined): Credentials {
  if (!credentials) throw new Error('Run the steps before this one first.')
  return credentials
}

interface Issued {
  readonly AccessKeyId?: string | undefined
  readonly SecretAccessKey?: string | undefined
  readonly SessionToken?: string | undefined
  readonly Expiration?: Date | undefined
}

/** Long-term keys have neither token nor end. */
const credentialsIn = (issued: Issued | undefined): Credentials => ({
  accessKeyId: issued?.AccessKeyId ?? '',
  secretAccessKey: issued?.SecretAccessKey ?? '',
  sessionToken: issued?.SessionToken ?? '',
  expiration: (issued?.Expiration ?? new Date(Date.now() + 86_400_000)).toISOString(),
})

/** The Principal of the role's trust policy, read back from IAM. */
async function trustOf(RoleName: string, tell: Running['tell']): Promise<string> {
  const { Role } = await shown(ownIam(), (to) => to.send(new GetRoleCommand({ RoleName })), tell)
  // IAM keeps policies as the JSON that they were written in.
  const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}')) as {
    readonly Statement?: readonly { readonly Principal?: Readonly<Record<string, string>> }[]
  }
  const principal = document.Statement?.[0]?.Principal ?? {}
  return Object.entries(principal)
    .map(([type, name]) => `${type}: ${name}`)
    .join(', ')
}

/** Runs a call that is to be refused, and answers the refusal's sentence. */
async function refusalOf(call: Promise<unknown>, expected: RegExp): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error && expected.test(error.name)) return error.message
    throw error
  }
  throw new Error('This was to be refused, but was permitted.')
}

export const ASSUME_STEPS: readonly Step[] = [
  {
    id: 'assume-create',
    title: 'Create a user with an access key, and a role that trusts the user',
    says: 'The trust policy of the role names the user. The user itself gets no permission at all: within one account a trust policy that names somebody is enough.',
    async run({ tell }) {
      await cleanUpAssumed()
      const { User } = await shown(ownIam(), (to) => to.send(new CreateUserCommand({ UserName: USER })), tell)
      const { AccessKey } = await shown(ownIam(), (to) => to.send(new CreateAccessKeyCommand({ UserName: USER })), tell)
      const AssumeRolePolicyDocument = trustPolicy({ AWS: User?.Arn })
      const { Role } = await shown(
        ownIam(),
        (to) => to.send(new CreateRoleCommand({ RoleName: ASSUMED_ROLE, AssumeRolePolicyDocument })),
        tell,
      )
      await shown(
        ownIam(),
        (to) =>
          to.send(
            new PutRolePolicyCommand({ RoleName: ASSUMED_ROLE, PolicyName: POLICY, PolicyDocument: PERMISSIONS }),
          ),
        tell,
      )
      return {
        facts: {
          userArn: User?.Arn ?? '',
          userKeyId: AccessKey?.AccessKeyId ?? '',
          assumedRoleArn: Role?.Arn ?? '',
          assumedTrust: await trustOf(ASSUMED_ROLE, tell),
        },
        secrets: { user: credentialsIn(AccessKey) },
      }
    },
  },
  {
    id: 'assume-role',
    title: 'The user asks STS for the role: sts:AssumeRole',
    says: 'The request is signed with the user’s access key. STS asks the role’s trust policy whether this caller is let in, and hands out credentials that expire.',
    after: 'assume-create',
    async run({ facts, secrets, tell }) {
      const client = new STSClient(clientConfig(held(secrets.user), region.get()))
      const at = new Date()
      const { Credentials: issued, AssumedRoleUser } = await shown(
        client,
        (to) => to.send(new AssumeRoleCommand({ RoleArn: facts.assumedRoleArn, RoleSessionName: SESSION })),
        tell,
      )
      return {
        facts: {
          assumed: {
            keyId: issued?.AccessKeyId ?? '',
            at,
            expires: issued?.Expiration ?? at,
            sessionArn: AssumedRoleUser?.Arn ?? '',
          },
        },
        secrets: { session: credentialsIn(issued) },
      }
    },
  },
  {
    id: 'assume-use',
    title: 'Use the credentials: s3:ListAllMyBuckets',
    says: 'The caller is now the role’s session. What it may is what the policies of the role permit.',
    after: 'assume-role',
    async run({ secrets, tell }) {
      const client = new S3Client({ ...clientConfig(held(secrets.session), region.get()), forcePathStyle: true })
      await shown(client, (to) => to.send(new ListBucketsCommand({})), tell)
      return { facts: { assumedMay: 's3:ListAllMyBuckets' } }
    },
  },
  {
    id: 'assume-refused',
    title: 'Ask for something else: iam:ListUsers',
    says: 'No policy of the role permits it, so it is refused. How it was decided is one click away.',
    after: 'assume-role',
    async run({ secrets, tell }) {
      const client = new IAMClient(clientConfig(held(secrets.session), 'us-east-1'))
      const refused = await refusalOf(
        shown(client, (to) => to.send(new ListUsersCommand({})), tell),
        /^AccessDenied/,
      )
      // The sentence goes on with where to read more.
      return { facts: { assumedRefusal: refused.split(' Go to ')[0] ?? refused } }
    },
  },
]

export const PROFILE_STEPS: readonly Step[] = [
  {
    id: 'profile-create',
    title: 'Create a role that trusts EC2, and an instance profile that carries it',
    says: 'The trust policy names the service ec2.amazonaws.com and nobody else. The instance profile is what an instance can be given: a container for exactly one role.',
    async run({ tell }) {
      await cleanUpProfile()
      const AssumeRolePolicyDocument = trustPolicy({ Service: 'ec2.amazonaws.com' })
      const { Role } = await shown(
        ownIam(),
        (to) => to.send(new CreateRoleCommand({ RoleName: PROFILE_ROLE, AssumeRolePolicyDocument })),
        tell,
      )
      await shown(
        ownIam(),
        (to) =>
          to.send(
            new PutRolePolicyCommand({ RoleName: PROFILE_ROLE, PolicyName: POLICY, PolicyDocument: PERMISSIONS }),
          ),
        tell,
      )
      await shown(ownIam(), (to) => to.send(new CreateInstanceProfileCommand({ InstanceProfileName: PROFILE })), tell)
      await shown(
        ownIam(),
        (to) => to.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: PROFILE, RoleName: PROFILE_ROLE })),
        tell,
      )
      return {
        facts: {
          profileRoleArn: Role?.Arn ?? '',
          profileName: PROFILE,
          profileTrust: await trustOf(PROFILE_ROLE, tell),
        },
      }
    },
  },
  {
    id: 'profile-second',
    title: 'Try to put another role into it',
    says: 'An instance profile carries one role, and an instance has one instance profile at most: an instance is never two roles.',
    after: 'profile-create',
    async run({ tell }) {
      const command = new AddRoleToInstanceProfileCommand({ InstanceProfileName: PROFILE, RoleName: PROFILE_ROLE })
      return {
        facts: {
          secondRole: await refusalOf(
            shown(ownIam(), (to) => to.send(command), tell),
            /^LimitExceeded/,
          ),
        },
      }
    },
  },
  {
    id: 'profile-launch',
    title: 'Launch an instance with the instance profile: ec2:RunInstances',
    says: 'Whoever launches it hands the role on, and needs iam:PassRole for that. No key goes to the instance.',
    after: 'profile-create',
    async run({ tell }) {
      const { Instances } = await shown(
        new EC2Client(clientConfig(mine(), region.get())),
        (to) =>
          to.send(
            new RunInstancesCommand({
              ...{ ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 },
              IamInstanceProfile: { Name: PROFILE },
              TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: INSTANCE }] }],
            }),
          ),
        tell,
      )
      const session = currentSession()
      return {
        facts: {
          instanceId: Instances?.[0]?.InstanceId ?? '',
          launchedBy: session?.role
            ? `the role ${session.role.roleName}`
            : (session?.principal.userName ?? 'the root user'),
        },
      }
    },
  },
  {
    id: 'profile-vend',
    title: 'On the instance, ask the metadata service',
    says: 'Only the instance reaches 169.254.169.254, your browser does not. Run this in a terminal; the step waits until EC2 has taken the role for the instance. The AWS CLI on the instance finds the credentials by itself.',
    after: 'profile-launch',
    command: ({ instanceId = 'i-...' }) => `rolecall exec ${instanceId} -- aws s3 ls`,
    async run({ facts, tell, signal }) {
      const { event, exchange } = await waitFor(
        signal,
        'ResourceName',
        facts.instanceId ?? '',
        (one) => assumptionIn(one) !== undefined,
      )
      tell(exchange)
      const vended = assumptionIn(event)
      if (!vended) throw new Error('The event says nothing of credentials.')
      return { facts: { vended } }
    },
  },
  {
    id: 'profile-use',
    title: 'What the credentials were used for',
    says: 'Each call of the instance is in the trail under the key that it was handed. The command above lists buckets; so does any program on the instance that may.',
    after: 'profile-vend',
    command: ({ instanceId = 'i-...' }) => `rolecall exec ${instanceId} -- aws s3 ls`,
    async run({ facts, tell, signal }) {
      const { event, exchange } = await waitFor(
        signal,
        'AccessKeyId',
        facts.vended?.keyId ?? '',
        (one) => one.outcome === 'allowed' && one.name !== 'AssumeRole',
      )
      tell(exchange)
      return { facts: { vendedMay: event.action ?? event.name } }
    },
  },
]

const EVERY_MS = 1500

/** Looks into the trail again and again until an event is there; rejects when nobody waits any longer. */
async function waitFor(
  signal: AbortSignal,
  AttributeKey: 'ResourceName' | 'AccessKeyId',
  AttributeValue: string,
  isIt: (event: LessonEvent) => boolean,
): Promise<{ readonly event: LessonEvent; readonly exchange: Exchange }> {
  for (;;) {
    signal.throwIfAborted()
    const { Events = [] } = await cloudtrail().send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey, AttributeValue }] }),
    )
    const event = Events.map(({ CloudTrailEvent = '{}' }) => readEvent(CloudTrailEvent)).find(isIt)
    if (event) {
      const request = `LookupEvents\n${AttributeKey}=${AttributeValue}`
      const trailHref = event.id === undefined ? undefined : `/trail/${event.id}`
      return { event, exchange: { operation: event.name, request, answer: event.text, trailHref, refused: false } }
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}
