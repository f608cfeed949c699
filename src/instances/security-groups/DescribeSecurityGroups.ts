import { operation } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from '../filters.ts'
import { describeCheck } from '../instance-check.ts'
import { placeOf } from '../records.ts'
import { failNoGroup } from './find-groups.ts'
import { listGroups, type SecurityGroup, type SecurityGroupRule } from './records.ts'
import { describeGroup } from './views.ts'

export const DescribeSecurityGroups = operation('ec2', 'DescribeSecurityGroups', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeSecurityGroups', call)] },
  read(call) {
    const { input, state, fail } = call
    const place = placeOf(call)
    const { GroupIds: ids = [], GroupNames: names = [] } = input
    refusePagedIds(ids, 'securityGroupIdsSet', input, fail)
    const all = listGroups(state, place)
    const known = { ids: new Set(all.map(({ id }) => id)), names: new Set(all.map(({ name }) => name)) }
    for (const id of ids) if (!known.ids.has(id)) failNoGroup(place, { GroupId: id }, fail)
    for (const name of names) if (!known.names.has(name)) failNoGroup(place, { GroupName: name }, fail)
    const asked = all.filter(
      ({ id, name }) => (ids.length === 0 && names.length === 0) || ids.includes(id) || names.includes(name),
    )
    const matching = filtered(asked, input.Filters, FILTERS, fail, ({ tags }) => tags)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ id }) => id, input, fail)
    return { SecurityGroups: items.map(describeGroup), NextToken: next }
  },
})

type Value = string | number | undefined

/** A field over the rules of one direction. */
const ofRules =
  (egress: boolean, field: (rule: SecurityGroupRule) => Value) =>
  ({ rules }: SecurityGroup): readonly Value[] =>
    rules.filter((rule) => rule.egress === egress).map(field)

const ruleFilters = (prefix: string, egress: boolean): FilterFields<SecurityGroup> => ({
  [`${prefix}.cidr`]: ofRules(egress, ({ peer }) => (peer.kind === 'ipv4' ? peer.cidr : undefined)),
  [`${prefix}.from-port`]: ofRules(egress, ({ from }) => from),
  [`${prefix}.group-id`]: ofRules(egress, ({ peer }) => (peer.kind === 'group' ? peer.id : undefined)),
  [`${prefix}.ipv6-cidr`]: ofRules(egress, ({ peer }) => (peer.kind === 'ipv6' ? peer.cidr : undefined)),
  [`${prefix}.protocol`]: ofRules(egress, ({ protocol }) => protocol),
  [`${prefix}.to-port`]: ofRules(egress, ({ to }) => to),
  [`${prefix}.user-id`]: ofRules(egress, ({ peer }) => (peer.kind === 'group' ? peer.account : undefined)),
})

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
const FILTERS: FilterFields<SecurityGroup> = {
  description: ({ description }) => [description],
  'group-id': ({ id }) => [id],
  'group-name': ({ name }) => [name],
  'owner-id': ({ account }) => [account],
  'vpc-id': ({ vpcId }) => [vpcId],
  ...ruleFilters('ip-permission', false),
  ...ruleFilters('egress.ip-permission', true),
}
