/** An account with one of everything, so that each operation finds what its sample input names. */
import { CreateLogGroupCommand, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  AssociateIamInstanceProfileCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateKeyPairCommand,
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  DescribeVolumesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
  TagRoleCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { clients, createRole, createUser, policy, type Reachable } from '../harness.ts'

/** What stands in the account; names and ids as they are in requests. */
export interface World {
  readonly account: string
  readonly region: string
  readonly user: string
  readonly accessKeyId: string
  readonly group: string
  readonly role: string
  readonly roleArn: string
  readonly policyArn: string
  readonly instanceProfile: string
  readonly alias: string
  readonly instanceId: string
  readonly associationId: string
  readonly volumeId: string
  readonly vpcId: string
  readonly securityGroupId: string
  readonly securityGroupRuleId: string
  readonly keyName: string
  readonly launchTemplateId: string
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
  readonly logGroup: string
  readonly logStream: string
}

/** Creates it, as root, in a server that has none of it. */
export async function createWorld(server: Reachable & { readonly account: string }): Promise<World> {
  const { account, region } = server
  const { iam, ec2, s3, logs } = clients(server)
  const Tags = [{ Key: 'team', Value: 'blue' }]
  const allow = { Effect: 'Allow', Action: 's3:ListAllMyBuckets' } as const

  const { accessKeyId } = await createUser(server, 'sample-user', allow)
  await iam.send(new TagUserCommand({ UserName: 'sample-user', Tags }))
  await iam.send(new CreateGroupCommand({ GroupName: 'sample-group' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'sample-group', UserName: 'sample-user' }))
  const roleArn = await createRole(server, 'sample-role', { AWS: account, Service: 'ec2.amazonaws.com' }, allow)
  await iam.send(new TagRoleCommand({ RoleName: 'sample-role', Tags }))
  const PolicyDocument = policy(allow)
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'sample-group', PolicyName: 'permissions', PolicyDocument }))
  const created = await iam.send(new CreatePolicyCommand({ PolicyName: 'sample-policy', PolicyDocument, Tags }))
  const policyArn = created.Policy?.Arn ?? ''
  const PermissionsBoundary = policyArn
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'sample-role', PermissionsBoundary }))
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'sample-user', PermissionsBoundary }))
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'sample-role', PolicyArn: policyArn }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'sample-profile', Tags }))
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'sample-profile', RoleName: 'sample-role' }),
  )
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'sample-alias' }))

  const run = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12345678',
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [{ ResourceType: 'instance', Tags }],
    }),
  )
  const InstanceId = run.Instances?.[0]?.InstanceId ?? ''
  const association = await ec2.send(
    new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Name: 'sample-profile' } }),
  )

  const { Volumes } = await ec2.send(new DescribeVolumesCommand({}))
  const VpcId = run.Instances?.[0]?.VpcId ?? ''
  const group = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'sample-security-group', Description: 'sample', VpcId }),
  )
  const GroupId = group.GroupId ?? ''
  const authorized = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
    }),
  )
  await ec2.send(new CreateKeyPairCommand({ KeyName: 'sample-key', KeyType: 'ed25519' }))
  const template = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'sample-template',
      LaunchTemplateData: { InstanceType: 't3.micro' },
    }),
  )

  const [Bucket, Key] = ['sample-bucket', 'sample/key.txt']
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'sample' }))
  const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))

  await logs.send(new CreateLogGroupCommand({ logGroupName: '/sample/group', tags: { team: 'blue' } }))
  await logs.send(new CreateLogStreamCommand({ logGroupName: '/sample/group', logStreamName: 'sample-stream' }))

  return {
    account,
    region,
    user: 'sample-user',
    accessKeyId,
    group: 'sample-group',
    role: 'sample-role',
    roleArn,
    policyArn,
    instanceProfile: 'sample-profile',
    alias: 'sample-alias',
    instanceId: InstanceId,
    associationId: association.IamInstanceProfileAssociation?.AssociationId ?? '',
    volumeId: Volumes?.[0]?.VolumeId ?? '',
    vpcId: VpcId,
    securityGroupId: GroupId,
    securityGroupRuleId: authorized.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '',
    keyName: 'sample-key',
    launchTemplateId: template.LaunchTemplate?.LaunchTemplateId ?? '',
    bucket: Bucket,
    key: Key,
    uploadId: upload.UploadId ?? '',
    logGroup: '/sample/group',
    logStream: 'sample-stream',
  }
}
