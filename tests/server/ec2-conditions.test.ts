/**
 * EC2's condition keys on the wire: each case has a policy that denies under one condition, a call that meets it and one
 * that does not. The refusal's encoded message tells which question was refused.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  AssociateIamInstanceProfileCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateKeyPairCommand,
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  EC2ServiceException,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  ReplaceIamInstanceProfileAssociationCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts'
import { clientConfig, clients, createRole, createUser, policy, type Statement, startTestServer } from '../harness.ts'

const ACCOUNT = '123456789012'
const HERE = `arn:aws:ec2:us-east-1:${ACCOUNT}`
const IMAGE = 'ami-0abcdef1234567890'
const LAUNCH = { ImageId: IMAGE, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const
const profileArn = (name: string) => `arn:aws:iam::${ACCOUNT}:instance-profile/${name}`

const server = await startTestServer()
after(() => server.close())
const root = clients(server)
const user = await createUser(server, 'launcher')
const { ec2 } = clients(server, user)
const roles = { web: '', admin: '' }
const made = {
  blue: '',
  red: '',
  idle: '',
  subnet: '',
  association: '',
  group: '',
  published: '',
  template: '',
  other: '',
  adminTemplate: '',
  plainGroup: '',
}

before(async () => {
  for (const name of ['web', 'admin'] as const) {
    roles[name] = await createRole(server, name, { Service: 'ec2.amazonaws.com' })
    await root.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }))
    await root.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }))
  }
  made.blue = await launch(root.ec2, tagged('instance', 'blue'))
  made.red = await launch(root.ec2, tagged('instance', 'red'))
  made.idle = await launch(root.ec2)
  const zone = [{ Name: 'availability-zone', Values: ['us-east-1a'] }]
  made.subnet = (await root.ec2.send(new DescribeSubnetsCommand({ Filters: zone }))).Subnets?.[0]?.SubnetId ?? ''
  const group = await root.ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'open', Description: 'd', ...tagged('security-group', 'red') }),
  )
  made.group = group.GroupId ?? ''
  await root.ec2.send(new CreateKeyPairCommand({ KeyName: 'operators', KeyType: 'ed25519' }))
  await root.ec2.send(
    new CreateKeyPairCommand({ KeyName: 'strangers', KeyType: 'ed25519', ...tagged('key-pair', 'red') }),
  )
  const Filters = [{ Name: 'name', Values: ['debian-12-amd64-*'] }]
  made.published = (await root.ec2.send(new DescribeImagesCommand({ Filters }))).Images?.[0]?.ImageId ?? ''
  made.template = await template('approved', { ImageId: IMAGE, InstanceType: 't3.micro' })
  made.adminTemplate = await template('admin', { ImageId: IMAGE, IamInstanceProfile: { Name: 'admin' } })
  const plain = await root.ec2.send(new CreateSecurityGroupCommand({ GroupName: 'plain', Description: 'd' }))
  made.plainGroup = plain.GroupId ?? ''
  const carrier = { InstanceId: made.blue, IamInstanceProfile: { Name: 'web' } }
  const association = await root.ec2.send(new AssociateIamInstanceProfileCommand(carrier))
  made.association = association.IamInstanceProfileAssociation?.AssociationId ?? ''
  made.other = await template('other', { ImageId: IMAGE, InstanceType: 't3.micro' })
})

const tagged = (ResourceType: 'instance' | 'security-group' | 'volume' | 'key-pair', team: string) => ({
  TagSpecifications: [{ ResourceType, Tags: [{ Key: 'team', Value: team }] }],
})

async function template(LaunchTemplateName: string, LaunchTemplateData: object): Promise<string> {
  const answer = await root.ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }))
  return answer.LaunchTemplate?.LaunchTemplateId ?? ''
}

async function launch(client: EC2Client, more: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const { Instances } = await client.send(new RunInstancesCommand({ ...LAUNCH, ...more }))
  return Instances?.[0]?.InstanceId ?? ''
}

const run = (more: Partial<RunInstancesCommandInput> | (() => Partial<RunInstancesCommandInput>)) => () =>
  launch(ec2, typeof more === 'function' ? more() : more)

type Denied = Omit<Statement, 'Effect'>

interface Case {
  /** What is denied; the user may do everything else. */
  readonly deny: Denied | (() => Denied)
  readonly refused: () => Promise<unknown>
  readonly allowed: () => Promise<unknown>
  /** The question that is refused. */
  readonly resource: string | (() => string)
  /** Condition keys that its message carries. */
  readonly keys?: Readonly<Record<string, string | (() => string)>>
}

