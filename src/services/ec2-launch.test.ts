import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, REGION } from '../instances/fixtures.ts'
import { ec2, fails, IMAGE } from './test-ec2.ts'

type Filter = { Name: string; Values: string[] }
const named = (...Values: string[]): Filter => ({ Name: 'name', Values })

function images() {
  const world = ec2()
  const find = (Filters: Filter[], Owners?: string[], region = REGION) =>
    world.call('DescribeImages', { Filters, Owners }, region).Images ?? []
  const one = (pattern: string) => {
    const [image] = find([named(pattern)])
    assert.ok(image?.ImageId, pattern)
    return { ...image, ImageId: image.ImageId }
  }
  return { ...world, find, one }
}

test('images are found by owner, name and properties, and two releases of one let the newest be chosen', () => {
  const { find } = images()
  const linux = find([named('al2023-ami-2023.*-x86_64'), { Name: 'virtualization-type', Values: ['hvm'] }], ['amazon'])
  assert.deepEqual(new Set(linux.map(({ CreationDate }) => CreationDate?.slice(0, 7))), new Set(['2024-10', '2024-11']))
  assert.ok(linux.every(({ ImageOwnerAlias, OwnerId }) => ImageOwnerAlias === 'amazon' && OwnerId === '137112412989'))
  const ubuntu = find([named('ubuntu/images/hvm-ssd*/ubuntu-jammy-22.04-amd64-server-*')], ['099720109477'])
  assert.deepEqual(
    ubuntu.map(({ RootDeviceName, Architecture }) => [RootDeviceName, Architecture]),
    [['/dev/sda1', 'x86_64']],
  )
  assert.deepEqual(find([], ['self']), [])
  assert.equal(find([{ Name: 'architecture', Values: ['arm64'] }, named('debian-12-*')]).length, 1)
})

test('an image has its id in its region, the same each time and another elsewhere', () => {
  const { find } = images()
  const id = (region: string) => find([named('debian-12-amd64-*')], undefined, region)[0]?.ImageId
  assert.equal(id(REGION), id(REGION))
  assert.notEqual(id(REGION), id('eu-west-1'))
})

test('an id that is in no catalogue launches, and is described by that id with nothing claimed of it', () => {
  const { call, launch, see } = images()
  assert.equal(see(launch())?.ImageId, IMAGE)
  const [image] = call('DescribeImages', { ImageIds: [IMAGE] }).Images ?? []
  assert.deepEqual([image?.RootDeviceName, image?.OwnerId, image?.Public], ['/dev/xvda', undefined, undefined])
  assert.deepEqual(call('DescribeImages', { ImageIds: [IMAGE], Owners: ['amazon'] }).Images, [])
  fails(
    () => call('DescribeImages', { ImageIds: ['image'] }),
    'InvalidAMIID.Malformed',
    'Invalid id: "image" (expecting "ami-...")',
  )
  fails(() => call('DescribeImages', { Owners: ['me'] }), 'InvalidUserID.Malformed', 'Invalid user id: "me"')
})

test('what nobody says about metadata is as the image has it', () => {
  const { launch, see, one } = images()
  const options = (pattern: string) => {
    const { HttpTokens, HttpPutResponseHopLimit } =
      see(launch({ ImageId: one(pattern).ImageId }))?.MetadataOptions ?? {}
    return [HttpTokens, HttpPutResponseHopLimit]
  }
  assert.deepEqual(options('al2023-ami-2023.6.*-x86_64'), ['required', 2])
  assert.deepEqual(options('amzn2-ami-hvm-*-x86_64-gp2'), ['optional', 1])
})

test('an image does not start on a type of another architecture', () => {
  const { launch, one } = images()
  const { ImageId } = one('al2023-ami-2023.6.*-arm64')
  launch({ ImageId, InstanceType: 't4g.micro' })
  fails(
    () => launch({ ImageId, InstanceType: 't3.micro' }),
    'InvalidParameterValue',
    /^The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64' of the specified AMI\./,
  )
})

