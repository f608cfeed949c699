import { operation } from '../../aws/operation.ts'
import { inRegion } from '../../state/table.ts'
import { defaultNetwork } from '../default-network.ts'
import { failNotFound, stopDryRun } from '../ec2-errors.ts'
import { createTagsChecks } from '../instance-check.ts'
import { ec2Arn, placeOf } from '../records.ts'
import { readTagSpecifications, tagList } from '../tags.ts'
import { allowAllOut, findGroupNamed, securityGroups } from './records.ts'

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const MAX_GROUPS = 2500

/** A group in the default VPC; everything may leave it until that is revoked. */
export const CreateSecurityGroup = operation('ec2', 'CreateSecurityGroup', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const { input, region, fail } = call
      const place = placeOf(call)
      const tags = readTagSpecifications(input.TagSpecifications, ['security-group'], fail)['security-group']
      const vpcId = input.VpcId ?? defaultNetwork(place.account, region).vpcId
      const action = 'ec2:CreateSecurityGroup'
      return [
        {
          action,
          resource: ec2Arn(place, 'security-group', '*'),
          context: { 'ec2:Region': region },
          requestTags: tags,
        },
        {
          action,
          resource: ec2Arn(place, 'vpc', vpcId),
          context: { 'ec2:Region': region, 'ec2:Tenancy': 'default', 'ec2:VpcID': vpcId },
        },
        ...createTagsChecks('CreateSecurityGroup', place, { 'security-group': tags }),
      ]
    },
  },
  handle(call) {
    const { input, region, ids, tx, fail } = call
    const place = placeOf(call)
    const { vpcId } = defaultNetwork(place.account, region)
    if (input.VpcId !== undefined && input.VpcId !== vpcId)
      failNotFound('vpc', [input.VpcId], 'InvalidVpcID.NotFound', fail)
    const { GroupName: name, Description: description } = input
    requireText(name, 'groupName', fail)
    requireText(description, 'groupDescription', fail)
    if (name === 'default') fail('InvalidParameterValue', 'Cannot use reserved security group name: default')
    if (name.startsWith('sg-')) {
      fail('InvalidParameterValue', `Invalid value '${name}' for groupName. Group names may not be in the format sg-*.`)
    }
    if (findGroupNamed(tx, place, name)) {
      fail('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpcId}'`)
    }
    if (tx.count(securityGroups, inRegion(place.account, region)) >= MAX_GROUPS) {
      fail('SecurityGroupLimitExceeded', 'The maximum number of security groups per VPC has been reached.')
    }
    const tags = readTagSpecifications(input.TagSpecifications, ['security-group'], fail)['security-group'] ?? {}
    stopDryRun(input.DryRun)
    const id = `sg-${ids.hex(17)}`
    tx.put(securityGroups, { ...place, id, vpcId, name, description, rules: [allowAllOut(`sgr-${ids.hex(17)}`)], tags })
    return { GroupId: id, SecurityGroupArn: ec2Arn(place, 'security-group', id), Tags: tagList(tags) }
  },
})

/** Names and descriptions: at most 255 of these characters. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
function requireText(text: string, parameter: string, fail: (code: string, message: string) => never): void {
  if (/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(text)) return
  fail(
    'InvalidParameterValue',
    `Value (${text}) for parameter ${parameter} is invalid. Character sets beyond ASCII are not supported.`,
  )
}
