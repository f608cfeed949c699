import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import type {
  ActionFacts,
  AuthorizedService,
  ConditionKeyFacts,
  ResourceTypeFacts,
  ServiceAuthorization,
} from '../policy/lint/service-authorization.ts'
import { conditionKeys } from './condition-keys.ts'
import type { PackedService, PackedServiceAuthorization } from './packed.ts'

let loaded: ServiceAuthorization | undefined

/** AWS's actions, resource types and condition keys; read from the file beside this one on the first call. */
export function serviceAuthorization(): ServiceAuthorization {
  loaded ??= unpack(readFileSync(new URL('./service-authorization.br', import.meta.url)))
  return loaded
}

/** What the file's bytes hold. */
export function readPacked(file: Uint8Array): PackedServiceAuthorization {
  // The file is written by tools/service-authorization/pack.ts, which types what it writes so.
  return JSON.parse(brotliDecompressSync(file).toString()) as PackedServiceAuthorization
}

/** The same from the file's bytes, for those who have them from elsewhere. */
export function unpack(file: Uint8Array): ServiceAuthorization {
  const packed = readPacked(file)
  const services = new Map(Object.entries(packed.services))
  const linked = new Map<string, AuthorizedService>()
  let byArn: ReadonlyMap<string, readonly ResourceTypeFacts[]> | undefined
  let keys: ((name: string) => ConditionKeyFacts | undefined) | undefined
  return {
    prefixes: [...services.keys()].sort(),
    service(prefix) {
      const name = prefix.toLowerCase()
      const service = services.get(name)
      if (!service) return undefined
      const known = linked.get(name) ?? link(name, service)
      linked.set(name, known)
      return known
    },
    conditionKey(name) {
      keys ??= conditionKeys(packed)
      return keys(name)
    },
    resourceTypes(arnService) {
      byArn ??= typesByArn(services.values())
      return byArn.get(arnService) ?? []
    },
  }
}

function link(prefix: string, { keys, types, actions }: PackedService): AuthorizedService {
  const names = (places: readonly number[]): readonly string[] => places.map((place) => keys[place]?.[0] ?? '')
  const linkedTypes = types.map(([name, arn, places]) => ({ name, arn, conditionKeys: names(places) }))
  const linkedActions = new Map(
    actions.map(([name, accessLevel, places, onTypes]): [string, ActionFacts] => {
      const all = new Set([...places, ...onTypes.flatMap(([, onType]) => onType)])
      const resourceTypes = onTypes.flatMap(([place]) => linkedTypes[place] ?? [])
      return [name.toLowerCase(), { name, accessLevel, conditionKeys: names([...all]), resourceTypes }]
    }),
  )
  const taken = [...linkedActions.values(), ...linkedTypes].flatMap(({ conditionKeys: some }) => some)
  return { prefix, actions: linkedActions, keysTaken: new Set(taken.map((name) => name.toLowerCase())) }
}

function typesByArn(services: Iterable<PackedService>): ReadonlyMap<string, readonly ResourceTypeFacts[]> {
  const found = new Map<string, ResourceTypeFacts[]>()
  for (const { keys, types } of services) {
    for (const [name, arn, places] of types) {
      const service = arn.split(':')[2] ?? ''
      const type = { name, arn, conditionKeys: places.map((place) => keys[place]?.[0] ?? '') }
      const known = found.get(service)
      if (known) known.push(type)
      else found.set(service, [type])
    }
  }
  return found
}
