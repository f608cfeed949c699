import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { describeCheck } from './instance-check.ts'
import { accountDefaults } from './metadata-options.ts'

export const GetInstanceMetadataDefaults = operation('ec2', 'GetInstanceMetadataDefaults', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:GetInstanceMetadataDefaults', call)] },
  read({ input, caller, region, state }) {
    stopDryRun(input.DryRun)
    const defaults = accountDefaults(state, caller.account, region)
    return {
      AccountLevel: {
        HttpTokens: defaults?.httpTokens,
        HttpPutResponseHopLimit: defaults?.httpPutResponseHopLimit,
        HttpEndpoint: defaults?.httpEndpoint,
        InstanceMetadataTags: defaults?.instanceMetadataTags,
        HttpTokensEnforced: defaults?.httpTokensEnforced,
        ManagedBy: 'account',
      },
    }
  },
})