const equals = (key: string, value: string | readonly string[]) => ({ StringEquals: { [key]: value } })
const runDenied = (Condition: Statement['Condition'], Resource: string | readonly string[] = '*') => ({
  Action: 'ec2:RunInstances',
  Resource,
  ...(Condition ? { Condition } : {}),
})

const CASES: Readonly<Record<string, Case>> = {
  'ec2:MetadataHttpTokens': {
    deny: runDenied({ StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } }, `${HERE}:instance/*`),
    refused: run({ MetadataOptions: { HttpTokens: 'optional' } }),
    allowed: run({ MetadataOptions: { HttpTokens: 'required' } }),
    resource: `${HERE}:instance/*`,
    keys: { 'ec2:MetadataHttpTokens': 'optional' },
  },
  'ec2:MetadataHttpTokens that nobody names': {
    deny: runDenied({ StringNotEquals: { 'ec2:MetadataHttpTokens': 'required' } }, `${HERE}:instance/*`),
    refused: run({}),
    allowed: run({ MetadataOptions: { HttpTokens: 'required' } }),
    resource: `${HERE}:instance/*`,
  },
  'ec2:MetadataHttpEndpoint': {
    deny: runDenied(equals('ec2:MetadataHttpEndpoint', 'disabled')),
    refused: run({ MetadataOptions: { HttpEndpoint: 'disabled' } }),
    allowed: run({ MetadataOptions: { HttpEndpoint: 'enabled' } }),
    resource: `${HERE}:instance/*`,
    keys: { 'ec2:MetadataHttpEndpoint': 'disabled' },
  },
  'ec2:MetadataHttpPutResponseHopLimit': {
    deny: runDenied({ NumericGreaterThan: { 'ec2:MetadataHttpPutResponseHopLimit': '2' } }),
    refused: run({ MetadataOptions: { HttpPutResponseHopLimit: 3 } }),
    allowed: run({ MetadataOptions: { HttpPutResponseHopLimit: 2 } }),
    resource: `${HERE}:instance/*`,
    keys: { 'ec2:MetadataHttpPutResponseHopLimit': '3' },
  },
  'ec2:InstanceMetadataTags': {
    deny: runDenied(equals('ec2:InstanceMetadataTags', 'enabled')),
    refused: run({ MetadataOptions: { InstanceMetadataTags: 'enabled' } }),
    allowed: run({ MetadataOptions: { InstanceMetadataTags: 'disabled' } }),
    resource: `${HERE}:instance/*`,
    keys: { 'ec2:InstanceMetadataTags': 'enabled' },
  },
  'ec2:InstanceType': {
    deny: runDenied({ StringNotLike: { 'ec2:InstanceType': 't3.*' } }, `${HERE}:instance/*`),
    refused: run({ InstanceType: 'm5.large' }),
    allowed: run({}),
    resource: `${HERE}:instance/*`,
    keys: { 'ec2:InstanceType': 'm5.large' },
  },
  'ec2:InstanceProfile at the launch': {
    deny: runDenied({ ArnEquals: { 'ec2:InstanceProfile': profileArn('admin') } }),
    refused: run({ IamInstanceProfile: { Name: 'admin' } }),
    allowed: run({ IamInstanceProfile: { Name: 'web' } }),
    resource: `${HERE}:instance/*`,
    keys: { 'ec2:InstanceProfile': profileArn('admin') },
  },
  'ec2:Region': {
    deny: runDenied({ StringNotEquals: { 'ec2:Region': 'us-east-1' } }),
    refused: () => launch(new EC2Client({ ...clientConfig(server, user), region: 'eu-west-1' })),
    allowed: run({}),
    resource: `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/*`,
    keys: { 'ec2:Region': 'eu-west-1' },
  },
  'ec2:Subnet and ec2:Vpc of the interface': {
    deny: () =>
      runDenied(
        { ArnLike: { 'ec2:Vpc': `${HERE}:vpc/vpc-*`, 'ec2:Subnet': `${HERE}:subnet/${made.subnet}` } },
        `${HERE}:network-interface/*`,
      ),
    refused: run(() => ({ SubnetId: made.subnet })),
    allowed: run({ Placement: { AvailabilityZone: 'us-east-1b' } }),
    resource: `${HERE}:network-interface/*`,
    keys: { 'ec2:Subnet': () => `${HERE}:subnet/${made.subnet}` },
  },
  'ec2:AvailabilityZone and ec2:SubnetID': {
    deny: () =>
      runDenied(
        { StringEquals: { 'ec2:AvailabilityZone': 'us-east-1a', 'ec2:SubnetID': made.subnet } },
        `${HERE}:subnet/*`,
      ),
    refused: run(() => ({ SubnetId: made.subnet })),
    allowed: run({ Placement: { AvailabilityZone: 'us-east-1b' } }),
    resource: () => `${HERE}:subnet/${made.subnet}`,
    keys: { 'ec2:AvailabilityZone': 'us-east-1a', 'ec2:SubnetID': () => made.subnet },
  },
  'ec2:ResourceTag of the security group': {
    deny: runDenied(equals('ec2:ResourceTag/team', 'red'), `${HERE}:security-group/*`),
    refused: run(() => ({ SecurityGroupIds: [made.group] })),
    allowed: run({}),
    resource: () => `${HERE}:security-group/${made.group}`,
    keys: { 'ec2:SecurityGroupID': () => made.group },
  },
  'ec2:KeyPairName': {
    deny: runDenied({ StringNotEquals: { 'ec2:KeyPairName': 'operators' } }, `${HERE}:key-pair/*`),
    refused: run({ KeyName: 'strangers' }),
    allowed: run({ KeyName: 'operators' }),
    resource: `${HERE}:key-pair/strangers`,
    keys: { 'ec2:KeyPairName': 'strangers', 'ec2:KeyPairType': 'ed25519' },
  },
  'ec2:Owner': {
    deny: runDenied({ StringNotEquals: { 'ec2:Owner': 'amazon' } }, 'arn:aws:ec2:us-east-1::image/*'),
    refused: run({}),
    allowed: run(() => ({ ImageId: made.published })),
    resource: `arn:aws:ec2:us-east-1::image/${IMAGE}`,
    keys: { 'ec2:ImageID': IMAGE },
  },
  'ec2:VolumeSize and ec2:Encrypted': {
    deny: runDenied({ NumericGreaterThan: { 'ec2:VolumeSize': '100' }, Bool: { 'ec2:Encrypted': 'false' } }),
    refused: run({ BlockDeviceMappings: [{ DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 101 } }] }),
    allowed: run({ BlockDeviceMappings: [{ DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 101, Encrypted: true } }] }),
    resource: `${HERE}:volume/*`,
    keys: { 'ec2:VolumeSize': '101' },
  },
  'ec2:LaunchTemplate': {
    deny: runDenied({ ArnNotLike: { 'ec2:LaunchTemplate': `${HERE}:launch-template/*` } }, `${HERE}:instance/*`),
    refused: run({}),
    allowed: run(() => ({ LaunchTemplate: { LaunchTemplateId: made.template } })),
    resource: `${HERE}:instance/*`,
  },
  'ec2:IsLaunchTemplateResource': {
    deny: runDenied({ BoolIfExists: { 'ec2:IsLaunchTemplateResource': 'false' } }),
    refused: run(() => ({ LaunchTemplate: { LaunchTemplateId: made.template }, InstanceType: 't3.large' })),
    allowed: run(() => ({
      LaunchTemplate: { LaunchTemplateId: made.template },
      InstanceType: undefined,
      ImageId: undefined,
    })),
    resource: `${HERE}:instance/*`,
    keys: {
      'ec2:IsLaunchTemplateResource': 'false',
      'ec2:LaunchTemplate': () => `${HERE}:launch-template/${made.template}`,
    },
  },
  'the launch template itself': {
    deny: {
      Action: 'ec2:RunInstances',
      Resource: `${HERE}:launch-template/*`,
      Condition: { StringLike: { 'aws:ResourceTag/team': '*' } },
    },
    refused: async () => {
      await root.ec2.send(new CreateTagsCommand({ Resources: [made.other], Tags: [{ Key: 'team', Value: 'red' }] }))
      return launch(ec2, { LaunchTemplate: { LaunchTemplateId: made.other } })
    },
    allowed: run(() => ({ LaunchTemplate: { LaunchTemplateName: 'approved' } })),
    resource: () => `${HERE}:launch-template/${made.other}`,
  },
  'aws:RequestTag at the launch': {
    deny: runDenied({ StringNotEquals: { 'aws:RequestTag/team': 'blue' } }, `${HERE}:instance/*`),
    refused: run(tagged('instance', 'red')),
    allowed: run(tagged('instance', 'blue')),
    resource: `${HERE}:instance/*`,
  },
  'ec2:CreateAction of tags at the launch': {
    deny: { Action: 'ec2:CreateTags', Resource: '*', Condition: equals('ec2:CreateAction', 'RunInstances') },
    refused: run(tagged('volume', 'blue')),
    allowed: () => ec2.send(new CreateTagsCommand({ Resources: [made.blue], Tags: [{ Key: 'stage', Value: 'test' }] })),
    resource: `${HERE}:volume/*`,
    keys: { 'ec2:CreateAction': 'RunInstances' },
  },
  'ec2:CreateAction of tags on a new group': {
    deny: { Action: 'ec2:CreateTags', Resource: '*', Condition: equals('ec2:CreateAction', 'CreateSecurityGroup') },
    refused: () =>
      ec2.send(
        new CreateSecurityGroupCommand({ GroupName: 'x', Description: 'd', ...tagged('security-group', 'red') }),
      ),
    allowed: () => ec2.send(new CreateSecurityGroupCommand({ GroupName: 'x', Description: 'd' })),
    resource: `${HERE}:security-group/*`,
    keys: { 'ec2:CreateAction': 'CreateSecurityGroup' },
  },
  'ec2:ResourceTag of an instance': {
    deny: { Action: 'ec2:StopInstances', Condition: equals('ec2:ResourceTag/team', 'red') },
    refused: () => ec2.send(new StopInstancesCommand({ InstanceIds: [made.red] })),
    allowed: () => ec2.send(new StopInstancesCommand({ InstanceIds: [made.idle] })),
    resource: () => `${HERE}:instance/${made.red}`,
    keys: { 'ec2:InstanceID': () => made.red },
  },
  'ec2:InstanceID': {
    deny: () => ({ Action: 'ec2:StopInstances', Condition: equals('ec2:InstanceID', made.red) }),
    refused: () => ec2.send(new StopInstancesCommand({ InstanceIds: [made.red] })),
    allowed: () => ec2.send(new StopInstancesCommand({ InstanceIds: [made.idle] })),
    resource: () => `${HERE}:instance/${made.red}`,
    keys: { 'ec2:InstanceID': () => made.red },
  },
  'ec2:Attribute of an instance': {
    deny: {
      Action: 'ec2:ModifyInstanceAttribute',
      Condition: equals('ec2:Attribute/DisableApiTermination', 'false'),
    },
    refused: () => protect(false),
    allowed: () => protect(true),
    resource: () => `${HERE}:instance/${made.blue}`,
    keys: { 'ec2:Attribute': 'DisableApiTermination', 'ec2:Attribute/DisableApiTermination': 'false' },
  },
  'ec2:Attribute of the metadata options': {
    deny: {
      Action: 'ec2:ModifyInstanceMetadataOptions',
      Condition: equals('ec2:Attribute/HttpTokens', 'optional'),
    },
    refused: () => options('optional'),
    allowed: () => options('required'),
    resource: () => `${HERE}:instance/${made.blue}`,
    keys: { 'ec2:Attribute': 'HttpTokens', 'ec2:Attribute/HttpTokens': 'optional' },
  },
  'ec2:NewInstanceProfile': {
    deny: {
      Action: 'ec2:AssociateIamInstanceProfile',
      Condition: { ArnEquals: { 'ec2:NewInstanceProfile': profileArn('admin') } },
    },
    refused: () => associate('admin'),
    allowed: () => associate('web'),
    resource: () => `${HERE}:instance/${made.red}`,
    keys: { 'ec2:NewInstanceProfile': profileArn('admin') },
  },
  'ec2:InstanceProfile of an instance that has one': {
    deny: {
      Action: 'ec2:ReplaceIamInstanceProfileAssociation',
      Condition: {
        ArnEquals: { 'ec2:InstanceProfile': profileArn('web'), 'ec2:NewInstanceProfile': profileArn('admin') },
      },
    },
    refused: () => replace('admin'),
    allowed: () => replace('web'),
    resource: () => `${HERE}:instance/${made.blue}`,
    keys: { 'ec2:InstanceProfile': profileArn('web'), 'ec2:NewInstanceProfile': profileArn('admin') },
  },
  'the rule of a tagged group': {
    deny: { Action: 'ec2:AuthorizeSecurityGroupIngress', Condition: equals('aws:ResourceTag/team', 'red') },
    refused: () => open(made.group),
    allowed: () => open(made.plainGroup),
    resource: () => `${HERE}:security-group/${made.group}`,
  },
  'iam:PassedToService and iam:AssociatedResourceArn at the launch': passed({
    refused: run({ IamInstanceProfile: { Name: 'admin' } }),
    allowed: run({ IamInstanceProfile: { Name: 'web' } }),
  }),
  'iam:PassedToService and iam:AssociatedResourceArn of a template’s profile': passed({
    refused: run(() => ({ LaunchTemplate: { LaunchTemplateId: made.adminTemplate } })),
    allowed: run(() => ({ LaunchTemplate: { LaunchTemplateId: made.template } })),
  }),
  'iam:PassedToService and iam:AssociatedResourceArn of an association': passed({
    refused: () => replace('admin'),
    allowed: () => replace('web'),
  }),
}

