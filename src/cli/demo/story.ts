import type { RunningServer } from '../../server.ts'
import { callForm, callS3, type Endpoint, type Reply } from '../signed-client.ts'
import type { Narrator } from './narrator.ts'

export const NAMES = {
  bucket: 'demo-config',
  logGroup: '/demo/web-server',
  instanceRole: 'web-server',
  profile: 'web-server-profile',
  user: 'alice',
  userRole: 'operator',
} as const

const AGENT_POLICY = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'

const READ_CONFIG = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${NAMES.bucket}/*` }],
})

const trust = (principal: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  })

/** The account's root user, as an endpoint to call. */
export const rootOf = ({ ready }: RunningServer): Endpoint => ({
  url: ready.endpoint,
  region: ready.region,
  credentials: { accessKeyId: ready.accessKeyId, secretAccessKey: ready.secretAccessKey },
})

/** Something to read: a bucket with the application's configuration. */
export async function prepareBucket(tell: Narrator, root: Endpoint): Promise<void> {
  await tell.step(`A bucket, ${NAMES.bucket}, with the configuration of an application`, async () => {
    await callS3(root, 'PUT', `/${NAMES.bucket}`)
    await callS3(root, 'PUT', `/${NAMES.bucket}/app.conf`, 'colour = blue\n')
  })
}

/** A role with CloudWatchAgentServerPolicy and the S3 policy; who may take it is the trust policy's matter. */
export async function createRole(tell: Narrator, root: Endpoint, name: string, principal: object, title: string) {
  await tell.step(title, async () => {
    const form = (action: string, parameters: Record<string, string>) =>
      callForm(root, 'iam', action, { RoleName: name, ...parameters })
    await form('CreateRole', { AssumeRolePolicyDocument: trust(principal) })
    await form('AttachRolePolicy', { PolicyArn: AGENT_POLICY })
    await form('PutRolePolicy', { PolicyName: 'read-config', PolicyDocument: READ_CONFIG })
  })
}

export async function createProfile(tell: Narrator, root: Endpoint): Promise<void> {
  await tell.step(`An instance profile, ${NAMES.profile}, that carries the role`, async () => {
    await callForm(root, 'iam', 'CreateInstanceProfile', { InstanceProfileName: NAMES.profile })
    await callForm(root, 'iam', 'AddRoleToInstanceProfile', {
      InstanceProfileName: NAMES.profile,
      RoleName: NAMES.instanceRole,
    })
  })
}

/** Answers the id of the instance. */
export async function launchInstance(tell: Narrator, root: Endpoint): Promise<string> {
  const id = await tell.step('An instance, and the profile associated with it: now it has an identity', async () => {
    const launched = await callForm(root, 'ec2', 'RunInstances', {
      ImageId: 'ami-0abcdef1234567890',
      InstanceType: 't3.micro',
      MinCount: '1',
      MaxCount: '1',
    })
    const instanceId = launched.value('instanceId')
    await callForm(root, 'ec2', 'AssociateIamInstanceProfile', {
      InstanceId: instanceId,
      'IamInstanceProfile.Name': NAMES.profile,
    })
    return instanceId
  })
  tell.check(/^i-[0-9a-f]{17}$/.test(id), `the instance is ${id || 'missing'}`)
  return id
}

/** A user with an access key who may do nothing but assume the role. */
export async function createUser(tell: Narrator, root: Endpoint): Promise<Endpoint> {
  const key = await tell.step(
    `A user, ${NAMES.user}, with an access key of her own and leave to assume one role`,
    async () => {
      await callForm(root, 'iam', 'CreateUser', { UserName: NAMES.user })
      await callForm(root, 'iam', 'PutUserPolicy', {
        UserName: NAMES.user,
        PolicyName: 'assume-operator',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::*:role/${NAMES.userRole}` }],
        }),
      })
      return callForm(root, 'iam', 'CreateAccessKey', { UserName: NAMES.user })
    },
  )
  return {
    ...root,
    credentials: { accessKeyId: key.value('AccessKeyId'), secretAccessKey: key.value('SecretAccessKey') },
  }
}

export interface AssumedRole {
  readonly endpoint: Endpoint
  readonly reply: Reply
}

export async function assumeRole(tell: Narrator, user: Endpoint, roleArn: string): Promise<AssumedRole> {
  const reply = await tell.step(`${NAMES.user} asks for the role by name: AssumeRole`, () =>
    callForm(user, 'sts', 'AssumeRole', { RoleArn: roleArn, RoleSessionName: 'night-shift' }),
  )
  return {
    reply,
    endpoint: {
      ...user,
      credentials: {
        accessKeyId: reply.value('AccessKeyId'),
        secretAccessKey: reply.value('SecretAccessKey'),
        sessionToken: reply.value('SessionToken'),
      },
    },
  }
}
