import type { ModifyInstanceMetadataDefaultsRequest } from '../aws/generated/ec2.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { failInvalidValue, stopDryRun } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { accountDefaults } from './metadata-options.ts'
import { metadataDefaults } from './records.ts'

/** `no-preference`, or -1 for the hop limit, takes the account's default away. Instances that exist keep theirs. */
export const ModifyInstanceMetadataDefaults = operation('ec2', 'ModifyInstanceMetadataDefaults', {
  authorization: {
    kind: 'permissions',
    check: (call) => [describeCheck('ec2:ModifyInstanceMetadataDefaults', call)],
  },
  handle({ input, caller, region, tx, fail }) {
    const current = accountDefaults(tx, caller.account, region)
    const state = ['enabled', 'disabled'] as const
    const changed = {
      account: caller.account,
      region,
      httpTokens: preference(['optional', 'required'], 'HttpTokens', input, current?.httpTokens, fail),
      httpPutResponseHopLimit: hopLimit(input.HttpPutResponseHopLimit, current?.httpPutResponseHopLimit, fail),
      httpEndpoint: preference(state, 'HttpEndpoint', input, current?.httpEndpoint, fail),
      instanceMetadataTags: preference(state, 'InstanceMetadataTags', input, current?.instanceMetadataTags, fail),
      httpTokensEnforced: preference(state, 'HttpTokensEnforced', input, current?.httpTokensEnforced, fail),
    }
    stopDryRun(input.DryRun)
    tx.put(metadataDefaults, changed)
    return { Return: true }
  },
})

function preference<const V extends string>(
  values: readonly V[],
  name: 'HttpTokens' | 'HttpEndpoint' | 'InstanceMetadataTags' | 'HttpTokensEnforced',
  input: ModifyInstanceMetadataDefaultsRequest,
  current: V | undefined,
  fail: Fail<string>,
): V | undefined {
  const asked = input[name]
  if (asked === undefined) return current
  return asked === 'no-preference' ? undefined : oneOf(values, asked, name, fail)
}

function hopLimit(asked: number | undefined, current: number | undefined, fail: Fail<string>): number | undefined {
  if (asked === undefined) return current
  if (asked === -1) return undefined
  if (asked >= 1 && asked <= 64) return asked
  return failInvalidValue(String(asked), 'HttpPutResponseHopLimit', 'Valid values are between 1 and 64, or -1', fail)
}
