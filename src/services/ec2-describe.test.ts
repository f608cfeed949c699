import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ec2, fails, IMAGE } from './test-ec2.ts'

test('tag keys that the metadata service could not serve are refused while its tags are on', () => {
  const { call, launch } = ec2()
  const TagSpecifications = [{ ResourceType: 'instance', Tags: [{ Key: 'a/b', Value: '' }] }]
  const refused =
    "'a/b' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')"
  const MetadataOptions = { InstanceMetadataTags: 'enabled' }
  fails(() => launch({ MetadataOptions, TagSpecifications }), 'InvalidParameterValue', refused)
  const tagged = launch({ TagSpecifications })
  fails(
    () => call('ModifyInstanceMetadataOptions', { InstanceId: tagged, InstanceMetadataTags: 'enabled' }),
    'InvalidParameterValue',
    refused,
  )
  const open = launch({ MetadataOptions })
  fails(
    () => call('CreateTags', { Resources: [open], Tags: [{ Key: 'a/b', Value: '' }] }),
    'InvalidParameterValue',
    refused,
  )
})

test('tags are created, overwritten and deleted on instances, volumes and interfaces', () => {
  const { call, launch, see } = ec2()
  const id = launch()
  const volume = see(id)?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? ''
  const network = see(id)?.NetworkInterfaces?.[0]?.NetworkInterfaceId ?? ''
  const Resources = [id, volume, network]
  call('CreateTags', {
    Resources,
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  })
  call('CreateTags', { Resources: [id], Tags: [{ Key: 'a', Value: '3' }] })
  const tags = call('DescribeTags', { Filters: [{ Name: 'key', Values: ['a'] }] }).Tags ?? []
  assert.deepEqual(
    new Map(tags.map(({ ResourceId, ResourceType, Value }) => [ResourceId, `${ResourceType} ${Value}`])),
    new Map([
      [id, 'instance 3'],
      [volume, 'volume 1'],
      [network, 'network-interface 1'],
    ]),
  )
  call('DeleteTags', { Resources: [id], Tags: [{ Key: 'a', Value: 'other' }, { Key: 'b' }] })
  assert.deepEqual(see(id)?.Tags, [{ Key: 'a', Value: '3' }])
  call('DeleteTags', { Resources: [id] })
  assert.equal(see(id)?.Tags, undefined)
})

test('tags that are reserved, too many or on nothing are refused', () => {
  const { call, launch } = ec2()
  const id = launch()
  fails(
    () => call('CreateTags', { Resources: [id], Tags: [{ Key: 'aws:x', Value: '' }] }),
    'InvalidParameterValue',
    "Tag keys starting with 'aws:' are reserved for internal use",
  )
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
  fails(
    () => call('CreateTags', { Resources: [id], Tags: many }),
    'TagLimitExceeded',
    'The maximum number of Tags for a resource has been reached.',
  )
  fails(
    () => call('CreateTags', { Resources: ['vol-0123456789abcdef0'], Tags: [{ Key: 'k', Value: '' }] }),
    'InvalidVolume.NotFound',
    "The volume 'vol-0123456789abcdef0' does not exist.",
  )
})

test('filters take wildcards, join by and, and refuse what they do not know', () => {
  const { call, launch } = ec2()
  const tag = (Value: string) => [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value }] }]
  const web = launch({ TagSpecifications: tag('web-1'), InstanceType: 't3.micro' })
  launch({ TagSpecifications: tag('db-1'), InstanceType: 't3.micro' })
  const ids = (Filters: { Name: string; Values: string[] }[]) =>
    call('DescribeInstances', { Filters }).Reservations?.flatMap(
      ({ Instances }) => Instances?.map(({ InstanceId }) => InstanceId) ?? [],
    )
  assert.deepEqual(ids([{ Name: 'tag:Name', Values: ['web-?', 'cache'] }]), [web])
  assert.deepEqual(
    ids([
      { Name: 'tag:Name', Values: ['web*'] },
      { Name: 'instance-state-name', Values: ['stopped'] },
    ]),
    [],
  )
  assert.equal(ids([{ Name: 'instance-type', Values: ['t3.*'] }])?.length, 2)
  assert.deepEqual(ids([{ Name: 'tag:Name', Values: ['web\\*'] }]), [])
  fails(() => ids([{ Name: 'colour', Values: ['x'] }]), 'InvalidParameterValue', "The filter 'colour' is invalid")
})

