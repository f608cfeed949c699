/** Inputs that the model accepts, for every operation: its required members, or all of them. */
import { javaPattern } from '../../src/aws/java-pattern.ts'
import type { Member, OperationModel, Shape } from '../../src/aws/model.ts'
import { policy } from '../harness.ts'
import type { World } from './world.ts'

export type Input = Record<string, unknown>

/** `required`: what the model demands and no more. `full`: optional members as well, as deep as they nest. */
export type Extent = 'required' | 'full'

/** An input that passes the model's constraints and names what stands in the world. */
export function sampleInput(operation: OperationModel, world: World, extent: Extent): Input {
  const shape = operation.input
  if (!shape) return {}
  const known = { ...valuesByMember(world), ...valuesByService(world)[operation.service.name] }
  const omitted = OMITTED[operation.name] ?? []
  const sampled = structure(shape, { known, extent, omitted, depth: 0 })
  return { ...sampled, ...valuesByOperation(world)[operation.name] }
}

/** Members that exclude others, or whose sample would mean another operation altogether. */
const OMITTED: Readonly<Record<string, readonly string[]>> = {
  ModifyInstanceAttribute: ['Attribute', 'Value', 'Groups', 'BlockDeviceMappings'],
}

const trust = (world: World): string =>
  policy({ Effect: 'Allow', Principal: { AWS: world.account }, Action: 'sts:AssumeRole' })

const SIMULATION: Input = {
  PolicyInputList: [policy({ Effect: 'Allow', Action: 's3:GetObject' })],
  ActionNames: ['s3:GetObject', 's3:PutObject'],
}

/** What a member of this name holds, in whatever operation. */
const valuesByMember = (world: World): Input => ({
  UserName: world.user,
  GroupName: world.group,
  RoleName: world.role,
  InstanceProfileName: world.instanceProfile,
  PolicyArn: world.policyArn,
  PolicyName: 'permissions',
  PolicySourceArn: world.roleArn,
  PermissionsBoundary: world.policyArn,
  PolicyDocument: policy({ Effect: 'Allow', Action: 's3:GetObject' }),
  AssumeRolePolicyDocument: trust(world),
  AccountAlias: world.alias,
  AccessKeyId: world.accessKeyId,
  VersionId: 'v1',
  Path: '/',
  PathPrefix: '/',
  NewPath: '/',
  Marker: undefined,
  NextToken: undefined,
  nextToken: undefined,
  RoleArn: world.roleArn,
  InstanceId: world.instanceId,
  InstanceIds: [world.instanceId],
  AssociationId: world.associationId,
  AssociationIds: [world.associationId],
  DryRun: undefined,
})

