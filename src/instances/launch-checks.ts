import type { Context } from '../aws/caller.ts'
import type { RunInstancesRequest } from '../aws/generated/ec2.ts'
import type { Call, Check } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { defaultNetwork } from './default-network.ts'
import { findLaunchSubnet, launchNetwork, volumePlans } from './launch-request.ts'
import { findProfile, passRoleChecks } from './profile-reference.ts'
import { ec2Arn } from './records.ts'
import { readTagSpecifications, type Tags } from './tags.ts'

type Launch = Call<RunInstancesRequest> & { readonly state: State }

/**
 * EC2 asks ec2:RunInstances once for every resource that a launch uses or makes, ec2:CreateTags for tags it makes them
 * with, and iam:PassRole for the role of the profile.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
export function launchChecks(call: Launch): readonly Check[] {
  const { input, caller, region, fail } = call
  const tags = readTagSpecifications(input.TagSpecifications, ['instance', 'volume', 'network-interface'], fail)
  const arn = (type: string, id: string) => ec2Arn({ account: caller.account, region }, type, id)
  const network = defaultNetwork(caller.account, region)
  // What does not exist is asked about under the name that the request gives it.
  const subnet = findLaunchSubnet(input, caller.account, region)
  const asked = launchNetwork(input)
  const subnetId = subnet?.id ?? asked.subnetId ?? '*'
  const place = { 'ec2:Region': region, 'ec2:AvailabilityZone': subnet?.availabilityZone }
  const zone = { ...place, 'ec2:AvailabilityZoneId': subnet?.availabilityZoneId }
  const vpc = arn('vpc', network.vpcId)
  const run = (type: string, id: string, context: Context, requestTags?: Tags): Check => ({
    action: 'ec2:RunInstances',
    resource: arn(type, id),
    context: { 'ec2:Region': region, ...context },
    requestTags,
  })
  return [
    run('instance', '*', { ...zone, ...instanceContext(call) }, tags.instance),
    run('image', input.ImageId ?? '*', {
      'ec2:ImageID': input.ImageId,
      'ec2:ImageType': 'machine',
      'ec2:RootDeviceType': 'ebs',
    }),
    run('subnet', subnetId, { ...zone, 'ec2:SubnetID': subnetId, 'ec2:Vpc': vpc }),
    run(
      'network-interface',
      '*',
      { ...place, 'ec2:Subnet': arn('subnet', subnetId), 'ec2:Vpc': vpc },
      tags['network-interface'],
    ),
    ...(asked.groupIds ?? [network.securityGroup.id]).map((id) =>
      run('security-group', id, { 'ec2:SecurityGroupID': id, 'ec2:Vpc': vpc }),
    ),
    ...volumePlans(input).map((volume) =>
      run(
        'volume',
        '*',
        {
          ...zone,
          'ec2:Encrypted': String(volume.encrypted),
          'ec2:VolumeSize': String(volume.size),
          'ec2:VolumeType': volume.type,
          'ec2:VolumeIops': volume.iops === undefined ? undefined : String(volume.iops),
          'ec2:VolumeThroughput': volume.throughput === undefined ? undefined : String(volume.throughput),
        },
        tags.volume,
      ),
    ),
    ...Object.entries(tags).map(
      ([type, requestTags]): Check => ({
        action: 'ec2:CreateTags',
        resource: arn(type, '*'),
        context: { 'ec2:Region': region, 'ec2:CreateAction': 'RunInstances' },
        requestTags,
      }),
    ),
    ...passRoleChecks(call.state, caller.account, region, input.IamInstanceProfile),
  ]
}

/** Only what the request itself says about metadata: a condition on an option that is left out finds no key. */
function instanceContext({ input, caller, state }: Launch): Context {
  const { MetadataOptions: options, IamInstanceProfile: spec } = input
  const hops = options?.HttpPutResponseHopLimit
  return {
    'ec2:EbsOptimized': String(input.EbsOptimized ?? false),
    'ec2:InstanceMarketType': 'on-demand',
    'ec2:InstanceMetadataTags': options?.InstanceMetadataTags,
    'ec2:InstanceProfile': spec && (findProfile(state, caller.account, spec)?.arn ?? spec.Arn),
    'ec2:InstanceType': input.InstanceType ?? 'm1.small',
    'ec2:MetadataHttpEndpoint': options?.HttpEndpoint,
    'ec2:MetadataHttpPutResponseHopLimit': hops === undefined ? undefined : String(hops),
    'ec2:MetadataHttpTokens': options?.HttpTokens,
    'ec2:RootDeviceType': 'ebs',
    'ec2:Tenancy': 'default',
  }
}
