import { operation } from '../../aws/operation.ts'
import { failNotFound, requireIdForm, stopDryRun } from '../ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from '../filters.ts'
import { describeCheck } from '../instance-check.ts'
import { placeOf } from '../records.ts'
import { listGroups, type SecurityGroup, type SecurityGroupRule } from './records.ts'
import { describeRule } from './views.ts'

interface RuleOfGroup {
  readonly group: SecurityGroup
  readonly rule: SecurityGroupRule
}

export const DescribeSecurityGroupRules = operation('ec2', 'DescribeSecurityGroupRules', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeSecurityGroupRules', call)] },
  read(call) {
    const { input, state, fail } = call
    const ids = input.SecurityGroupRuleIds ?? []
    refusePagedIds(ids, 'securityGroupRuleIdSet', input, fail)
    requireIdForm(ids, 'sgr', 'InvalidSecurityGroupRuleId.Malformed', fail)
    const all = listGroups(state, placeOf(call)).flatMap((group) =>
      group.rules.map((rule): RuleOfGroup => ({ group, rule })),
    )
    const missing = ids.filter((id) => !all.some(({ rule }) => rule.id === id))
    if (missing.length > 0) failNotFound('security group rule', missing, 'InvalidSecurityGroupRuleId.NotFound', fail)
    const asked = all.filter(({ rule }) => ids.length === 0 || ids.includes(rule.id))
    const matching = filtered(asked, input.Filters, FILTERS, fail, ({ rule }) => rule.tags)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ rule }) => rule.id, input, fail)
    return { SecurityGroupRules: items.map(({ group, rule }) => describeRule(group, rule)), NextToken: next }
  },
})

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html */
const FILTERS: FilterFields<RuleOfGroup> = {
  'group-id': ({ group }) => [group.id],
  'security-group-rule-id': ({ rule }) => [rule.id],
}