/** What members hold whose name means something else in another service. */
const valuesByService = (world: World): Readonly<Record<string, Input>> => ({
  accessanalyzer: {
    policyDocument: policy({ Effect: 'Allow', Action: 's3:GetObject' }),
    policyType: 'RESOURCE_POLICY',
  },
  ec2: {
    IamInstanceProfile: { Name: world.instanceProfile },
    Resources: [world.instanceId],
    Filters: undefined,
    GroupName: undefined,
    GroupId: world.securityGroupId,
    GroupIds: [world.securityGroupId],
    Groups: [world.securityGroupId],
    KeyName: world.keyName,
    LaunchTemplateId: world.launchTemplateId,
    LaunchTemplateIds: [world.launchTemplateId],
    LaunchTemplateName: undefined,
    SecurityGroupRuleId: world.securityGroupRuleId,
    SecurityGroupRuleIds: [world.securityGroupRuleId],
    VolumeId: world.volumeId,
    VolumeIds: [world.volumeId],
    VpcId: world.vpcId,
    VpcIds: [world.vpcId],
  },
  s3: {
    Bucket: world.bucket,
    Key: world.key,
    UploadId: world.uploadId,
    CopySource: `${world.bucket}/${world.key}`,
    VersionId: undefined,
    ExpectedBucketOwner: world.account,
    ExpectedSourceBucketOwner: world.account,
    Policy: policy({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${world.bucket}/*`,
    }),
  },
  'iam-toolbox': { authorizationId: '5arhuwacg4o48yxyin4kcrony' },
  s3control: { AccountId: world.account, ResourceArn: `arn:aws:s3:::${world.bucket}` },
  logs: {
    logGroupName: world.logGroup,
    logGroupIdentifier: world.logGroup,
    logStreamName: world.logStream,
    resourceArn: `arn:aws:logs:${world.region}:${world.account}:log-group:${world.logGroup}`,
  },
})

const newRule: Input = {
  IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
  IpProtocol: undefined,
  CidrIp: undefined,
  SourceSecurityGroupName: undefined,
  TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'team', Value: 'blue' }] }],
}

/** What only one operation needs. */
const valuesByOperation = (world: World): Readonly<Record<string, Input>> => ({
  UpdateAssumeRolePolicy: { PolicyDocument: trust(world) },
  SimulateCustomPolicy: SIMULATION,
  SimulatePrincipalPolicy: SIMULATION,
  GetContextKeysForCustomPolicy: { PolicyInputList: [policy({ Effect: 'Allow', Action: 's3:GetObject' })] },
  UpdateAccessKey: { UserName: world.user },
  DeleteAccessKey: { UserName: world.user },
  CreateSecurityGroup: {
    GroupName: 'another-group',
    TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'team', Value: 'blue' }] }],
  },
  AuthorizeSecurityGroupIngress: newRule,
  AuthorizeSecurityGroupEgress: newRule,
  CreateKeyPair: {
    KeyName: 'another-key',
    KeyType: 'ed25519',
    KeyFormat: 'pem',
    TagSpecifications: [{ ResourceType: 'key-pair', Tags: [{ Key: 'team', Value: 'blue' }] }],
  },
  ImportKeyPair: {
    KeyName: 'imported-key',
    TagSpecifications: [{ ResourceType: 'key-pair', Tags: [{ Key: 'team', Value: 'blue' }] }],
  },
  CreateLaunchTemplate: {
    LaunchTemplateName: 'another-template',
    LaunchTemplateData: { InstanceType: 't3.micro' },
    TagSpecifications: [{ ResourceType: 'launch-template', Tags: [{ Key: 'team', Value: 'blue' }] }],
  },
  CreateLaunchTemplateVersion: { LaunchTemplateData: { InstanceType: 't3.small' } },
  ModifyLaunchTemplate: { DefaultVersion: '1' },
  ModifyVolume: { Size: 9, VolumeType: 'gp3', Iops: 4000, Throughput: 200, MultiAttachEnabled: undefined },
  DeleteLaunchTemplateVersions: { Versions: ['2'] },
  RunInstances: {
    ImageId: 'ami-12345678',
    MinCount: 1,
    MaxCount: 1,
    IamInstanceProfile: { Name: world.instanceProfile },
    KeyName: world.keyName,
    LaunchTemplate: { LaunchTemplateId: world.launchTemplateId },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'blue' }] }],
  },
  DescribeLogStreams: { logGroupName: world.logGroup },
  FilterLogEvents: { logGroupName: world.logGroup },
  GetLogEvents: { logGroupName: world.logGroup },
  GetMetricStatistics: { Statistics: ['Sum'], Period: 60, EndTime: new Date('2026-01-01T01:00:00Z') },
  GetMetricData: { EndTime: new Date('2026-01-01T01:00:00Z') },
  PutMetricData: { MetricData: [{ MetricName: 'sample', Value: 1 }] },
  PutBucketVersioning: { VersioningConfiguration: { Status: 'Enabled' } },
  PutBucketAcl: { ACL: 'private' },
  PutObjectAcl: { ACL: 'private' },
  CreateTags: { Tags: [{ Key: 'team', Value: 'blue' }] },
  ModifyInstanceAttribute: { DisableApiTermination: { Value: true } },
  DeleteObjects: { Delete: { Objects: [{ Key: world.key }] } },
  PutObject: { Body: Buffer.from('sample') },
  UploadPart: { Body: Buffer.from('sample') },
})

interface Sampling {
  readonly known: Input
  readonly extent: Extent
  readonly omitted: readonly string[]
  readonly depth: number
}

const DEEPEST = 3

function structure(shape: Shape, sampling: Sampling): Input {
  const value: Input = {}
  for (const member of shape.members) {
    if (sampling.omitted.includes(member.name)) continue
    if (!member.required && (sampling.extent === 'required' || sampling.depth > DEEPEST)) continue
    const sample = Object.hasOwn(sampling.known, member.name) ? sampling.known[member.name] : sampleOf(member, sampling)
    if (sample !== undefined) value[member.name] = sample
  }
  return value
}

function sampleOf({ shape, streaming }: Member, sampling: Sampling): unknown {
  if (streaming) return undefined
  const deeper = { ...sampling, depth: sampling.depth + 1 }
  switch (shape.type) {
    case 'structure':
      return structure(shape, deeper)
    case 'list':
      return shape.item ? [sampleOf(shape.item, deeper)] : []
    case 'map':
      return shape.key && shape.value ? { [text(shape.key.shape)]: sampleOf(shape.value, deeper) } : {}
    case 'boolean':
      return true
    case 'timestamp':
      return new Date('2026-01-01T00:00:00Z')
    case 'blob':
      return Buffer.from('sample')
    case 'string':
    case 'character':
      return text(shape)
    default:
      return Math.max(shape.min ?? 1, 1)
  }
}

/** Texts that satisfy the patterns of the models, the plainest first. */
const TEXTS = [
  'sample',
  '1',
  '123456789012',
  'arn:aws:iam::123456789012:role/sample-role',
  '/sample/',
  'arn:aws:s3:::sample-bucket',
  'a/b',
]

function text(shape: Shape): string {
  if (shape.enum) return shape.enum[0] ?? ''
  const pattern = shape.pattern === undefined ? undefined : javaPattern(shape.pattern)
  const fits = (value: string): boolean =>
    value.length >= (shape.min ?? 0) && value.length <= (shape.max ?? 10_000) && (pattern?.test(value) ?? true)
  const candidates = TEXTS.flatMap((value) => [value, value.padEnd(shape.min ?? 0, 'x'), value.slice(0, shape.max)])
  const found = candidates.find(fits)
  if (found === undefined) throw new Error(`add a text that satisfies ${shape.pattern} (${shape.name}) to TEXTS`)
  return found
}
