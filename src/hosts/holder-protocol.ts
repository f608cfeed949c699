/** What the server tells the process that holds an instance's namespace, and what it hears back. */

export interface HolderPlan {
  readonly instanceId: string
  readonly privateIp: string
  readonly hostname: string
  /** PEM; what CMD trusts. */
  readonly caPem: string
  /** Listeners to make inside and hand out, by name. */
  readonly listeners: readonly { readonly name: ListenerName; readonly host: string; readonly port: number }[]
}

export const LISTENER_NAMES = ['metadata', 'metadata-ipv6', 'api', 'api-tls'] as const
export type ListenerName = (typeof LISTENER_NAMES)[number]

export type HolderMessage =
  /** Comes with the listener's handle. */
  | { readonly type: 'listener'; readonly name: ListenerName }
  | {
      readonly type: 'ready'
      /** The folder that the files of this instance lie in; it goes when the holder ends. */
      readonly directory: string
      readonly caFile: string
      /** What is not as on EC2, in sentences. */
      readonly notes: readonly string[]
    }
  | { readonly type: 'failed'; readonly message: string }