/** The role of the profile `admin` may not be passed to EC2. */
function passed(calls: Pick<Case, 'refused' | 'allowed'>): Case {
  return {
    deny: () => ({
      Action: 'iam:PassRole',
      Resource: roles.admin,
      Condition: {
        StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
        ArnLike: { 'iam:AssociatedResourceArn': `${HERE}:instance/*` },
      },
    }),
    ...calls,
    resource: () => roles.admin,
    keys: { 'iam:PassedToService': 'ec2.amazonaws.com', 'iam:AssociatedResourceArn': `${HERE}:instance/*` },
  }
}

const protect = (Value: boolean) =>
  ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: made.blue, DisableApiTermination: { Value } }))
const options = (HttpTokens: 'optional' | 'required') =>
  ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: made.blue, HttpTokens }))
const open = (GroupId: string) =>
  ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
    }),
  )
const associate = (Name: string) =>
  ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId: made.red, IamInstanceProfile: { Name } }))

async function replace(Name: string): Promise<void> {
  const answer = await ec2.send(
    new ReplaceIamInstanceProfileAssociationCommand({
      AssociationId: made.association,
      IamInstanceProfile: { Name },
    }),
  )
  made.association = answer.IamInstanceProfileAssociation?.AssociationId ?? ''
}

const told = (value: string | (() => string)): string => (typeof value === 'function' ? value() : value)

