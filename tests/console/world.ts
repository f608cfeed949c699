/** An account as a small team would have it, for pages that are looked at. */

import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, ListBucketsCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { clients, createUser, policy, type Reachable } from '../harness.ts'

const ACCOUNT = '123456789012'
const AWS_POLICY = 'arn:aws:iam::aws:policy'

const trust = (Principal: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })

/** Makes it; every part is made by a call of the APIs. */
export async function buildWorld(server: Reachable): Promise<{ readonly instanceId: string }> {
  const { iam, ec2, s3, logs } = clients(server)
  const alice = await createUser(server, 'alice', {
    Effect: 'Allow',
    Action: ['s3:ListAllMyBuckets', 'sts:AssumeRole'],
    Resource: '*',
  })
  const bob = await createUser(server, 'bob', {
    Effect: 'Allow',
    Action: ['iam:PassRole', 'ec2:RunInstances', 's3:Get*'],
    Resource: '*',
  })
  await createUser(server, 'carol')
  for (const GroupName of ['developers', 'operators']) await iam.send(new CreateGroupCommand({ GroupName }))
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'developers', PolicyArn: `${AWS_POLICY}/ReadOnlyAccess` }))
  for (const UserName of ['alice', 'bob'])
    await iam.send(new AddUserToGroupCommand({ GroupName: 'developers', UserName }))
  const roles: readonly (readonly [string, object, string])[] = [
    ['web-server', { Service: 'ec2.amazonaws.com' }, 'CloudWatchAgentServerPolicy'],
    ['operator', { AWS: `arn:aws:iam::${ACCOUNT}:user/alice` }, 'AmazonEC2ReadOnlyAccess'],
    ['deployment', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'PowerUserAccess'],
    ['administrator', { AWS: `arn:aws:iam::${ACCOUNT}:role/deployment` }, 'AdministratorAccess'],
    ['nightly-report', { Service: 'lambda.amazonaws.com' }, 'CloudWatchLogsReadOnlyAccess'],
  ]
  for (const [RoleName, principal, managed] of roles) {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trust(principal),
        Description: `What ${RoleName} is permitted to do`,
        Tags: [{ Key: 'team', Value: 'platform' }],
      }),
    )
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: `${AWS_POLICY}/${managed}` }))
  }
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'web-server',
      PolicyName: 'read-config',
      PolicyDocument: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::app-config/*' }),
    }),
  )
  await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'read-reports',
      Description: 'The reports of the finance team',
      PolicyDocument: policy({
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: 'arn:aws:s3:::reports*',
      }),
    }),
  )
  const instanceId = await launch()
  await buildStorage()
  await refuseSome()
  return { instanceId }

  async function launch(): Promise<string> {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'web-server' }))
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'web-server', RoleName: 'web-server' }))
    const run = (Name: string, profile?: string) =>
      ec2.send(
        new RunInstancesCommand({
          ImageId: 'ami-0abcdef1234567890',
          InstanceType: 't3.micro',
          MinCount: 1,
          MaxCount: 1,
          ...(profile !== undefined && { IamInstanceProfile: { Name: profile } }),
          TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: Name }] }],
        }),
      )
    const { Instances: [first] = [] } = await run('web-1', 'web-server')
    await run('batch-1')
    return first?.InstanceId ?? ''
  }

  async function buildStorage(): Promise<void> {
    for (const Bucket of ['app-config', 'reports']) await s3.send(new CreateBucketCommand({ Bucket }))
    for (const Key of ['app.conf', 'images/logo.svg', 'images/icon.svg', 'notes.txt'])
      await s3.send(new PutObjectCommand({ Bucket: 'app-config', Key, Body: `the content of ${Key}\n` }))
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket: 'reports',
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'NoBob',
              Effect: 'Deny',
              Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` },
              Action: 's3:*',
              Resource: ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*'],
            },
          ],
        }),
      }),
    )
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/web' }))
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/worker' }))
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/app/web', retentionInDays: 30 }))
    await logs.send(new CreateLogStreamCommand({ logGroupName: '/app/web', logStreamName: instanceId }))
    const now = Date.now()
    await logs.send(
      new PutLogEventsCommand({
        logGroupName: '/app/web',
        logStreamName: instanceId,
        logEvents: Array.from({ length: 60 }, (_, index) => ({
          timestamp: now - (60 - index) * 20_000,
          message: `GET /orders/${100 + index} ${index % 9 === 0 ? '500 error: no connection' : '200'} ${10 + (index % 7)} ms`,
        })),
      }),
    )
    await clients(server).cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'App',
        MetricData: Array.from({ length: 60 }, (_, index) => ({
          MetricName: 'Latency',
          Dimensions: [{ Name: 'Host', Value: 'web-1' }],
          Unit: 'Milliseconds',
          Timestamp: new Date(now - (60 - index) * 60_000),
          Value: 12 + 6 * Math.sin(index / 5) + (index % 4),
        })),
      }),
    )
  }

  async function refuseSome(): Promise<void> {
    const calls = [
      clients(server, alice).s3.send(new ListBucketsCommand({})),
      clients(server, alice).iam.send(new ListUsersCommand({})),
      clients(server, alice).sts.send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/operator`, RoleSessionName: 'alice' }),
      ),
      clients(server, bob).sts.send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/operator`, RoleSessionName: 'bob' }),
      ),
      clients(server, bob).s3.send(new PutObjectCommand({ Bucket: 'reports', Key: 'x', Body: 'x' })),
    ]
    await Promise.allSettled(calls)
  }
}
