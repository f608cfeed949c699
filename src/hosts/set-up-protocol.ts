/** What the server tells the process that sets up an instance's network (`set-up.ts`), and what it hears back. */

export interface SetUpPlan {
  readonly network: NetworkPlan
  /**
   * Where the instance's own network is: a namespace that is made for it, or one that stands and that the process has
   * been given as the open file `GIVEN_DESCRIPTOR`.
   */
  readonly place: 'made' | 'given'
  /** Hops that the answer with a metadata token may travel, 1 to 64. */
  readonly hopLimit: number
  /** Laid over the machine's files, in this process's mount namespace only: what, and over which path. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[]
  /** Listeners to make in the router and hand out, by name. */
  readonly listeners: readonly ListenerPlan[]
}

/** The instance's address, its router's, and its interface's. */
export interface NetworkPlan {
  readonly privateIp: string
  readonly gateway: string
  readonly mac: string
}

export interface ListenerPlan {
  readonly name: ListenerName
  readonly kind: 'tcp' | 'udp'
  readonly host: string
  readonly port: number
}

export const LISTENER_NAMES = ['metadata', 'metadata-ipv6', 'api', 'api-tls', 'dns', 'dns-udp'] as const
export type ListenerName = (typeof LISTENER_NAMES)[number]

/** The first descriptor behind standard streams and the channel to the server. */
export const GIVEN_DESCRIPTOR = 4

export type SetUpMessage =
  /** Comes with the listener's handle. */
  | { readonly type: 'listener'; readonly name: ListenerName }
  | {
      readonly type: 'ready'
      /** A process in the network namespace that was made for the instance; it ends with the process that sets up. */
      readonly instancePid: number | undefined
      /** Whether the packet filter that limits a token's hops stands. */
      readonly limitsHops: boolean
      /** What is not as on EC2, in sentences. */
      readonly notes: readonly string[]
    }
  | { readonly type: 'failed'; readonly message: string }