for (const [name, { deny, refused, allowed, resource, keys = {} }] of Object.entries(CASES)) {
  test(`${name} decides, and the refusal says which question it was`, async () => {
    const denied = typeof deny === 'function' ? deny() : deny
    const PolicyDocument = policy({ Effect: 'Allow', Action: '*' }, { Effect: 'Deny', ...denied })
    await root.iam.send(new PutUserPolicyCommand({ UserName: 'launcher', PolicyName: 'permissions', PolicyDocument }))
    const { EncodedMessage, status } = await refusalOf(refused)
    assert.equal(status, 403)
    const { DecodedMessage } = await root.sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))
    const message = JSON.parse(DecodedMessage ?? '')
    assert.equal(message.explicitDeny, true)
    assert.equal(message.context.action, denied.Action)
    assert.equal(message.context.resource, told(resource))
    const found = new Map<string, string>(
      message.context.conditions.items.map((item: { key: string; values: { items: { value: string }[] } }) => [
        item.key,
        item.values.items[0]?.value,
      ]),
    )
    for (const [key, value] of Object.entries(keys)) assert.equal(found.get(key), told(value), key)
    await allowed()
  })
}

async function refusalOf(refused: () => Promise<unknown>): Promise<{ EncodedMessage: string; status: number }> {
  try {
    await refused()
  } catch (error) {
    assert.ok(error instanceof EC2ServiceException, String(error))
    assert.equal(error.name, 'UnauthorizedOperation')
    const [, EncodedMessage = ''] =
      /^You are not authorized .* Encoded authorization failure message: (.+)$/.exec(error.message) ?? []
    return { EncodedMessage, status: error.$metadata.httpStatusCode ?? 0 }
  }
  return assert.fail('the call was allowed')
}

test('a dry run of what is denied answers UnauthorizedOperation, and of what is allowed DryRunOperation', async () => {
  const deny = runDenied(equals('ec2:InstanceType', 'm5.large'))
  const PolicyDocument = policy({ Effect: 'Allow', Action: '*' }, { Effect: 'Deny', ...deny })
  await root.iam.send(new PutUserPolicyCommand({ UserName: 'launcher', PolicyName: 'permissions', PolicyDocument }))
  const dry = (InstanceType: 'm5.large' | 't3.micro') => launch(ec2, { InstanceType, DryRun: true })
  const answer = (name: string, httpStatusCode: number) => (error: unknown) => {
    assert.ok(error instanceof EC2ServiceException)
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, httpStatusCode])
    return true
  }
  await assert.rejects(dry('m5.large'), answer('UnauthorizedOperation', 403))
  await assert.rejects(dry('t3.micro'), answer('DryRunOperation', 412))
})
