/** An instance gets a role through an instance profile. */
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { region } from '../app/region.ts'
import { clientConfig } from '../aws/client.ts'
import { cloudtrail } from '../aws/cloudtrail.ts'
import { currentSession } from '../session/session.ts'
import { cleanUpProfile } from './clean-up.ts'
import { type Exchange, shown } from './exchange.ts'
import { assumptionIn, type LessonEvent, readEvent } from './lesson-event.ts'
import { INSTANCE, POLICY, PROFILE, PROFILE_ROLE } from './names.ts'
import { mine, ownIam, PERMISSIONS, refusalOf, type Step, trustOf, trustPolicy } from './step.ts'

export const PROFILE_STEPS: readonly Step[] = [
  {
    id: 'profile-create',
    title: 'Create a role that trusts EC2, and an instance profile that carries it',
    says: 'The trust policy names the service ec2.amazonaws.com and nobody else. The instance profile is what an instance can be given: a container for one role.',
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
    says: 'An instance profile carries one role at most, and an instance has one instance profile at most: an instance is never two roles at once.',
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
    says: 'Whoever launches it hands the role on, and needs iam:PassRole for that. No long-term key goes to the instance.',
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
    command: ({ instanceId = 'i-...' }) => `npm run -s rolecall -- exec ${instanceId} -- aws s3 ls`,
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
    command: ({ instanceId = 'i-...' }) => `npm run -s rolecall -- exec ${instanceId} -- aws s3 ls`,
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
