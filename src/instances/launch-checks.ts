import type { Context } from '../aws/caller.ts'
import type { RunInstancesRequest } from '../aws/generated/ec2.ts'
import type { Call, Check, Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { defaultNetwork } from './default-network.ts'
import { launchImage } from './images/catalogue.ts'
import { createTagsChecks } from './instance-check.ts'
import { findKeyPair } from './key-pairs/records.ts'
import { findLaunchSubnet, launchNetwork, MAX_GROUPS, volumePlans } from './launch-request.ts'
import { findLaunch } from './launch-templates/merge.ts'
import { findProfile, passRoleChecks } from './profile-reference.ts'
import { ec2Arn, type Place, placeOf } from './records.ts'
import { findNamedGroup, groupContext } from './security-groups/find-groups.ts'
import { readTagSpecifications, type Tags } from './tags.ts'
import { volumeContext } from './volumes.ts'

type Launch = Call<RunInstancesRequest> & { readonly state: State }

/**
 * EC2 asks ec2:RunInstances once for every resource that a launch uses or makes, ec2:CreateTags for tags it makes them
 * with, and iam:PassRole for the role of the profile. With a launch template it is asked about what template and request
 * together say.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
export function launchChecks(call: Launch): readonly Check[] {
  const { input: asked, caller, region, state, fail } = call
  const place = placeOf(call)
  const { request, template } = findLaunch(state, place, asked)
  requireFewParts(request, fail)
  const tags = readTagSpecifications(request.TagSpecifications, LAUNCH_TAGS, fail)
  const arn = (type: string, id: string) => ec2Arn(place, type, id)
  const network = defaultNetwork(caller.account, region)
  // What does not exist is asked about under the name that the request gives it.
  const subnet = findLaunchSubnet(request, caller.account, region)
  const subnetId = subnet?.id ?? launchNetwork(request).subnetId ?? '*'
  const location = { 'ec2:Region': region, 'ec2:AvailabilityZone': subnet?.availabilityZone }
  const zone = { ...location, 'ec2:AvailabilityZoneId': subnet?.availabilityZoneId }
  const vpc = arn('vpc', network.vpcId)
  const named = asked.LaunchTemplate
  const templateArn = named && arn('launch-template', template?.id ?? named.LaunchTemplateId ?? '*')
  const overridden = overriddenBy(asked)
  const run = (
    type: ResourceType,
    id: string,
    context: Context,
    more: Pick<Check, 'requestTags' | 'resourceTags'> = {},
  ): Check => ({
    action: 'ec2:RunInstances',
    resource: arn(type, id),
    context: {
      'ec2:Region': region,
      ...context,
      'ec2:LaunchTemplate': templateArn,
      'ec2:IsLaunchTemplateResource': templateArn && String(!overridden[type]),
    },
    ...more,
  })
  const keyPair = request.KeyName === undefined ? undefined : findKeyPair(state, place, request.KeyName)
  const image = launchImage(request.ImageId ?? '*', place)
  const volumes = volumePlans(request, image)
  return [
    run('instance', '*', { ...zone, ...instanceContext(request, call) }, { requestTags: tags.instance }),
    run('image', image.id, {
      'ec2:ImageID': request.ImageId,
      'ec2:ImageType': 'machine',
      'ec2:Owner': image.published?.ownerAlias,
      'ec2:Public': image.published && 'true',
      'ec2:RootDeviceType': 'ebs',
    }),
    run('subnet', subnetId, { ...zone, 'ec2:SubnetID': subnetId, 'ec2:Vpc': vpc }),
    run(
      'network-interface',
      '*',
      {
        ...location,
        'ec2:AssociatePublicIpAddress': publicAddress(request),
        'ec2:Subnet': arn('subnet', subnetId),
        'ec2:Vpc': vpc,
      },
      { requestTags: tags['network-interface'] },
    ),
    ...groupsOf(request, place, state).map(({ id, resourceTags }) =>
      run('security-group', id, groupContext(place, id), { resourceTags }),
    ),
    ...volumes.map((volume) =>
      run('volume', '*', { ...zone, ...volumeContext(volume, place) }, { requestTags: tags.volume }),
    ),
    ...(request.KeyName === undefined
      ? []
      : [
          run(
            'key-pair',
            request.KeyName,
            { 'ec2:KeyPairName': request.KeyName, 'ec2:KeyPairType': keyPair?.type },
            { resourceTags: keyPair?.tags },
          ),
        ]),
    ...(named
      ? [run('launch-template', template?.id ?? named.LaunchTemplateId ?? '*', {}, { resourceTags: template?.tags })]
      : []),
    ...createTagsChecks('RunInstances', place, tags),
    ...passRoleChecks(state, caller.account, region, request.IamInstanceProfile),
  ]
}

/**
 * The most that an interface and an instance take, told before a decision is made on each.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html
 */
function requireFewParts(request: RunInstancesRequest, fail: Fail<string>): void {
  const { groupIds = [], groupNames = [] } = launchNetwork(request)
  if (groupIds.length + groupNames.length > MAX_GROUPS) {
    fail(
      'SecurityGroupsPerInterfaceLimitExceeded',
      'The maximum number of security groups per interface has been reached.',
    )
  }
  if ((request.BlockDeviceMappings?.length ?? 0) > 40) {
    fail('AttachmentLimitExceeded', 'The maximum number of volumes attached to an instance has been reached.')
  }
}

/** What a launch can make with tags. */
export const LAUNCH_TAGS = ['instance', 'volume', 'network-interface'] as const

type ResourceType =
  | 'instance'
  | 'image'
  | 'subnet'
  | 'network-interface'
  | 'security-group'
  | 'volume'
  | 'key-pair'
  | 'launch-template'

/** Members of a request that say nothing about the instance itself. */
const BESIDE_THE_INSTANCE: readonly string[] = [
  'BlockDeviceMappings',
  'ClientToken',
  'DryRun',
  'ImageId',
  'KeyName',
  'LaunchTemplate',
  'MaxCount',
  'MinCount',
  'NetworkInterfaces',
  'PrivateIpAddress',
  'SecurityGroupIds',
  'SecurityGroups',
  'SubnetId',
]

/**
 * Which resources the request itself says something about, whatever its template says: those are not the template's.
 * AWS documents the key as whether a user may override the template's resources. What else counts as overriding is not
 * documented, so every member does.
 */
function overriddenBy(asked: RunInstancesRequest): Readonly<Partial<Record<ResourceType, boolean>>> {
  const interfaces = given(asked.NetworkInterfaces)
  const { subnetId, groupIds, groupNames } = launchNetwork(asked)
  return {
    instance: Object.entries(asked).some(([name, value]) => given(value) && !BESIDE_THE_INSTANCE.includes(name)),
    image: given(asked.ImageId),
    subnet: given(subnetId) || given(asked.Placement),
    'network-interface': interfaces || given(asked.PrivateIpAddress),
    'security-group': given(groupIds) || given(groupNames),
    volume: given(asked.BlockDeviceMappings),
    'key-pair': given(asked.KeyName),
  }
}

/** Terraform sends a placement in which nothing is said. */
function given(value: unknown): boolean {
  if (value === undefined || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || value === null || Object.values(value).some(given)
}

/** The groups of a launch: what it names, else the default one. Of one that does not exist only its name is known. */
function groupsOf(
  request: RunInstancesRequest,
  place: Place,
  state: State,
): readonly { readonly id: string; readonly resourceTags: Tags | undefined }[] {
  const { groupIds = [], groupNames = [] } = launchNetwork(request)
  const named = [...groupIds.map((GroupId) => ({ GroupId })), ...groupNames.map((GroupName) => ({ GroupName }))]
  const asked = named.length > 0 ? named : [{ GroupId: defaultNetwork(place.account, place.region).securityGroup.id }]
  return asked.map((name) => {
    const group = findNamedGroup(state, place, name)
    return { id: group?.id ?? ('GroupId' in name ? name.GroupId : '*'), resourceTags: group?.tags }
  })
}

const publicAddress = (request: RunInstancesRequest): string | undefined => {
  const { publicIp } = launchNetwork(request)
  return publicIp === undefined ? undefined : String(publicIp)
}

/** Only what is asked for about metadata: a condition on an option that is left out finds no key. */
function instanceContext(request: RunInstancesRequest, { caller, state }: Launch): Context {
  const { MetadataOptions: options, IamInstanceProfile: spec } = request
  const hops = options?.HttpPutResponseHopLimit
  return {
    'ec2:EbsOptimized': String(request.EbsOptimized ?? false),
    'ec2:InstanceMarketType': request.InstanceMarketOptions?.MarketType ?? 'on-demand',
    'ec2:InstanceMetadataTags': options?.InstanceMetadataTags,
    'ec2:InstanceProfile': spec && (findProfile(state, caller.account, spec)?.arn ?? spec.Arn),
    'ec2:InstanceType': request.InstanceType ?? 'm1.small',
    'ec2:MetadataHttpEndpoint': options?.HttpEndpoint,
    'ec2:MetadataHttpPutResponseHopLimit': hops === undefined ? undefined : String(hops),
    'ec2:MetadataHttpTokens': options?.HttpTokens,
    'ec2:RootDeviceType': 'ebs',
    'ec2:Tenancy': request.Placement?.Tenancy || 'default',
  }
}
