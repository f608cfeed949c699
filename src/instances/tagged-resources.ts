import type { Context } from '../aws/caller.ts'
import type { State, Tx } from '../state/table.ts'
import { defaultNetwork, subnetOfZone } from './default-network.ts'
import { visibleInstances } from './find-instances.ts'
import { instanceContext } from './instance-check.ts'
import { keyPairs, listKeyPairs } from './key-pairs/records.ts'
import { launchTemplates, listTemplates } from './launch-templates/records.ts'
import { ec2Arn, type InstanceRecord, instances, type Place, placeOf } from './records.ts'
import { groupContext } from './security-groups/find-groups.ts'
import { findGroup, listGroups, securityGroups } from './security-groups/records.ts'
import type { Tags } from './tags.ts'
import { attachedVolumeContext } from './volumes.ts'

/** Something that carries tags. */
export interface TaggedResource {
  readonly id: string
  readonly type: TaggedType
  readonly arn: string
  readonly tags: Tags
  /** What EC2 says about it. */
  readonly context: Context
  /** The instance that it is. */
  readonly instance?: InstanceRecord
  /** Writes the tags, to the record as it stands now: an earlier resource of the same call may have changed it. */
  readonly put: (tx: Tx, tags: Tags) => void
}

export type TaggedType = (typeof TAGGED_PREFIXES)[keyof typeof TAGGED_PREFIXES]

interface Where {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly now: number
}

const TAGGED_PREFIXES = {
  i: 'instance',
  vol: 'volume',
  eni: 'network-interface',
  sg: 'security-group',
  sgr: 'security-group-rule',
  key: 'key-pair',
  lt: 'launch-template',
} as const

/** The type of resource that has ids like this one. */
export function taggedType(id: string): TaggedType | undefined {
  const prefix = id.slice(0, id.indexOf('-'))
  const known: Readonly<Record<string, TaggedType>> = TAGGED_PREFIXES
  return Object.hasOwn(known, prefix) ? known[prefix] : undefined
}

/** Everything of the account and region that has tags or could. */
export function taggedResources(state: State, where: Where): readonly TaggedResource[] {
  const place = placeOf(where)
  return [
    ...visibleInstances(state, where).flatMap(ofInstance),
    ...groupResources(state, place),
    ...listKeyPairs(state, place).map(
      (pair): TaggedResource => ({
        id: pair.id,
        type: 'key-pair',
        arn: ec2Arn(place, 'key-pair', pair.name),
        tags: pair.tags,
        context: { 'ec2:KeyPairName': pair.name, 'ec2:KeyPairType': pair.type },
        put: (tx, tags) => tx.put(keyPairs, { ...pair, tags }),
      }),
    ),
    ...listTemplates(state, place).map(
      (template): TaggedResource => ({
        id: template.id,
        type: 'launch-template',
        arn: ec2Arn(place, 'launch-template', template.id),
        tags: template.tags,
        context: {},
        put: (tx, tags) => tx.put(launchTemplates, { ...template, tags }),
      }),
    ),
  ]
}

/** Finds resources by their ids. What are no instances is listed once, however many are asked for. */
export function taggedFinder(state: State, where: Where): (id: string) => TaggedResource | undefined {
  let all: ReadonlyMap<string, TaggedResource> | undefined
  return (id) => {
    if (id.startsWith('i-')) {
      const [instance] = state.find(instances, 'id', id)
      const own = instance?.account === where.caller.account && instance.region === where.region
      return own ? ofInstance(instance)[0] : undefined
    }
    all ??= new Map(taggedResources(state, where).map((resource) => [resource.id, resource]))
    return all.get(id)
  }
}

function groupResources(state: State, place: Place): readonly TaggedResource[] {
  return listGroups(state, place).flatMap(({ id, tags, rules }) => {
    const current = (tx: Tx) => {
      const group = findGroup(tx, place, id)
      if (!group) throw new Error(`the security group ${id} is gone within its own call`)
      return group
    }
    return [
      {
        id,
        type: 'security-group' as const,
        arn: ec2Arn(place, 'security-group', id),
        tags,
        context: groupContext(place, id),
        put: (tx: Tx, changed: Tags) => tx.put(securityGroups, { ...current(tx), tags: changed }),
      },
      ...rules.map(
        (rule): TaggedResource => ({
          id: rule.id,
          type: 'security-group-rule',
          arn: ec2Arn(place, 'security-group-rule', rule.id),
          tags: rule.tags,
          context: {},
          put: (tx, changed) => {
            const group = current(tx)
            const changedRules = group.rules.map((other) =>
              other.id === rule.id ? { ...other, tags: changed } : other,
            )
            tx.put(securityGroups, { ...group, rules: changedRules })
          },
        }),
      ),
    ]
  })
}

function ofInstance(instance: InstanceRecord): readonly TaggedResource[] {
  const resource = (
    id: string,
    type: TaggedType,
    tags: Tags,
    context: Context,
    changed: (current: InstanceRecord, tags: Tags) => InstanceRecord,
  ): TaggedResource => ({
    id,
    type,
    arn: ec2Arn(instance, type, id),
    tags,
    context,
    put: (tx, given) => {
      const [current = instance] = tx.find(instances, 'id', instance.id)
      tx.put(instances, changed(current, given))
    },
  })
  const own = {
    ...resource(instance.id, 'instance', instance.tags, instanceContext(instance), (current, tags) => ({
      ...current,
      tags,
    })),
    instance,
  }
  if (instance.state === 'terminated') return [own]
  return [
    own,
    ...instance.volumes.map((volume) =>
      resource(volume.id, 'volume', volume.tags, attachedVolumeContext({ volume, instance }), (current, tags) => ({
        ...current,
        volumes: current.volumes.map((other) => (other.id === volume.id ? { ...other, tags } : other)),
      })),
    ),
    resource(
      instance.networkInterfaceId,
      'network-interface',
      instance.networkInterfaceTags,
      interfaceContext(instance),
      (current, tags) => ({
        ...current,
        networkInterfaceTags: tags,
      }),
    ),
  ]
}

function interfaceContext(instance: InstanceRecord): Context {
  const network = defaultNetwork(instance.account, instance.region)
  return {
    'ec2:AvailabilityZone': instance.availabilityZone,
    'ec2:NetworkInterfaceID': instance.networkInterfaceId,
    'ec2:Subnet': ec2Arn(instance, 'subnet', subnetOfZone(network, instance.availabilityZone).id),
    'ec2:Vpc': ec2Arn(instance, 'vpc', network.vpcId),
  }
}
