import type {
  IpPermission,
  SecurityGroup as ShownGroup,
  SecurityGroupRule as ShownRule,
} from '../../aws/generated/ec2.ts'
import { ec2Arn } from '../records.ts'
import { tagList } from '../tags.ts'
import type { SecurityGroup, SecurityGroupRule } from './records.ts'

export const describeGroup = (group: SecurityGroup): ShownGroup => ({
  GroupId: group.id,
  GroupName: group.name,
  Description: group.description,
  VpcId: group.vpcId,
  OwnerId: group.account,
  SecurityGroupArn: ec2Arn(group, 'security-group', group.id),
  IpPermissions: permissions(group.rules.filter(({ egress }) => !egress)),
  IpPermissionsEgress: permissions(group.rules.filter(({ egress }) => egress)),
  ...(Object.keys(group.tags).length > 0 ? { Tags: tagList(group.tags) } : {}),
})

export const describeRule = (group: SecurityGroup, rule: SecurityGroupRule): ShownRule => {
  const { peer } = rule
  return {
    SecurityGroupRuleId: rule.id,
    SecurityGroupRuleArn: ec2Arn(group, 'security-group-rule', rule.id),
    GroupId: group.id,
    GroupOwnerId: group.account,
    IsEgress: rule.egress,
    IpProtocol: rule.protocol,
    FromPort: rule.from,
    ToPort: rule.to,
    ...(peer.kind === 'ipv4' ? { CidrIpv4: peer.cidr } : {}),
    ...(peer.kind === 'ipv6' ? { CidrIpv6: peer.cidr } : {}),
    ...(peer.kind === 'prefix-list' ? { PrefixListId: peer.id } : {}),
    ...(peer.kind === 'group' ? { ReferencedGroupInfo: { GroupId: peer.id, UserId: peer.account } } : {}),
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    Tags: tagList(rule.tags),
  }
}

/** Rules of one protocol and port range are one permission, as EC2 lists them. */
export function permissions(rules: readonly SecurityGroupRule[]): readonly IpPermission[] {
  const alike = Map.groupBy(rules, ({ protocol, from, to }) => `${protocol} ${from} ${to}`)
  return [...alike.values()].map((members) => {
    const { protocol, from, to } = members[0]!
    return {
      IpProtocol: protocol,
      ...(hasPorts(protocol) ? { FromPort: from, ToPort: to } : {}),
      IpRanges: members.flatMap(({ peer, description }) =>
        peer.kind === 'ipv4' ? [{ CidrIp: peer.cidr, ...described(description) }] : [],
      ),
      Ipv6Ranges: members.flatMap(({ peer, description }) =>
        peer.kind === 'ipv6' ? [{ CidrIpv6: peer.cidr, ...described(description) }] : [],
      ),
      PrefixListIds: members.flatMap(({ peer, description }) =>
        peer.kind === 'prefix-list' ? [{ PrefixListId: peer.id, ...described(description) }] : [],
      ),
      UserIdGroupPairs: members.flatMap(({ peer, description }) =>
        peer.kind === 'group' ? [{ GroupId: peer.id, UserId: peer.account, ...described(description) }] : [],
      ),
    }
  })
}

const hasPorts = (protocol: string): boolean => ['tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol)

const described = (Description: string | undefined) => (Description === undefined ? {} : { Description })
