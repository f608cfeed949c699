import { defineTable, inRegion } from '../state/table.ts'

/** `settled` states only: the answer that starts a change says `pending` or `stopping`, the record has moved already. */
export type InstanceState = 'running' | 'stopped' | 'terminated'

export interface MetadataOptions {
  readonly httpTokens: 'optional' | 'required'
  /** 1 to 64. */
  readonly httpPutResponseHopLimit: number
  readonly httpEndpoint: 'enabled' | 'disabled'
  readonly httpProtocolIpv6: 'enabled' | 'disabled'
  readonly instanceMetadataTags: 'enabled' | 'disabled'
}

/** That the instance carries a profile. Standing in the instance's record, it cannot be there twice or outlive it. */
export interface ProfileAssociation {
  /** `iip-assoc-` and 17 hexadecimal digits. */
  readonly id: string
  readonly profileName: string
  readonly profileArn: string
  /** AIPA...: a profile that was deleted and made again under its name is another one. */
  readonly profileId: string
  /** Milliseconds since 1970. */
  readonly since: number
}

/** A security group as an instance remembers it: neither id nor name of a group ever changes. */
export interface GroupReference {
  readonly id: string
  readonly name: string
}

export interface VolumeModification {
  /** Milliseconds since 1970. */
  readonly start: number
  readonly size: number
  readonly type: string
  readonly iops: number | undefined
  readonly throughput: number | undefined
}

export interface InstanceVolume {
  readonly id: string
  readonly device: string
  /** The snapshot of the image that it was made from. */
  readonly snapshotId?: string | undefined
  /** GiB. */
  readonly size: number
  readonly type: string
  readonly iops: number | undefined
  readonly throughput: number | undefined
  readonly encrypted: boolean
  readonly deleteOnTermination: boolean
  /** The last time that it was modified, and what it was before. */
  readonly modification?: VolumeModification | undefined
  readonly tags: Readonly<Record<string, string>>
}

export interface InstanceRecord {
  /** `i-` and 17 hexadecimal digits. */
  readonly id: string
  readonly account: string
  readonly region: string
  /** The region and one letter. */
  readonly availabilityZone: string
  readonly state: InstanceState
  /** Milliseconds since 1970 at which `state` was entered. */
  readonly stateSince: number
  readonly type: string
  readonly imageId: string
  readonly reservationId: string
  readonly launchIndex: number
  /** Milliseconds since 1970 of the last start. */
  readonly launchTime: number
  /** Counts the starts: metadata tokens of an earlier boot are refused. */
  readonly bootEpoch: number
  readonly clientToken: string | undefined
  /** What was asked with the client token, so that another request under it is noticed. */
  readonly clientRequest: string | undefined
  readonly privateIp: string
  readonly mac: string
  readonly networkInterfaceId: string
  readonly attachmentId: string
  readonly networkInterfaceTags: Readonly<Record<string, string>>
  /** undefined: the default group of its VPC. */
  readonly securityGroups?: readonly GroupReference[] | undefined
  /** As it was at the launch: an instance keeps its key when the key pair is deleted. `publicKey`: OpenSSH's one line. */
  readonly keyPair?: { readonly name: string; readonly publicKey: string } | undefined
  /** Base64, as it was given. */
  readonly userData: string | undefined
  readonly monitoring: boolean
  readonly ebsOptimized: boolean
  readonly disableApiTermination: boolean
  readonly disableApiStop: boolean
  readonly shutdownBehavior: 'stop' | 'terminate'
  readonly sourceDestCheck: boolean
  readonly cpuCredits: 'standard' | 'unlimited'
  /** As the launch asked for them; undefined: as the type has them. */
  readonly cpuOptions?: { readonly coreCount: number; readonly threadsPerCore: number } | undefined
  readonly volumes: readonly InstanceVolume[]
  readonly tags: Readonly<Record<string, string>>
  readonly metadataOptions: MetadataOptions
  readonly association: ProfileAssociation | undefined
}

/** Instances, one record each with its volumes, interface and profile association. */
export const instances = defineTable<InstanceRecord>({
  name: 'instances',
  scope: 'region',
  partition: (instance) => inRegion(instance.account, instance.region),
  id: (instance) => instance.id,
  indexes: {
    id: (instance) => [instance.id],
    association: (instance) => (instance.association ? [instance.association.id] : []),
    profile: (instance) => (instance.association ? [instance.association.profileArn] : []),
    clientToken: (instance) =>
      instance.clientToken === undefined ? [] : [clientTokenKey(instance, instance.clientToken)],
    privateIp: (instance) => (instance.state === 'terminated' ? [] : [privateIpKey(instance, instance.privateIp)]),
  },
})

/** Where EC2's resources are: what an account has in one region it does not have in another. */
export interface Place {
  readonly account: string
  readonly region: string
}

/** Where a call's resources are. */
export const placeOf = ({
  caller,
  region,
}: {
  readonly caller: { readonly account: string }
  readonly region: string
}): Place => ({ account: caller.account, region })

/** The index value of an instance's address: addresses are unique in account and region. */
export const privateIpKey = ({ account, region }: Place, address: string): string => `${account}/${region}/${address}`

export const clientTokenKey = ({ account, region }: Place, token: string): string => `${account}/${region}/${token}`

/** The account's defaults for metadata options in a region. undefined: no preference. */
export interface MetadataDefaultsRecord {
  readonly account: string
  readonly region: string
  readonly httpTokens: 'optional' | 'required' | undefined
  readonly httpPutResponseHopLimit: number | undefined
  readonly httpEndpoint: 'enabled' | 'disabled' | undefined
  readonly instanceMetadataTags: 'enabled' | 'disabled' | undefined
  readonly httpTokensEnforced: 'enabled' | 'disabled' | undefined
}

export const metadataDefaults = defineTable<MetadataDefaultsRecord>({
  name: 'metadata-defaults',
  scope: 'region',
  partition: (defaults) => inRegion(defaults.account, defaults.region),
  id: () => 'defaults',
})

/** How long a terminated instance is still described. */
export const TERMINATED_VISIBLE_MS = 60 * 60 * 1000

/** False for a terminated instance that EC2 would no longer list. */
export const isVisible = (instance: InstanceRecord, now: number): boolean =>
  instance.state !== 'terminated' || now - instance.stateSince < TERMINATED_VISIBLE_MS

export const instanceArn = ({ account, region }: Place, id: string): string =>
  ec2Arn({ account, region }, 'instance', id)

/** `arn:aws:ec2:us-east-1:123456789012:instance/i-...`; images and snapshots belong to no account. */
export const ec2Arn = ({ account, region }: Place, type: string, id: string): string =>
  `arn:aws:ec2:${region}:${type === 'image' || type === 'snapshot' ? '' : account}:${type}/${id}`
