import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupIngressRequest,
} from '../../aws/generated/ec2.ts'
import { type Call, type Check, operation, type WriteCall } from '../../aws/operation.ts'
import type { State } from '../../state/table.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { createTagsChecks } from '../instance-check.ts'
import { ec2Arn, placeOf } from '../records.ts'
import { readTagSpecifications } from '../tags.ts'
import { groupCheck, requireNamedGroup } from './find-groups.ts'
import { type SecurityGroupRule, securityGroups } from './records.ts'
import { plannedRules, ruleText, sameRule } from './rules.ts'
import { describeRule } from './views.ts'

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const MAX_RULES = 60

/** Adds rules for what comes in, all of them or none. */
export const AuthorizeSecurityGroupIngress = operation('ec2', 'AuthorizeSecurityGroupIngress', {
  authorization: { kind: 'permissions', check: (call) => authorizeChecks('AuthorizeSecurityGroupIngress', call) },
  handle: (call) => authorize(call, false),
})

/** Adds rules for what goes out, all of them or none. */
export const AuthorizeSecurityGroupEgress = operation('ec2', 'AuthorizeSecurityGroupEgress', {
  authorization: { kind: 'permissions', check: (call) => authorizeChecks('AuthorizeSecurityGroupEgress', call) },
  handle: (call) => authorize(call, true),
})

type Request = AuthorizeSecurityGroupIngressRequest | AuthorizeSecurityGroupEgressRequest

function authorizeChecks(name: string, call: Call<Request> & { readonly state: State }): readonly Check[] {
  const place = placeOf(call)
  const tags = readTagSpecifications(call.input.TagSpecifications, ['security-group-rule'], call.fail)
  const requestTags = tags['security-group-rule']
  const rule: Check = {
    action: `ec2:${name}`,
    resource: ec2Arn(place, 'security-group-rule', '*'),
    context: { 'ec2:Region': place.region },
    requestTags,
  }
  return [
    groupCheck(`ec2:${name}`, call.input, call),
    // EC2 asks about the rules only where they get tags.
    ...(requestTags ? [rule, ...createTagsChecks(name, place, tags)] : []),
  ]
}

function authorize(call: WriteCall<Request, string>, egress: boolean) {
  const { input, ids, tx, fail } = call
  const place = placeOf(call)
  const group = requireNamedGroup(tx, place, input, fail)
  const plans = plannedRules(input, egress, { state: tx, place, fail })
  if (plans.length === 0) fail('MissingParameter', 'The request must contain the parameter ipPermissions')
  const tags = readTagSpecifications(input.TagSpecifications, ['security-group-rule'], fail)['security-group-rule']
  const added: SecurityGroupRule[] = []
  for (const plan of plans) {
    if ([...group.rules, ...added].some((rule) => sameRule(rule, plan))) {
      fail('InvalidPermission.Duplicate', `the specified rule "${ruleText(plan)}" already exists`)
    }
    added.push({ ...plan, id: `sgr-${ids.hex(17)}`, tags: tags ?? {} })
  }
  const rules = [...group.rules, ...added]
  if (rules.filter((rule) => rule.egress === egress).length > MAX_RULES) {
    fail('RulesPerSecurityGroupLimitExceeded', 'The maximum number of rules per security group has been reached.')
  }
  stopDryRun(input.DryRun)
  tx.put(securityGroups, { ...group, rules })
  return { Return: true, SecurityGroupRules: added.map((rule) => describeRule(group, rule)) }
}
