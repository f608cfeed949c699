import type { ModifyInstanceAttributeRequest } from '../aws/generated/ec2.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'
import { readUserData } from './launch-request.ts'
import { type InstanceRecord, instances } from './records.ts'

/** Changes one attribute, named by its own member or by `Attribute` and `Value`. */
export const ModifyInstanceAttribute = operation('ec2', 'ModifyInstanceAttribute', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const change = askedChange(call.input, call.fail)
      return [
        instanceCheck('ec2:ModifyInstanceAttribute', call.input.InstanceId, call, {
          'ec2:Attribute': change.attribute,
          // User data may hold secrets, and what a condition sees is kept with the decision.
          ...(change.attribute === 'UserData' ? {} : { [`ec2:Attribute/${change.attribute}`]: change.value }),
        }),
      ]
    },
  },
  handle(call) {
    const { input, tx, fail } = call
    const instance = requireInstance(tx, input.InstanceId, call)
    const { attribute, value } = askedChange(input, fail)
    if (NEEDS_STOP.includes(attribute) && instance.state !== 'stopped') {
      fail('IncorrectInstanceState', `The instance '${instance.id}' is not in the 'stopped' state.`)
    }
    const changed = { ...instance, ...CHANGES[attribute]?.(value, fail) }
    stopDryRun(input.DryRun)
    tx.put(instances, changed)
    return {}
  },
})

const NEEDS_STOP: readonly string[] = ['InstanceType', 'UserData', 'EbsOptimized']

type Change = (value: string, fail: Fail<string>) => Partial<InstanceRecord>

const CHANGES: Readonly<Record<string, Change>> = {
  DisableApiTermination: (value, fail) => ({ disableApiTermination: truth(value, fail) }),
  DisableApiStop: (value, fail) => ({ disableApiStop: truth(value, fail) }),
  SourceDestCheck: (value, fail) => ({ sourceDestCheck: truth(value, fail) }),
  EbsOptimized: (value, fail) => ({ ebsOptimized: truth(value, fail) }),
  InstanceType: (value) => ({ type: value }),
  InstanceInitiatedShutdownBehavior: (value, fail) => ({
    shutdownBehavior: oneOf(['stop', 'terminate'], value, 'instanceInitiatedShutdownBehavior', fail),
  }),
  UserData: (value, fail) => ({ userData: readUserData(value, fail) }),
}

const UNSUPPORTED = [
  'BlockDeviceMappings',
  'EnaSupport',
  'EnclaveOptions',
  'Groups',
  'Kernel',
  'Ramdisk',
  'SriovNetSupport',
] as const

const truth = (value: string, fail: Fail<string>): boolean =>
  oneOf(['true', 'false'], value.toLowerCase(), 'value', fail) === 'true'

function askedChange(input: ModifyInstanceAttributeRequest, fail: Fail<string>): { attribute: string; value: string } {
  const { UserData } = input
  for (const name of UNSUPPORTED) {
    if (input[name] !== undefined) fail('UnsupportedOperation', `The attribute ${name} cannot be modified.`)
  }
  const given: readonly (readonly [string, string | boolean | undefined])[] = [
    ['DisableApiTermination', input.DisableApiTermination?.Value],
    ['DisableApiStop', input.DisableApiStop?.Value],
    ['SourceDestCheck', input.SourceDestCheck?.Value],
    ['EbsOptimized', input.EbsOptimized?.Value],
    ['InstanceType', input.InstanceType?.Value],
    ['InstanceInitiatedShutdownBehavior', input.InstanceInitiatedShutdownBehavior?.Value],
    ['UserData', UserData && Buffer.from(UserData.Value ?? new Uint8Array()).toString('base64')],
    [capital(input.Attribute ?? ''), input.Attribute === undefined ? undefined : (input.Value ?? '')],
  ]
  const asked = given.filter(([, value]) => value !== undefined)
  const [first] = asked
  if (asked.length > 1) {
    fail('InvalidParameterCombination', 'Fields for multiple attribute types specified')
  }
  if (!first || !Object.hasOwn(CHANGES, first[0])) {
    return fail('InvalidParameterCombination', 'No attributes specified.')
  }
  return { attribute: first[0], value: String(first[1]) }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
