import type { InstanceBlockDeviceMappingSpecification, ModifyInstanceAttributeRequest } from '../aws/generated/ec2.ts'
import { type Fail, operation } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { stopDryRun } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'
import { MAX_GROUPS, readUserData } from './launch-request.ts'
import { type InstanceRecord, instances, type Place, placeOf } from './records.ts'
import { failNoGroup, findNamedGroup, groupCheck } from './security-groups/find-groups.ts'

/** Changes one attribute, named by its own member or by `Attribute` and `Value`; groups and devices are lists. */
export const ModifyInstanceAttribute = operation('ec2', 'ModifyInstanceAttribute', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const change = askedChange(call.input, call.fail)
      const action = 'ec2:ModifyInstanceAttribute'
      return [
        instanceCheck(action, call.input.InstanceId, call, {
          'ec2:Attribute': change.attribute,
          // User data may hold secrets, and what a condition sees is kept with the decision.
          ...(change.attribute === 'UserData' || change.value === undefined
            ? {}
            : { [`ec2:Attribute/${change.attribute}`]: change.value }),
        }),
        ...askedGroups(call.input, call.fail).map((GroupId) => groupCheck(action, { GroupId }, call)),
      ]
    },
  },
  handle(call) {
    const { input, tx, fail } = call
    const instance = requireInstance(tx, input.InstanceId, call)
    const { attribute, value } = askedChange(input, fail)
    if (instance.state === 'terminated') {
      fail('IncorrectInstanceState', `The instance '${instance.id}' is not in a state from which it can be modified.`)
    }
    if (NEEDS_STOP.includes(attribute) && instance.state !== 'stopped') {
      fail('IncorrectInstanceState', `The instance '${instance.id}' is not in the 'stopped' state.`)
    }
    const changed = {
      ...instance,
      ...(value === undefined
        ? listChange(tx, placeOf(call), instance, input, fail)
        : CHANGES[attribute]?.(value, fail)),
    }
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
  // What was asked of the cores of the type before says nothing about those of this one.
  InstanceType: (value) => ({ type: value, cpuOptions: undefined }),
  InstanceInitiatedShutdownBehavior: (value, fail) => ({
    shutdownBehavior: oneOf(['stop', 'terminate'], value, 'instanceInitiatedShutdownBehavior', fail),
  }),
  UserData: (value, fail) => ({ userData: readUserData(value, fail) }),
}

const UNSUPPORTED = ['EnaSupport', 'EnclaveOptions', 'Kernel', 'Ramdisk', 'SriovNetSupport'] as const

/** The groups, or for each device whether its volume ends with the instance. */
function listChange(
  state: State,
  place: Place,
  instance: InstanceRecord,
  { Groups: groups, BlockDeviceMappings: devices }: ModifyInstanceAttributeRequest,
  fail: Fail<string>,
): Partial<InstanceRecord> {
  if (devices?.length) return { volumes: changedVolumes(instance, devices, fail) }
  return {
    securityGroups: askedGroups({ Groups: groups }, fail).map((GroupId) => {
      const { id, name } = findNamedGroup(state, place, { GroupId }) ?? failNoGroup(place, { GroupId }, fail)
      return { id, name }
    }),
  }
}

/** The groups of the one interface, each once. */
function askedGroups(
  { Groups }: Pick<ModifyInstanceAttributeRequest, 'Groups'>,
  fail: Fail<string>,
): readonly string[] {
  const ids = [...new Set(Groups)]
  return ids.length <= MAX_GROUPS
    ? ids
    : fail(
        'SecurityGroupsPerInterfaceLimitExceeded',
        'The maximum number of security groups per interface has been reached.',
      )
}

function changedVolumes(
  { id, volumes }: InstanceRecord,
  devices: readonly InstanceBlockDeviceMappingSpecification[],
  fail: Fail<string>,
): InstanceRecord['volumes'] {
  const wrong = devices.find(({ DeviceName }) => !volumes.some(({ device }) => device === DeviceName))
  if (wrong) {
    fail('InvalidInstanceAttributeValue', `No device is currently mapped at ${wrong.DeviceName} on instance '${id}'`)
  }
  return volumes.map((volume) => {
    const asked = devices.find(({ DeviceName }) => DeviceName === volume.device)?.Ebs?.DeleteOnTermination
    return asked === undefined ? volume : { ...volume, deleteOnTermination: asked }
  })
}

const truth = (value: string, fail: Fail<string>): boolean =>
  oneOf(['true', 'false'], value.toLowerCase(), 'value', fail) === 'true'

/** `value` is undefined for an attribute that is a list. */
function askedChange(
  input: ModifyInstanceAttributeRequest,
  fail: Fail<string>,
): { attribute: string; value: string | undefined } {
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
  const lists = (['Groups', 'BlockDeviceMappings'] as const).filter((name) => input[name]?.length)
  const [first] = asked
  if (asked.length + lists.length > 1) {
    fail('InvalidParameterCombination', 'Fields for multiple attribute types specified')
  }
  if (lists[0] !== undefined) return { attribute: lists[0], value: undefined }
  if (!first || !Object.hasOwn(CHANGES, first[0])) {
    return fail('InvalidParameterCombination', 'No attributes specified.')
  }
  return { attribute: first[0], value: String(first[1]) }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
