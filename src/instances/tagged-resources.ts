import type { State, Tx } from '../state/table.ts'
import { visibleInstances } from './find-instances.ts'
import { type InstanceRecord, instances } from './records.ts'
import type { Tags } from './tags.ts'

/** Something of an instance that carries tags, and how its instance looks with other tags on it. */
export interface TaggedResource {
  readonly id: string
  readonly type: 'instance' | 'volume' | 'network-interface'
  readonly tags: Tags
  readonly instance: InstanceRecord
  readonly withTags: (instance: InstanceRecord, tags: Tags) => InstanceRecord
}

interface Where {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly now: number
}

export const TAGGED_PREFIXES: Readonly<Record<string, TaggedResource['type']>> = {
  i: 'instance',
  vol: 'volume',
  eni: 'network-interface',
}

/** Everything of the account and region that has tags or could. */
export const taggedResources = (state: State, where: Where): readonly TaggedResource[] =>
  visibleInstances(state, where).flatMap(resourcesOf)

/** The resource with this id, or undefined. */
export function findTagged(state: State, id: string, where: Where): TaggedResource | undefined {
  if (id.startsWith('i-')) {
    const [instance] = state.find(instances, 'id', id)
    const own = instance?.account === where.caller.account && instance.region === where.region
    return own ? resourcesOf(instance)[0] : undefined
  }
  return taggedResources(state, where).find((resource) => resource.id === id)
}

/** Writes the tags; reads the instance again, since an earlier resource of the same call may have changed it. */
export function putTags(tx: Tx, resource: TaggedResource, tags: Tags): void {
  const [instance = resource.instance] = tx.find(instances, 'id', resource.instance.id)
  tx.put(instances, resource.withTags(instance, tags))
}

function resourcesOf(instance: InstanceRecord): readonly TaggedResource[] {
  const own: TaggedResource = {
    id: instance.id,
    type: 'instance',
    tags: instance.tags,
    instance,
    withTags: (current, tags) => ({ ...current, tags }),
  }
  if (instance.state === 'terminated') return [own]
  return [
    own,
    ...instance.volumes.map(
      (volume): TaggedResource => ({
        id: volume.id,
        type: 'volume',
        tags: volume.tags,
        instance,
        withTags: (current, tags) => ({
          ...current,
          volumes: current.volumes.map((other) => (other.id === volume.id ? { ...other, tags } : other)),
        }),
      }),
    ),
    {
      id: instance.networkInterfaceId,
      type: 'network-interface',
      tags: instance.networkInterfaceTags,
      instance,
      withTags: (current, tags) => ({ ...current, networkInterfaceTags: tags }),
    },
  ]
}
