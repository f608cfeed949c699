import type { InstanceRecord } from '../instances/records.ts'
import type { NamespaceKind, NamespacePaths } from './namespace.ts'

/** How a command on the instance reaches its metadata and the API. */
export type HostAccess = { readonly notes: readonly string[] } & (
  | { readonly way: NamespaceKind; readonly paths: NamespacePaths; readonly caFile: string }
  | {
      readonly way: 'environment'
      readonly metadataUrl: string
      readonly apiUrl: string
      /** Where SDKs ask for credentials, and what they show there. */
      readonly credentialsUrl: string
      readonly credentialsToken: string
    }
)

/** A place in which an instance's services answer, and what keeps it. */
export interface Host<Access> {
  readonly access: Access
  /** The name of the network, as `networkOf` gives it, where it has one of its own. */
  readonly network: string | undefined
  /** Follows the instance's metadata options. */
  readonly update: (record: InstanceRecord) => void
  readonly close: () => Promise<void>
}

export class HostError extends Error {
  readonly code:
    | 'InvalidInstanceID.NotFound'
    | 'IncorrectInstanceState'
    | 'HostUnavailable'
    | 'InvalidParameterValue'
    | 'Resource.AlreadyAssociated'
  constructor(code: HostError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'HostError'
    this.code = code
  }
}
