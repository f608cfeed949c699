import { isIP } from 'node:net'
import type { IpPermission } from '../../aws/generated/ec2.ts'
import type { Fail } from '../../aws/operation.ts'
import type { State } from '../../state/table.ts'
import type { Place } from '../records.ts'
import { failNoGroup, findNamedGroup } from './find-groups.ts'
import type { Peer, SecurityGroupRule } from './records.ts'

/** What a rule says, without its id and its tags. */
export type RulePlan = Omit<SecurityGroupRule, 'id' | 'tags'>

/** Rules as a request writes them: a list, or one rule in members of its own. */
export interface AskedRules {
  readonly IpPermissions?: readonly IpPermission[] | undefined
  readonly IpProtocol?: string | undefined
  readonly FromPort?: number | undefined
  readonly ToPort?: number | undefined
  readonly CidrIp?: string | undefined
  readonly SourceSecurityGroupName?: string | undefined
  readonly SourceSecurityGroupOwnerId?: string | undefined
}

interface Where {
  readonly state: State
  readonly place: Place
  readonly fail: Fail<string>
}

/** One plan for every address range, prefix list and group that the request names. Errors: EC2's for each part. */
export function plannedRules(asked: AskedRules, egress: boolean, where: Where): readonly RulePlan[] {
  const permissions = asked.IpPermissions ?? []
  requireFewRules(permissions, where.fail)
  const single = asked.CidrIp !== undefined || asked.IpProtocol !== undefined || asked.SourceSecurityGroupName
  if (!single) return permissions.flatMap((permission) => plansOf(permission, egress, where))
  if (permissions.length > 0) {
    where.fail('InvalidParameterCombination', 'The parameter ipPermissions may not be used with a rule of its own')
  }
  const { SourceSecurityGroupName: GroupName, SourceSecurityGroupOwnerId: UserId } = asked
  const permission: IpPermission = {
    // A group alone stands for all traffic from it.
    IpProtocol: asked.IpProtocol ?? (GroupName === undefined ? undefined : '-1'),
    FromPort: asked.FromPort,
    ToPort: asked.ToPort,
    IpRanges: asked.CidrIp === undefined ? [] : [{ CidrIp: asked.CidrIp }],
    UserIdGroupPairs: GroupName === undefined ? [] : [{ GroupName, UserId }],
  }
  return plansOf(permission, egress, where)
}

/** Rules of one request: twice what a group can hold in one direction, so that a larger request ends at once. */
const MAX_PLANS = 120

function requireFewRules(permissions: readonly IpPermission[], fail: Fail<string>): void {
  const count = permissions.reduce(
    (sum, { IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }) =>
      sum +
      [IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs].reduce((part, list) => part + (list?.length ?? 0), 0),
    0,
  )
  if (count > MAX_PLANS) {
    fail('RulesPerSecurityGroupLimitExceeded', 'The maximum number of rules per security group has been reached.')
  }
}

/** True when both are about the same traffic; descriptions and tags do not matter. */
export const sameRule = (a: RulePlan, b: RulePlan): boolean =>
  a.egress === b.egress &&
  a.protocol === b.protocol &&
  a.from === b.from &&
  a.to === b.to &&
  peerText(a.peer) === peerText(b.peer)

/** `peer: 10.0.0.0/8, TCP, from port: 22, to port: 22, ALLOW`, as AWS names a rule that is there already. */
export function ruleText({ protocol, from, to, peer }: RulePlan): string {
  const traffic = protocol === '-1' ? 'ALL' : `${protocol.toUpperCase()}, from port: ${from}, to port: ${to}`
  return `peer: ${peerText(peer)}, ${traffic}, ALLOW`
}

const peerText = (peer: Peer): string => ('cidr' in peer ? peer.cidr : peer.id)

function plansOf(permission: IpPermission, egress: boolean, { state, place, fail }: Where): readonly RulePlan[] {
  const traffic = readTraffic(permission, fail)
  const plan = (peer: Peer, description: string | undefined): RulePlan => ({ egress, ...traffic, peer, description })
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission
  return [
    ...IpRanges.map(({ CidrIp, Description }) =>
      plan({ kind: 'ipv4', cidr: readCidr(CidrIp ?? '', 4, fail) }, Description),
    ),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) =>
      plan({ kind: 'ipv6', cidr: readCidr(CidrIpv6 ?? '', 6, fail) }, Description),
    ),
    ...PrefixListIds.map(({ PrefixListId = '' }) =>
      fail('InvalidPrefixListID.NotFound', `The prefix list ID '${PrefixListId}' does not exist`),
    ),
    ...UserIdGroupPairs.map((pair) => {
      const group = findNamedGroup(state, place, pair) ?? failNoGroup(place, pair, fail)
      return plan({ kind: 'group', id: group.id, account: group.account }, pair.Description)
    }),
  ]
}

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' }

/** Protocol and ports in the form that EC2 answers. Errors: InvalidParameterValue, MissingParameter. */
export function readTraffic(
  { IpProtocol, FromPort, ToPort }: Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>,
  fail: Fail<string>,
): { readonly protocol: string; readonly from: number; readonly to: number } {
  const asked = IpProtocol ?? fail('MissingParameter', 'The request must contain the parameter ipProtocol')
  const protocol = PROTOCOLS[asked] ?? asked.toLowerCase()
  if (protocol === 'icmp' || protocol === 'icmpv6') return { protocol, from: FromPort ?? -1, to: ToPort ?? -1 }
  if (protocol !== 'tcp' && protocol !== 'udp') {
    if (protocol !== '-1' && !(/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255)) {
      fail('InvalidParameterValue', `Invalid value '${asked}' for IP protocol. Unknown protocol.`)
    }
    return { protocol, from: -1, to: -1 }
  }
  if (FromPort === undefined || ToPort === undefined) {
    return fail(
      'InvalidParameterValue',
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    )
  }
  if (FromPort < 0 || ToPort > 65535 || FromPort > ToPort) {
    fail('InvalidParameterValue', `Invalid TCP/UDP port range (${FromPort}:${ToPort})`)
  }
  return { protocol, from: FromPort, to: ToPort }
}

/** The range, once it is one of that version. Error: InvalidParameterValue. */
export function readCidr(text: string, version: 4 | 6, fail: Fail<string>): string {
  const [address = '', prefix = '', ...rest] = text.split('/')
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.POSITIVE_INFINITY
  if (rest.length > 0 || isIP(address) !== version || bits > (version === 4 ? 32 : 128)) {
    fail('InvalidParameterValue', `CIDR block ${text} is malformed`)
  }
  return text
}
