import type { SecurityGroupRuleRequest } from '../../aws/generated/ec2.ts'
import { operation } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { requireFewResources } from '../instance-check.ts'
import { ec2Arn, placeOf } from '../records.ts'
import { findNamedGroup, groupCheck, requireNamedGroup } from './find-groups.ts'
import { requireRule } from './RevokeSecurityGroupIngress.ts'
import { securityGroups } from './records.ts'
import { plannedRules, ruleText, sameRule } from './rules.ts'

/** Rules keep their ids, tags and direction; everything else of them is what the request says. */
export const ModifySecurityGroupRules = operation('ec2', 'ModifySecurityGroupRules', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const place = placeOf(call)
      const action = 'ec2:ModifySecurityGroupRules'
      requireFewResources(call.input.SecurityGroupRules.length)
      const group = findNamedGroup(call.state, place, call.input)
      return [
        groupCheck(action, call.input, call),
        ...call.input.SecurityGroupRules.map(({ SecurityGroupRuleId: id }) => ({
          action,
          resource: ec2Arn(place, 'security-group-rule', id),
          context: { 'ec2:Region': place.region },
          resourceTags: group?.rules.find((rule) => rule.id === id)?.tags,
        })),
      ]
    },
  },
  handle(call) {
    const { input, tx, fail } = call
    const place = placeOf(call)
    const group = requireNamedGroup(tx, place, input, fail)
    let rules = group.rules
    for (const { SecurityGroupRuleId, SecurityGroupRule = {} } of input.SecurityGroupRules) {
      const rule = requireRule(group, SecurityGroupRuleId, undefined, fail)
      const IpPermissions = [permissionOf(SecurityGroupRule)]
      const plans = plannedRules({ IpPermissions }, rule.egress, { state: tx, place, fail })
      const [plan] = plans
      if (!plan || plans.length > 1) {
        return fail(
          'InvalidParameterCombination',
          'Exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId must be specified',
        )
      }
      if (rules.some((other) => other.id !== rule.id && sameRule(other, plan))) {
        fail('InvalidPermission.Duplicate', `the specified rule "${ruleText(plan)}" already exists`)
      }
      rules = rules.map((other) => (other.id === rule.id ? { ...rule, ...plan } : other))
    }
    stopDryRun(input.DryRun)
    tx.put(securityGroups, { ...group, rules })
    return { Return: true }
  },
})

const permissionOf = (asked: SecurityGroupRuleRequest) => {
  const { Description, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId } = asked
  return {
    IpProtocol: asked.IpProtocol,
    FromPort: asked.FromPort,
    ToPort: asked.ToPort,
    IpRanges: CidrIpv4 === undefined ? [] : [{ CidrIp: CidrIpv4, Description }],
    Ipv6Ranges: CidrIpv6 === undefined ? [] : [{ CidrIpv6, Description }],
    PrefixListIds: PrefixListId === undefined ? [] : [{ PrefixListId, Description }],
    UserIdGroupPairs: ReferencedGroupId === undefined ? [] : [{ GroupId: ReferencedGroupId, Description }],
  }
}
