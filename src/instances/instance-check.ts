import type { Context } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import type { Check } from '../aws/operation.ts'
import { inRegion, type State } from '../state/table.ts'
import { defaultNetwork, subnetOfZone } from './default-network.ts'
import { ec2Arn, type InstanceRecord, instanceArn, instances, type Place } from './records.ts'
import type { Tags } from './tags.ts'

interface Asking {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly state: State
}

/**
 * One question on one instance. Of an instance that does not exist only the ARN is known, so that a caller without
 * permission learns nothing.
 */
export function instanceCheck(action: string, id: string, asking: Asking, context: Context = {}): Check {
  const { caller, region, state } = asking
  const instance = state.get(instances, inRegion(caller.account, region), id)
  return {
    action,
    resource: instanceArn({ account: caller.account, region }, id),
    resourceTags: instance?.tags,
    context: { 'ec2:Region': region, 'ec2:InstanceID': id, ...(instance ? instanceContext(instance) : {}), ...context },
  }
}

/** More ids than this are refused before a decision is made on each. */
const MAX_IDS = 1000

/** The same question on several instances. */
export function instanceChecks(action: string, ids: readonly string[], asking: Asking): readonly Check[] {
  requireFewResources(ids.length)
  return ids.length === 0 ? [describeCheck(action, asking)] : ids.map((id) => instanceCheck(action, id, asking))
}

/** Refuses a request about more resources than are decided one by one. */
export function requireFewResources(count: number): void {
  if (count <= MAX_IDS) return
  throw new AwsError('InvalidParameterValue', `A request may name at most ${MAX_IDS} resources.`, { status: 400 })
}

/** The question of an action that takes no resource, as the Describe actions do. */
export const describeCheck = (action: string, { region }: { readonly region: string }): Check => ({
  action,
  resource: '*',
  context: { 'ec2:Region': region },
})

/**
 * ec2:CreateTags on what an operation is about to make with tags; `tags` by resource type, `id` where it is known before.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
export const createTagsChecks = (
  createAction: string,
  place: Place,
  tags: Readonly<Record<string, Tags | undefined>>,
  id = '*',
): readonly Check[] =>
  Object.entries(tags).flatMap(([type, requestTags]): readonly Check[] =>
    requestTags === undefined
      ? []
      : [
          {
            action: 'ec2:CreateTags',
            resource: ec2Arn(place, type, id),
            context: { 'ec2:Region': place.region, 'ec2:CreateAction': createAction },
            requestTags,
          },
        ],
  )

/** What EC2 says about an instance. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
export function instanceContext(instance: InstanceRecord): Context {
  const { metadataOptions, availabilityZone } = instance
  const network = defaultNetwork(instance.account, instance.region)
  return {
    'ec2:AvailabilityZone': availabilityZone,
    'ec2:AvailabilityZoneId': subnetOfZone(network, availabilityZone).availabilityZoneId,
    'ec2:EbsOptimized': String(instance.ebsOptimized),
    'ec2:InstanceAutoRecovery': 'default',
    'ec2:InstanceBandwidthWeighting': 'default',
    'ec2:InstanceMarketType': 'on-demand',
    'ec2:InstanceMetadataTags': metadataOptions.instanceMetadataTags,
    'ec2:InstanceProfile': instance.association?.profileArn,
    'ec2:InstanceType': instance.type,
    'ec2:MetadataHttpEndpoint': metadataOptions.httpEndpoint,
    'ec2:MetadataHttpPutResponseHopLimit': String(metadataOptions.httpPutResponseHopLimit),
    'ec2:MetadataHttpTokens': metadataOptions.httpTokens,
    'ec2:RootDeviceType': 'ebs',
    'ec2:Tenancy': 'default',
  }
}
