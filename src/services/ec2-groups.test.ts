import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT } from '../instances/fixtures.ts'
import { ec2, fails } from './test-ec2.ts'

const SSH = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }
const NOWHERE = 'sg-0123456789abcdef0'

function withGroup() {
  const world = ec2()
  const { call } = world
  const { GroupId = '' } = call('CreateSecurityGroup', { GroupName: 'web', Description: 'web servers' })
  const see = (id = GroupId) => call('DescribeSecurityGroups', { GroupIds: [id] }).SecurityGroups?.[0]
  return { ...world, GroupId, see }
}

test('a group begins with a rule that lets everything out, and none that lets anything in', () => {
  const { see } = withGroup()
  const group = see()
  assert.deepEqual(group?.IpPermissions, [])
  assert.deepEqual(
    group?.IpPermissionsEgress?.map(({ IpProtocol, IpRanges }) => [IpProtocol, IpRanges]),
    [['-1', [{ CidrIp: '0.0.0.0/0' }]]],
  )
})

test('the default group lets its own members in, and cannot be deleted', () => {
  const { call } = ec2()
  const group = call('DescribeSecurityGroups', { GroupNames: ['default'] }).SecurityGroups?.[0]
  assert.deepEqual(group?.IpPermissions?.[0]?.UserIdGroupPairs, [{ GroupId: group?.GroupId, UserId: ACCOUNT }])
  fails(
    () => call('DeleteSecurityGroup', { GroupId: group?.GroupId }),
    'CannotDelete',
    `the specified group: "${group?.GroupId}" name: "default" cannot be deleted by a user`,
  )
  call('AuthorizeSecurityGroupIngress', { GroupName: 'default', ...SSH, CidrIp: '10.0.0.0/8' })
  const changed = call('DescribeSecurityGroups', {}).SecurityGroups ?? []
  assert.deepEqual([changed.length, changed[0]?.IpPermissions?.length], [1, 2])
})

test('ranges of one protocol and port are one permission, and a rule each', () => {
  const { call, see, GroupId } = withGroup()
  const IpRanges = [{ CidrIp: '10.0.0.0/8', Description: 'office' }, { CidrIp: '192.168.0.0/16' }]
  const added = call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [{ ...SSH, IpRanges }] })
  assert.deepEqual(
    added.SecurityGroupRules?.map(({ CidrIpv4, FromPort, IsEgress, GroupOwnerId }) => [
      CidrIpv4,
      FromPort,
      IsEgress,
      GroupOwnerId,
    ]),
    [
      ['10.0.0.0/8', 22, false, ACCOUNT],
      ['192.168.0.0/16', 22, false, ACCOUNT],
    ],
  )
  assert.deepEqual(
    see()?.IpPermissions?.map((permission) => permission.IpRanges),
    [IpRanges],
  )
  const rules = call('DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [GroupId] }] })
  assert.equal(rules.SecurityGroupRules?.length, 3)
})

test('a rule that is there already is refused, and none of its request is added', () => {
  const { call, see, GroupId } = withGroup()
  const add = (...ranges: string[]) =>
    call('AuthorizeSecurityGroupIngress', {
      GroupId,
      IpPermissions: [{ ...SSH, IpRanges: ranges.map((CidrIp) => ({ CidrIp })) }],
    })
  add('10.0.0.0/8')
  fails(
    () => add('172.16.0.0/12', '10.0.0.0/8'),
    'InvalidPermission.Duplicate',
    'the specified rule "peer: 10.0.0.0/8, TCP, from port: 22, to port: 22, ALLOW" already exists',
  )
  assert.equal(see()?.IpPermissions?.[0]?.IpRanges?.length, 1)
})

test('rules are revoked by what they say or by their id, and what is not there is refused', () => {
  const { call, see, GroupId } = withGroup()
  const IpPermissions = [{ ...SSH, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }]
  const missing = 'The specified rule does not exist in this security group.'
  fails(() => call('RevokeSecurityGroupIngress', { GroupId, IpPermissions }), 'InvalidPermission.NotFound', missing)
  call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions })
  call('RevokeSecurityGroupIngress', { GroupId, IpPermissions })
  assert.deepEqual(see()?.IpPermissions, [])
  const rule = call('DescribeSecurityGroupRules', {}).SecurityGroupRules?.find((found) => found.GroupId === GroupId)
  const SecurityGroupRuleIds = [rule?.SecurityGroupRuleId ?? '']
  fails(
    () => call('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds }),
    'InvalidSecurityGroupRuleId.NotFound',
    `The security group rule ID '${rule?.SecurityGroupRuleId}' does not exist`,
  )
  call('RevokeSecurityGroupEgress', { GroupId, SecurityGroupRuleIds })
  assert.deepEqual(see()?.IpPermissionsEgress, [])
})

