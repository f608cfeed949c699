import type {
  UpdateSecurityGroupRuleDescriptionsEgressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressRequest,
} from '../../aws/generated/ec2.ts'
import { operation, type WriteCall } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { placeOf } from '../records.ts'
import { groupCheck, requireNamedGroup } from './find-groups.ts'
import { requireRule } from './RevokeSecurityGroupIngress.ts'
import { type SecurityGroupRule, securityGroups } from './records.ts'
import { plannedRules, sameRule } from './rules.ts'

export const UpdateSecurityGroupRuleDescriptionsIngress = operation(
  'ec2',
  'UpdateSecurityGroupRuleDescriptionsIngress',
  {
    authorization: {
      kind: 'permissions',
      check: (call) => [groupCheck('ec2:UpdateSecurityGroupRuleDescriptionsIngress', call.input, call)],
    },
    handle: (call) => describe(call, false),
  },
)

export const UpdateSecurityGroupRuleDescriptionsEgress = operation('ec2', 'UpdateSecurityGroupRuleDescriptionsEgress', {
  authorization: {
    kind: 'permissions',
    check: (call) => [groupCheck('ec2:UpdateSecurityGroupRuleDescriptionsEgress', call.input, call)],
  },
  handle: (call) => describe(call, true),
})

type Request = UpdateSecurityGroupRuleDescriptionsIngressRequest | UpdateSecurityGroupRuleDescriptionsEgressRequest

/** A rule that is named without a description loses the one it had. */
function describe(call: WriteCall<Request, string>, egress: boolean) {
  const { input, tx, fail } = call
  const place = placeOf(call)
  const group = requireNamedGroup(tx, place, input, fail)
  const descriptions = new Map<SecurityGroupRule, string | undefined>()
  for (const { SecurityGroupRuleId = '', Description } of input.SecurityGroupRuleDescriptions ?? []) {
    descriptions.set(requireRule(group, SecurityGroupRuleId, egress, fail), Description)
  }
  const { IpPermissions } = input
  for (const plan of plannedRules({ IpPermissions }, egress, { state: tx, place, fail })) {
    const found = group.rules.find((rule) => sameRule(rule, plan))
    if (!found) return fail('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.')
    descriptions.set(found, plan.description)
  }
  if (descriptions.size === 0)
    fail('MissingParameter', 'Either ipPermissions or securityGroupRuleDescriptions should be provided.')
  stopDryRun(input.DryRun)
  const rules = group.rules.map((rule) =>
    descriptions.has(rule) ? { ...rule, description: descriptions.get(rule) } : rule,
  )
  tx.put(securityGroups, { ...group, rules })
  return { Return: true }
}
