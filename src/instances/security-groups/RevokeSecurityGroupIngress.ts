import type { RevokeSecurityGroupEgressRequest, RevokeSecurityGroupIngressRequest } from '../../aws/generated/ec2.ts'
import { operation, type WriteCall } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { placeOf } from '../records.ts'
import { groupCheck, requireNamedGroup } from './find-groups.ts'
import { type SecurityGroup, type SecurityGroupRule, securityGroups } from './records.ts'
import { plannedRules, sameRule } from './rules.ts'

/** Takes rules for what comes in away, all that the request names or none. */
export const RevokeSecurityGroupIngress = operation('ec2', 'RevokeSecurityGroupIngress', {
  authorization: {
    kind: 'permissions',
    check: (call) => [groupCheck('ec2:RevokeSecurityGroupIngress', call.input, call)],
  },
  handle: (call) => revoke(call, false),
})

/** Takes rules for what goes out away, all that the request names or none. */
export const RevokeSecurityGroupEgress = operation('ec2', 'RevokeSecurityGroupEgress', {
  authorization: {
    kind: 'permissions',
    check: (call) => [groupCheck('ec2:RevokeSecurityGroupEgress', call.input, call)],
  },
  handle: (call) => revoke(call, true),
})

type Request = RevokeSecurityGroupIngressRequest | RevokeSecurityGroupEgressRequest

function revoke(call: WriteCall<Request, string>, egress: boolean) {
  const { input, tx, fail } = call
  const place = placeOf(call)
  const group = requireNamedGroup(tx, place, input, fail)
  const removed = new Set([
    ...(input.SecurityGroupRuleIds ?? []).map((id) => requireRule(group, id, egress, fail)),
    ...plannedRules(input, egress, { state: tx, place, fail }).map(
      (plan) =>
        group.rules.find((rule) => sameRule(rule, plan)) ??
        fail('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.'),
    ),
  ])
  if (removed.size === 0) fail('MissingParameter', 'The request must contain the parameter ipPermissions')
  stopDryRun(input.DryRun)
  tx.put(securityGroups, { ...group, rules: group.rules.filter((rule) => !removed.has(rule)) })
  return { Return: true, RevokedSecurityGroupRules: [...removed].map((rule) => revoked(group, rule)) }
}

/** The rule of the group with this id. Error: InvalidSecurityGroupRuleId.NotFound. */
export function requireRule(
  group: SecurityGroup,
  id: string,
  egress: boolean | undefined,
  fail: (code: string, message: string) => never,
): SecurityGroupRule {
  return (
    group.rules.find((rule) => rule.id === id && (egress === undefined || rule.egress === egress)) ??
    fail('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`)
  )
}

const revoked = (group: SecurityGroup, { id, egress, protocol, from, to, peer, description }: SecurityGroupRule) => ({
  SecurityGroupRuleId: id,
  GroupId: group.id,
  IsEgress: egress,
  IpProtocol: protocol,
  FromPort: from,
  ToPort: to,
  CidrIpv4: peer.kind === 'ipv4' ? peer.cidr : undefined,
  CidrIpv6: peer.kind === 'ipv6' ? peer.cidr : undefined,
  PrefixListId: peer.kind === 'prefix-list' ? peer.id : undefined,
  ReferencedGroupId: peer.kind === 'group' ? peer.id : undefined,
  Description: description,
})