test('a rule keeps its id when it is modified, and its description is changed alone', () => {
  const { call, see, GroupId } = withGroup()
  const added = call('AuthorizeSecurityGroupIngress', { GroupId, ...SSH, CidrIp: '10.0.0.0/8' })
  const SecurityGroupRuleId = added.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? ''
  const SecurityGroupRule = { IpProtocol: '6', FromPort: 443, ToPort: 443, CidrIpv6: '::/0', Description: 'world' }
  call('ModifySecurityGroupRules', { GroupId, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] })
  const [rule] =
    call('DescribeSecurityGroupRules', { SecurityGroupRuleIds: [SecurityGroupRuleId] }).SecurityGroupRules ?? []
  assert.deepEqual([rule?.IpProtocol, rule?.FromPort, rule?.CidrIpv4, rule?.CidrIpv6], ['tcp', 443, undefined, '::/0'])
  call('UpdateSecurityGroupRuleDescriptionsIngress', {
    GroupId,
    SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, Description: 'everybody' }],
  })
  assert.deepEqual(see()?.IpPermissions?.[0]?.Ipv6Ranges, [{ CidrIpv6: '::/0', Description: 'everybody' }])
})

test('a group that an instance or another group’s rule needs is not deleted', () => {
  const { call, launch, GroupId, see } = withGroup()
  const id = launch({ SecurityGroupIds: [GroupId] })
  const needed = `resource ${GroupId} has a dependent object`
  fails(() => call('DeleteSecurityGroup', { GroupId }), 'DependencyViolation', needed)
  call('TerminateInstances', { InstanceIds: [id] })
  const other = call('CreateSecurityGroup', { GroupName: 'workers', Description: 'workers' })
  const UserIdGroupPairs = [{ GroupId }]
  const rule = { GroupId: other.GroupId, IpPermissions: [{ ...SSH, UserIdGroupPairs }] }
  call('AuthorizeSecurityGroupIngress', rule)
  assert.deepEqual(see(other.GroupId)?.IpPermissions?.[0]?.UserIdGroupPairs, [{ GroupId, UserId: ACCOUNT }])
  fails(() => call('DeleteSecurityGroup', { GroupId }), 'DependencyViolation', needed)
  call('RevokeSecurityGroupIngress', rule)
  call('DeleteSecurityGroup', { GroupId })
  fails(() => see(), 'InvalidGroup.NotFound', `The security group '${GroupId}' does not exist`)
})

test('names are unique in the VPC, and reserved ones are refused', () => {
  const { call } = withGroup()
  const create = (GroupName: string) => () => call('CreateSecurityGroup', { GroupName, Description: 'd' })
  const vpc = call('DescribeVpcs', {}).Vpcs?.[0]?.VpcId
  fails(create('web'), 'InvalidGroup.Duplicate', `The security group 'web' already exists for VPC '${vpc}'`)
  fails(create('default'), 'InvalidParameterValue', 'Cannot use reserved security group name: default')
  fails(create('sg-1'), 'InvalidParameterValue', /Group names may not be in the format sg-\*/)
  fails(create('naïve'), 'InvalidParameterValue', /Character sets beyond ASCII are not supported/)
})

