/**
 * AWS's service reference, as the server publishes it beside the console, read service by service when it is wanted.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html
 */
export const ACCESS_LEVELS = ['List', 'Read', 'Write', 'Permissions management', 'Tagging'] as const
export type AccessLevel = (typeof ACCESS_LEVELS)[number]

export interface ConditionKey {
  /** `aws:ResourceTag/${TagKey}`. */
  readonly name: string
  /** `String`, `ArrayOfString`, `Bool`; '' when it is not known. */
  readonly type: string
}

export interface ResourceType {
  readonly name: string
  /** `arn:${Partition}:s3:::${BucketName}`. */
  readonly arns: readonly string[]
  readonly keys: readonly string[]
}

export interface Action {
  /** Without the service's prefix. */
  readonly name: string
  readonly level: AccessLevel
  /** Keys that it takes, on whatever resource. */
  readonly keys: readonly string[]
  readonly types: readonly ResourceType[]
}

export interface Service {
  readonly prefix: string
  readonly actions: readonly Action[]
  readonly types: readonly ResourceType[]
  readonly keys: readonly ConditionKey[]
}

/** What is read once stays; what could not be read is asked for again. */
export interface ServiceReference {
  /** Sorted. */
  readonly prefixes: () => Promise<readonly string[]>
  /** undefined for a prefix that no service has. */
  readonly service: (prefix: string) => Promise<Service | undefined>
  readonly globalKeys: () => Promise<readonly ConditionKey[]>
}

interface PublishedKeys {
  readonly ConditionKeys?: readonly { readonly Name: string; readonly Types?: readonly string[] }[]
}

interface PublishedService extends PublishedKeys {
  readonly Name: string
  readonly Actions: readonly {
    readonly Name: string
    readonly ActionConditionKeys?: readonly string[]
    readonly Annotations?: { readonly Properties?: Readonly<Record<string, boolean>> }
    readonly Resources?: readonly { readonly Name: string; readonly ConditionKeys?: readonly string[] }[]
  }[]
  readonly Resources?: readonly {
    readonly Name: string
    readonly ARNFormats: readonly string[]
    readonly ConditionKeys?: readonly string[]
  }[]
}

/** The reference whose files `read` answers by their paths below `/v1/`. */
export function serviceReference(read: (path: string) => Promise<unknown>): ServiceReference {
  const answers = new Map<string, Promise<unknown>>()
  // Each path is asked for with the type of what the build writes there.
  const once = <Answer>(path: string, make: () => Promise<Answer>): Promise<Answer> => {
    const known = answers.get(path) as Promise<Answer> | undefined
    if (known) return known
    const asked = make()
    answers.set(path, asked)
    asked.catch(() => answers.delete(path))
    return asked
  }
  const prefixes = () =>
    once('service-list.json', async () => {
      const list = (await read('service-list.json')) as readonly { readonly service: string }[]
      return list.map(({ service }) => service)
    })
  return {
    prefixes,
    service: async (name) => {
      const prefix = name.toLowerCase()
      if (!(await prefixes()).includes(prefix)) return undefined
      const path = `${prefix}/${prefix}.json`
      return once(path, async () => serviceOf((await read(path)) as PublishedService))
    },
    globalKeys: () =>
      once('global-condition-keys.json', async () =>
        keysOf((await read('global-condition-keys.json')) as PublishedKeys),
      ),
  }
}

function serviceOf(published: PublishedService): Service {
  const { Name, Actions, Resources = [] } = published
  const types = Resources.map((type) => ({ name: type.Name, arns: type.ARNFormats, keys: type.ConditionKeys ?? [] }))
  const byName = new Map(types.map((type) => [type.name, type]))
  return {
    prefix: Name,
    types,
    keys: keysOf(published),
    actions: Actions.map((action) => ({
      name: action.Name,
      level: levelOf(action.Annotations?.Properties ?? {}),
      keys: [...new Set([action, ...(action.Resources ?? [])].flatMap(namedKeys))],
      types: (action.Resources ?? []).flatMap((type) => byName.get(type.Name) ?? []),
    })),
  }
}

const namedKeys = (holder: {
  readonly ActionConditionKeys?: readonly string[]
  readonly ConditionKeys?: readonly string[]
}): readonly string[] => [...(holder.ActionConditionKeys ?? []), ...(holder.ConditionKeys ?? [])]

const keysOf = ({ ConditionKeys = [] }: PublishedKeys): readonly ConditionKey[] =>
  ConditionKeys.map(({ Name, Types = [] }) => ({ name: Name, type: Types[0] ?? '' }))

/** The narrowest of the properties that hold, as AWS's console groups actions. */
function levelOf(properties: Readonly<Record<string, boolean>>): AccessLevel {
  if (properties['IsPermissionManagement']) return 'Permissions management'
  if (properties['IsTaggingOnly']) return 'Tagging'
  if (properties['IsWrite']) return 'Write'
  return properties['IsList'] ? 'List' : 'Read'
}

/** The reference of this console's server. */
export const SERVICE_REFERENCE: ServiceReference = serviceReference(async (path) => {
  const response = await fetch(`/service-reference/v1/${path}`)
  if (!response.ok) throw new Error(`The service reference ${path} cannot be read: ${response.status}.`)
  return response.json()
})
