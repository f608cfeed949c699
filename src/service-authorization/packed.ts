/** What `service-authorization.br` holds; `tools/service-authorization/pack.ts` writes it. */
export interface PackedServiceAuthorization {
  /** Of the npm package that it was made from. */
  readonly version: string
  /** By service prefix. */
  readonly services: Readonly<Record<string, PackedService>>
  /** Name and type of each global condition key. */
  readonly globalKeys: readonly PackedKey[]
}

export type PackedKey = readonly [name: string, type: string]
/** A condition key by its place in `keys` of the service. */
export type KeyPlace = number

export interface PackedService {
  /** The service's condition keys; a key of another namespace that its actions take has an empty type. */
  readonly keys: readonly PackedKey[]
  readonly types: readonly (readonly [name: string, arn: string, keys: readonly KeyPlace[]])[]
  /** Resource types by their place in `types`, each with the keys that the action takes on it. */
  readonly actions: readonly (readonly [
    name: string,
    accessLevel: string,
    keys: readonly KeyPlace[],
    types: readonly (readonly [type: number, keys: readonly KeyPlace[]])[],
  ])[]
}