test('the root volume is the image’s, and no smaller', () => {
  const { call, launch, one } = images()
  const image = one('ubuntu/images/*noble*20241109')
  const root = (Ebs: object) =>
    launch({ ImageId: image.ImageId, BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs }] })
  const SnapshotId = image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? ''
  const id = root({ VolumeSize: 30, SnapshotId })
  const [volume] =
    call('DescribeVolumes', { Filters: [{ Name: 'attachment.instance-id', Values: [id] }] }).Volumes ?? []
  assert.deepEqual([volume?.Size, volume?.VolumeType, volume?.SnapshotId], [30, 'gp3', SnapshotId])
  fails(
    () => root({ VolumeSize: 4 }),
    'InvalidBlockDeviceMapping',
    `Volume of size 4GB is smaller than snapshot '${SnapshotId}', expect size >= 8GB`,
  )
  fails(
    () => root({ SnapshotId: 'snap-0123456789abcdef0' }),
    'InvalidSnapshot.NotFound',
    "The snapshot 'snap-0123456789abcdef0' does not exist.",
  )
})

test('a launch is asked about its image’s owner; an image that nobody published has none', () => {
  const { checks, one } = images()
  const context = (ImageId: string) =>
    checks('RunInstances', { ImageId, MinCount: 1, MaxCount: 1 }).find(({ resource }) => resource.includes(':image/'))
      ?.context
  const published = context(one('debian-12-amd64-*').ImageId)
  assert.deepEqual([published?.['ec2:Owner'], published?.['ec2:Public']], ['amazon', 'true'])
  assert.deepEqual([context(IMAGE)?.['ec2:Owner'], context(IMAGE)?.['ec2:Public']], [undefined, undefined])
})

test('the default VPC comes with its route table, gateway, network ACL and DHCP options', () => {
  const { call } = ec2()
  const vpc = call('DescribeVpcs', {}).Vpcs?.[0]
  const byVpc = [{ Name: 'vpc-id', Values: [vpc?.VpcId ?? ''] }]
  const [table] =
    call('DescribeRouteTables', { Filters: [...byVpc, { Name: 'association.main', Values: ['true'] }] }).RouteTables ??
    []
  const [gateway] =
    call('DescribeInternetGateways', {
      Filters: [{ Name: 'attachment.vpc-id', Values: [vpc?.VpcId ?? ''] }],
    }).InternetGateways ?? []
  assert.deepEqual(
    table?.Routes?.map(({ DestinationCidrBlock, GatewayId }) => [DestinationCidrBlock, GatewayId]),
    [
      ['172.31.0.0/16', 'local'],
      ['0.0.0.0/0', gateway?.InternetGatewayId],
    ],
  )
  const [acl] = call('DescribeNetworkAcls', { Filters: byVpc }).NetworkAcls ?? []
  assert.deepEqual(
    acl?.Associations?.map(({ SubnetId }) => SubnetId),
    call('DescribeSubnets', {}).Subnets?.map(({ SubnetId }) => SubnetId),
  )
  const DhcpOptionsIds = [vpc?.DhcpOptionsId ?? '']
  const [options] = call('DescribeDhcpOptions', { DhcpOptionsIds }, REGION).DhcpOptions ?? []
  assert.deepEqual([options?.OwnerId, options?.DhcpConfigurations?.[0]?.Values], [ACCOUNT, [{ Value: 'ec2.internal' }]])
  const support = call('DescribeVpcAttribute', { VpcId: vpc?.VpcId ?? '', Attribute: 'enableDnsSupport' })
  assert.deepEqual(support, { VpcId: vpc?.VpcId, EnableDnsSupport: { Value: true } })
})

test('monitoring, credits and attributes change with their instance, and say what cannot', () => {
  const { call, launch, see } = ec2()
  const id = launch({ InstanceType: 't3.micro' })
  const on = call('MonitorInstances', { InstanceIds: [id] }).InstanceMonitorings
  assert.deepEqual(on, [{ InstanceId: id, Monitoring: { State: 'pending' } }])
  assert.equal(see(id)?.Monitoring?.State, 'enabled')
  assert.equal(
    call('UnmonitorInstances', { InstanceIds: [id] }).InstanceMonitorings?.[0]?.Monitoring?.State,
    'disabling',
  )
  const fixed = launch({ InstanceType: 'm5.large' })
  const credits = call('ModifyInstanceCreditSpecification', {
    InstanceCreditSpecifications: [id, fixed, 'i-0123456789abcdef0'].map((InstanceId) => ({
      InstanceId,
      CpuCredits: 'standard',
    })),
  })
  assert.deepEqual(credits.SuccessfulInstanceCreditSpecifications, [{ InstanceId: id }])
  assert.deepEqual(
    credits.UnsuccessfulInstanceCreditSpecifications?.map(({ Error: error }) => error?.Code),
    ['InstanceCreditSpecification.NotSupported', 'InvalidInstanceID.NotFound'],
  )
  call('ModifyInstanceAttribute', { InstanceId: id, SourceDestCheck: { Value: false } })
  call('ResetInstanceAttribute', { InstanceId: id, Attribute: 'sourceDestCheck' })
  assert.equal(see(id)?.SourceDestCheck, true)
  const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: false } }]
  call('ModifyInstanceAttribute', { InstanceId: id, BlockDeviceMappings })
  assert.equal(see(id)?.BlockDeviceMappings?.[0]?.Ebs?.DeleteOnTermination, false)
  const [volume] = call('DescribeVolumeStatus', {}).VolumeStatuses ?? []
  assert.equal(volume?.VolumeStatus?.Status, 'ok')
})

