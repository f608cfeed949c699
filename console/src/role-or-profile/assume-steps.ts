/** A user assumes a role. */
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { region } from '../app/region.ts'
import { clientConfig } from '../aws/client.ts'
import type { Credentials } from '../session/session.ts'
import { cleanUpAssumed } from './clean-up.ts'
import { shown } from './exchange.ts'
import { ASSUMED_ROLE, POLICY, SESSION, USER } from './names.ts'
import { ownIam, PERMISSIONS, refusalOf, type Step, trustOf, trustPolicy } from './step.ts'

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