test('pages follow one another without a gap', () => {
  const { call } = ec2()
  call('RunInstances', { ImageId: IMAGE, MinCount: 12, MaxCount: 12 })
  const seen = new Set<string | undefined>()
  const sizes: number[] = []
  let NextToken: string | undefined
  do {
    const answer = call('DescribeInstances', { MaxResults: 5, NextToken })
    const found = answer.Reservations?.flatMap(({ Instances }) => Instances ?? []) ?? []
    sizes.push(found.length)
    for (const { InstanceId } of found) seen.add(InstanceId)
    NextToken = answer.NextToken
  } while (NextToken)
  assert.deepEqual(sizes, [5, 5, 2])
  assert.equal(seen.size, 12)
  fails(() => call('DescribeInstances', { NextToken: 'x' }), 'InvalidNextToken', /not valid/)
  fails(
    () => call('DescribeInstances', { InstanceIds: ['i-0123456789abcdef0'], MaxResults: 5 }),
    'InvalidParameterCombination',
    'The parameter instancesSet cannot be used with the parameter maxResults',
  )
})

test('the default network is the same in every answer, and another in another region', () => {
  const { call, launch, see } = ec2()
  const vpc = call('DescribeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] }).Vpcs?.[0]
  const subnets = call('DescribeSubnets', {}).Subnets ?? []
  const instance = see(launch({ SubnetId: subnets[1]?.SubnetId }))
  assert.equal(instance?.VpcId, vpc?.VpcId)
  assert.equal(instance?.SubnetId, subnets[1]?.SubnetId)
  assert.equal(instance?.Placement?.AvailabilityZone, 'us-east-1b')
  assert.equal(call('DescribeSubnets', {}).Subnets?.[1]?.AvailableIpAddressCount, 4090)
  assert.notEqual(call('DescribeVpcs', {}, 'eu-west-1').Vpcs?.[0]?.VpcId, vpc?.VpcId)
  assert.equal(call('DescribeAvailabilityZones', {}).AvailabilityZones?.[0]?.ZoneId, 'use1-az1')
  const group = call('DescribeSecurityGroups', { GroupNames: ['default'] }).SecurityGroups?.[0]
  assert.deepEqual(instance?.SecurityGroups, [{ GroupId: group?.GroupId, GroupName: 'default' }])
})

test('volumes and interfaces are those of the instances that stand', () => {
  const { call, launch } = ec2()
  const id = launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20 } }] })
  const filter = [{ Name: 'attachment.instance-id', Values: [id] }]
  const volumes = () => call('DescribeVolumes', { Filters: filter }).Volumes
  assert.deepEqual([volumes()?.[0]?.Size, volumes()?.[0]?.Iops], [20, 3000])
  assert.equal(call('DescribeNetworkInterfaces', { Filters: filter }).NetworkInterfaces?.length, 1)
  call('TerminateInstances', { InstanceIds: [id] })
  assert.deepEqual(volumes(), [])
})

test('the facts of a type are known, and credits belong to burstable instances alone', () => {
  const { call, launch } = ec2()
  const [type] = call('DescribeInstanceTypes', { InstanceTypes: ['m5.2xlarge'] }).InstanceTypes ?? []
  assert.deepEqual(
    [
      type?.VCpuInfo?.DefaultVCpus,
      type?.VCpuInfo?.DefaultCores,
      type?.MemoryInfo?.SizeInMiB,
      type?.BurstablePerformanceSupported,
    ],
    [8, 4, 32768, false],
  )
  fails(
    () => call('DescribeInstanceTypes', { InstanceTypes: ['z9.huge'] }),
    'InvalidInstanceType',
    'The following supplied instance types do not exist: [z9.huge]',
  )
  const credits = (InstanceType: string) =>
    call('DescribeInstanceCreditSpecifications', { InstanceIds: [launch({ InstanceType })] })
      .InstanceCreditSpecifications?.[0]?.CpuCredits
  assert.deepEqual(['t2.micro', 't3.micro', 'm5.large'].map(credits), ['standard', 'unlimited', undefined])
})

test('status shows running instances, and all when they are asked for', () => {
  const { call, launch } = ec2()
  const id = launch()
  call('StopInstances', { InstanceIds: [id] })
  assert.deepEqual(call('DescribeInstanceStatus', {}).InstanceStatuses, [])
  const [status] = call('DescribeInstanceStatus', { IncludeAllInstances: true }).InstanceStatuses ?? []
  assert.equal(status?.InstanceStatus?.Status, 'not-applicable')
})
