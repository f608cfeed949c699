import { defineTable, inRegion, type State } from '../../state/table.ts'
import { defaultNetwork, derivedId } from '../default-network.ts'
import type { Place } from '../records.ts'

/** Who a rule lets in or out: an address range, a prefix list, or the members of a group. */
export type Peer =
  | { readonly kind: 'ipv4' | 'ipv6'; readonly cidr: string }
  | { readonly kind: 'prefix-list'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string; readonly account: string }

export interface SecurityGroupRule {
  /** `sgr-` and 17 hexadecimal digits. */
  readonly id: string
  readonly egress: boolean
  /** `tcp`, `udp`, `icmp`, `icmpv6`, another protocol's number, or `-1` for all. */
  readonly protocol: string
  /** A port, ICMP's type, or -1 for all. */
  readonly from: number
  /** A port, ICMP's code, or -1 for all. */
  readonly to: number
  readonly peer: Peer
  readonly description: string | undefined
  readonly tags: Readonly<Record<string, string>>
}

/** A security group with its rules. They are kept and described; no traffic is filtered by them. */
export interface SecurityGroup {
  /** `sg-` and 17 hexadecimal digits. */
  readonly id: string
  readonly account: string
  readonly region: string
  readonly vpcId: string
  readonly name: string
  readonly description: string
  readonly rules: readonly SecurityGroupRule[]
  readonly tags: Readonly<Record<string, string>>
}

/** A default group is here only once it was changed. */
export const securityGroups = defineTable<SecurityGroup>({
  name: 'security-groups',
  scope: 'region',
  partition: (group) => inRegion(group.account, group.region),
  id: (group) => group.id,
})

/** The group with this id, a default group among them. */
export function findGroup(state: State, place: Place, id: string): SecurityGroup | undefined {
  const kept = state.get(securityGroups, inRegion(place.account, place.region), id)
  if (kept) return kept
  return id === defaultNetwork(place.account, place.region).securityGroup.id ? defaultGroup(place) : undefined
}

/** Every group of the account and region, the default one first. */
export function listGroups(state: State, place: Place): readonly SecurityGroup[] {
  const { securityGroup } = defaultNetwork(place.account, place.region)
  const kept = state.list(securityGroups, inRegion(place.account, place.region))
  const untouched = kept.some(({ id }) => id === securityGroup.id) ? [] : [defaultGroup(place)]
  return [...untouched, ...kept]
}

/** The group of this name in the default VPC, where names are unique. */
export const findGroupNamed = (state: State, place: Place, name: string): SecurityGroup | undefined =>
  listGroups(state, place).find((group) => group.name === name)

/** The rule that every group begins with: everything may leave. */
export const allowAllOut = (id: string): SecurityGroupRule => ({
  id,
  egress: true,
  protocol: '-1',
  from: -1,
  to: -1,
  peer: { kind: 'ipv4', cidr: '0.0.0.0/0' },
  description: undefined,
  tags: {},
})

/**
 * In from its own members, and everything out.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function defaultGroup(place: Place): SecurityGroup {
  const { securityGroup, vpcId } = defaultNetwork(place.account, place.region)
  const fromMembers: SecurityGroupRule = {
    ...allowAllOut(derivedId('sgr', place, 'default group ingress')),
    egress: false,
    peer: { kind: 'group', id: securityGroup.id, account: place.account },
  }
  return {
    ...securityGroup,
    ...place,
    vpcId,
    description: 'default VPC security group',
    rules: [fromMembers, allowAllOut(derivedId('sgr', place, 'default group egress'))],
    tags: {},
  }
}