test('rules that say nothing that can be are refused', () => {
  const { call, GroupId } = withGroup()
  const add = (more: object) => () => call('AuthorizeSecurityGroupIngress', { GroupId, ...more })
  fails(add({ ...SSH, CidrIp: '10.0.0.0/33' }), 'InvalidParameterValue', 'CIDR block 10.0.0.0/33 is malformed')
  fails(add({ ...SSH, CidrIp: '::/0' }), 'InvalidParameterValue', 'CIDR block ::/0 is malformed')
  fails(
    add({ IpProtocol: 'tcp', CidrIp: '10.0.0.0/8' }),
    'InvalidParameterValue',
    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
  )
  fails(add({ ...SSH, IpProtocol: 'tpc', CidrIp: '10.0.0.0/8' }), 'InvalidParameterValue', /Unknown protocol/)
  fails(
    add({ IpPermissions: [{ ...SSH, UserIdGroupPairs: [{ GroupId: NOWHERE }] }] }),
    'InvalidGroup.NotFound',
    `The security group '${NOWHERE}' does not exist`,
  )
  const many = Array.from({ length: 61 }, (_, index) => ({ CidrIp: `10.0.${index}.0/24` }))
  fails(
    add({ IpPermissions: [{ ...SSH, IpRanges: many }] }),
    'RulesPerSecurityGroupLimitExceeded',
    'The maximum number of rules per security group has been reached.',
  )
})

test('an instance’s groups are those of its launch until they are modified', () => {
  const { call, launch, see, GroupId } = withGroup()
  assert.ok(see())
  const id = launch({ SecurityGroups: ['web', 'web'] })
  const groups = () =>
    call('DescribeInstances', { InstanceIds: [id] }).Reservations?.[0]?.Instances?.[0]?.SecurityGroups
  assert.deepEqual(groups(), [{ GroupId, GroupName: 'web' }])
  const found = call('DescribeInstances', { Filters: [{ Name: 'instance.group-name', Values: ['web'] }] })
  assert.equal(found.Reservations?.length, 1)
  const other = call('CreateSecurityGroup', { GroupName: 'other', Description: 'd' }).GroupId ?? ''
  call('ModifyInstanceAttribute', { InstanceId: id, Groups: [other] })
  assert.deepEqual(groups(), [{ GroupId: other, GroupName: 'other' }])
  const attribute = call('DescribeInstanceAttribute', { InstanceId: id, Attribute: 'groupSet' })
  assert.deepEqual(attribute.Groups, groups())
  fails(
    () => call('ModifyInstanceAttribute', { InstanceId: id, Groups: [NOWHERE] }),
    'InvalidGroup.NotFound',
    `The security group '${NOWHERE}' does not exist`,
  )
})

test('groups and rules carry tags, which filter them', () => {
  const { call, GroupId } = withGroup()
  const Tags = [{ Key: 'team', Value: 'blue' }]
  const TagSpecifications = [{ ResourceType: 'security-group-rule', Tags }]
  const added = call('AuthorizeSecurityGroupIngress', { GroupId, ...SSH, CidrIp: '10.0.0.0/8', TagSpecifications })
  const rule = added.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? ''
  call('CreateTags', { Resources: [GroupId, rule], Tags: [{ Key: 'stage', Value: 'test' }] })
  const filter = [{ Name: 'tag:stage', Values: ['test'] }]
  assert.deepEqual(
    call('DescribeSecurityGroups', { Filters: filter }).SecurityGroups?.map((group) => group.GroupId),
    [GroupId],
  )
  const [shown] = call('DescribeSecurityGroupRules', { Filters: filter }).SecurityGroupRules ?? []
  assert.deepEqual(shown?.Tags, [{ Key: 'stage', Value: 'test' }, ...Tags])
  const types = call('DescribeTags', { Filters: [{ Name: 'key', Values: ['stage'] }] }).Tags?.map(
    (tag) => tag.ResourceType,
  )
  assert.deepEqual(types?.sort(), ['security-group', 'security-group-rule'])
})

test('more groups and volumes than an instance takes are refused before each is decided on', () => {
  const { checks } = ec2()
  const run = (more: object) => () =>
    checks('RunInstances', { ImageId: 'ami-12345678', MinCount: 1, MaxCount: 1, ...more })
  fails(
    run({ SecurityGroupIds: Array.from({ length: 17 }, () => NOWHERE) }),
    'SecurityGroupsPerInterfaceLimitExceeded',
    'The maximum number of security groups per interface has been reached.',
  )
  fails(
    run({ BlockDeviceMappings: Array.from({ length: 41 }, (_, index) => ({ DeviceName: `/dev/${index}` })) }),
    'AttachmentLimitExceeded',
    'The maximum number of volumes attached to an instance has been reached.',
  )
})
