import { operation } from '../aws/operation.ts'
import { describeMetadataOptions } from './describe-instance.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'
import { accountDefaults, changedOptions, requireEnforcedTokens } from './metadata-options.ts'
import { instances } from './records.ts'
import { requireMetadataTagKeys } from './tags.ts'

const ATTRIBUTES = [
  'HttpTokens',
  'HttpPutResponseHopLimit',
  'HttpEndpoint',
  'HttpProtocolIpv6',
  'InstanceMetadataTags',
] as const

export const ModifyInstanceMetadataOptions = operation('ec2', 'ModifyInstanceMetadataOptions', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const asked = ATTRIBUTES.filter((name) => call.input[name] !== undefined)
      return [
        instanceCheck('ec2:ModifyInstanceMetadataOptions', call.input.InstanceId, call, {
          'ec2:Attribute': asked.length > 0 ? asked : undefined,
          ...Object.fromEntries(asked.map((name) => [`ec2:Attribute/${name}`, String(call.input[name])])),
        }),
      ]
    },
  },
  handle(call) {
    const { input, caller, region, tx, fail } = call
    const instance = requireInstance(tx, input.InstanceId, call)
    if (instance.state === 'terminated') {
      fail('IncorrectInstanceState', `The instance '${instance.id}' is not in a state from which it can be modified.`)
    }
    const metadataOptions = changedOptions(instance.metadataOptions, input, fail)
    if (input.HttpTokens === 'optional') {
      requireEnforcedTokens(metadataOptions, accountDefaults(tx, caller.account, region), fail)
    }
    if (metadataOptions.instanceMetadataTags === 'enabled') requireMetadataTagKeys(instance.tags, fail)
    stopDryRun(input.DryRun)
    tx.put(instances, { ...instance, metadataOptions })
    return {
      InstanceId: instance.id,
      InstanceMetadataOptions: describeMetadataOptions(metadataOptions, 'pending'),
    }
  },
})