test('a volume grows in use, never shrinks, and not again within six hours', () => {
  const { call, launch, wait } = ec2()
  const id = launch()
  const filter = [{ Name: 'attachment.instance-id', Values: [id] }]
  const VolumeId = call('DescribeVolumes', { Filters: filter }).Volumes?.[0]?.VolumeId ?? ''
  fails(
    () => call('ModifyVolume', { VolumeId, Size: 7 }),
    'InvalidParameterValue',
    'New size cannot be smaller than existing size',
  )
  fails(
    () => call('DescribeVolumesModifications', { VolumeIds: [VolumeId] }),
    'InvalidVolumeModification.NotFound',
    /does not exist/,
  )
  const begun = call('ModifyVolume', { VolumeId, Size: 20, Throughput: 250 }).VolumeModification
  assert.deepEqual([begun?.ModificationState, begun?.OriginalSize, begun?.TargetSize], ['modifying', 8, 20])
  const [volume] = call('DescribeVolumes', { VolumeIds: [VolumeId] }).Volumes ?? []
  assert.deepEqual([volume?.Size, volume?.Iops, volume?.Throughput], [20, 3000, 250])
  const [done] = call('DescribeVolumesModifications', { VolumeIds: [VolumeId] }).VolumesModifications ?? []
  assert.deepEqual([done?.ModificationState, done?.Progress, done?.OriginalThroughput], ['completed', 100, 125])
  fails(
    () => call('ModifyVolume', { VolumeId, Size: 30 }),
    'VolumeModificationRateExceeded',
    "You've reached the maximum modification rate per volume limit. Wait at least 6 hours between modifications per EBS volume.",
  )
  wait(6 * 60 * 60 * 1000)
  call('ModifyVolume', { VolumeId, VolumeType: 'gp2' })
  const [changed] = call('DescribeVolumes', { VolumeIds: [VolumeId] }).Volumes ?? []
  assert.deepEqual([changed?.Size, changed?.VolumeType, changed?.Throughput], [20, 'gp2', undefined])
})

test('CPU options are those of the type, or those of the launch', () => {
  const { launch, see } = ec2()
  const options = (more: object) => see(launch({ InstanceType: 'm5.xlarge', ...more }))?.CpuOptions
  assert.deepEqual(options({}), { CoreCount: 2, ThreadsPerCore: 2 })
  assert.deepEqual(options({ CpuOptions: { CoreCount: 1, ThreadsPerCore: 1 } }), { CoreCount: 1, ThreadsPerCore: 1 })
  fails(
    () => options({ CpuOptions: { CoreCount: 1 } }),
    'InvalidParameterCombination',
    'CpuOptions must specify both the CoreCount and the ThreadsPerCore.',
  )
})

test('what would make another instance than the one asked for is refused by name', () => {
  const { launch } = ec2()
  const cases: readonly (readonly [string, object])[] = [
    ['MaintenanceOptions.AutoRecovery', { MaintenanceOptions: { AutoRecovery: 'disabled' } }],
    ['PrivateDnsNameOptions.HostnameType', { PrivateDnsNameOptions: { HostnameType: 'resource-name' } }],
    [
      'CapacityReservationSpecification',
      { CapacityReservationSpecification: { CapacityReservationPreference: 'none' } },
    ],
    ['NetworkInterface.DeleteOnTermination', { NetworkInterfaces: [{ DeviceIndex: 0, DeleteOnTermination: false }] }],
    ['InstanceMarketOptions', { InstanceMarketOptions: { MarketType: 'spot' } }],
  ]
  for (const [name, more] of cases) {
    fails(() => launch(more), 'UnsupportedOperation', `The parameter ${name} is not supported.`)
  }
})
