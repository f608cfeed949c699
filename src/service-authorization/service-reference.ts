/**
 * AWS's service reference information, in the format that AWS publishes for programs, written from the packed data.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html
 */
import { conditionKeys, withPlaceholder } from './condition-keys.ts'
import type { PackedService, PackedServiceAuthorization } from './packed.ts'

export interface ServiceReferenceEntry {
  readonly service: string
  readonly url: string
}

export interface PublishedConditionKey {
  readonly Name: string
  /** As the packed data has them: `String`, `ArrayOfString`. */
  readonly Types: readonly string[]
}

export interface PublishedService {
  readonly Name: string
  readonly Actions: readonly {
    readonly Name: string
    readonly ActionConditionKeys?: readonly string[]
    readonly Annotations: {
      readonly Properties: {
        readonly IsList: boolean
        readonly IsPermissionManagement: boolean
        readonly IsTaggingOnly: boolean
        readonly IsWrite: boolean
      }
    }
    readonly Resources?: readonly { readonly Name: string; readonly ConditionKeys?: readonly string[] }[]
  }[]
  readonly ConditionKeys: readonly PublishedConditionKey[]
  readonly Resources: readonly {
    readonly Name: string
    readonly ARNFormats: readonly string[]
    readonly ConditionKeys?: readonly string[]
  }[]
  readonly Version: string
}

/** Every file of the reference by its path below `/v1/`. Addresses in it begin with `base`. */
export function serviceReference(packed: PackedServiceAuthorization, base: string): ReadonlyMap<string, unknown> {
  const typeOf = conditionKeys(packed)
  const prefixes = Object.keys(packed.services).sort()
  const pathOf = (prefix: string) => `${prefix}/${prefix}.json`
  const list: ServiceReferenceEntry[] = prefixes.map((service) => ({ service, url: `${base}/v1/${pathOf(service)}` }))
  const known = (name: string): PublishedConditionKey => ({ Name: name, Types: typesOf(typeOf(name)?.type) })
  return new Map<string, unknown>([
    ['service-list.json', list],
    ['global-condition-keys.json', { ConditionKeys: packed.globalKeys.map(([name]) => known(withPlaceholder(name))) }],
    ...Object.entries(packed.services).map(([prefix, service]): [string, unknown] => [
      pathOf(prefix),
      published(prefix, service, known),
    ]),
  ])
}

function published(
  prefix: string,
  { keys, types, actions }: PackedService,
  known: (name: string) => PublishedConditionKey,
): PublishedService {
  const names = (places: readonly number[]) => places.flatMap((place) => keys[place]?.[0] ?? [])
  return {
    Name: prefix,
    Actions: actions.map(([Name, level, places, onTypes]) => ({
      Name,
      ...(places.length > 0 && { ActionConditionKeys: names(places) }),
      Annotations: { Properties: propertiesOf(level) },
      ...(onTypes.length > 0 && {
        Resources: onTypes.flatMap(([place, onType]) => {
          const type = types[place]
          return type ? [{ Name: type[0], ...(onType.length > 0 && { ConditionKeys: names(onType) }) }] : []
        }),
      }),
    })),
    ConditionKeys: keys.map(([name]) => known(name)),
    Resources: types.map(([Name, arn, places]) => ({
      Name,
      ARNFormats: [arn],
      ...(places.length > 0 && { ConditionKeys: names(places) }),
    })),
    Version: 'v1.2',
  }
}

/** The packed level names each property that holds: `Permissions management, Write`. What only reads has none. */
const propertiesOf = (level: string) => {
  const held = level.split(', ')
  return {
    IsList: held.includes('List'),
    IsPermissionManagement: held.includes('Permissions management'),
    IsTaggingOnly: held.includes('Tagging'),
    IsWrite: held.includes('Write'),
  }
}

const typesOf = (type: string | undefined): readonly string[] => (type ? [type] : [])
