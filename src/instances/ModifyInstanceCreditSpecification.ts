import { operation } from '../aws/operation.ts'
import { inRegion } from '../state/table.ts'
import { stopDryRun } from './ec2-errors.ts'
import { describeCheck, instanceCheck, requireFewResources } from './instance-check.ts'
import { isBurstable } from './instance-types.ts'
import { type InstanceRecord, instances, isVisible, placeOf } from './records.ts'
import { requireOneTransaction } from './state-changes.ts'

/** Each instance on its own: those that cannot be changed are told with the reason. */
export const ModifyInstanceCreditSpecification = operation('ec2', 'ModifyInstanceCreditSpecification', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const action = 'ec2:ModifyInstanceCreditSpecification'
      const asked = call.input.InstanceCreditSpecifications
      requireFewResources(asked.length)
      if (asked.length === 0) return [describeCheck(action, call)]
      return asked.map(({ InstanceId, CpuCredits }) =>
        instanceCheck(action, InstanceId, call, {
          'ec2:Attribute': 'CpuCredits',
          'ec2:Attribute/CpuCredits': CpuCredits,
        }),
      )
    },
  },
  handle(call) {
    const { input, now, tx, fail } = call
    const place = placeOf(call)
    const asked = input.InstanceCreditSpecifications
    requireOneTransaction(
      asked.map(({ InstanceId }) => InstanceId),
      fail,
    )
    stopDryRun(input.DryRun)
    const changed: string[] = []
    const refused: { InstanceId: string; Error: { Code: string; Message: string } }[] = []
    for (const { InstanceId, CpuCredits } of asked) {
      const instance = tx.get(instances, inRegion(place.account, place.region), InstanceId)
      const problem = problemOf(instance && isVisible(instance, now) ? instance : undefined, InstanceId, CpuCredits)
      if (problem) refused.push({ InstanceId, Error: problem })
      if (problem || !instance) continue
      tx.put(instances, { ...instance, cpuCredits: CpuCredits === 'unlimited' ? 'unlimited' : 'standard' })
      changed.push(InstanceId)
    }
    return {
      SuccessfulInstanceCreditSpecifications: changed.map((InstanceId) => ({ InstanceId })),
      UnsuccessfulInstanceCreditSpecifications: refused,
    }
  },
})

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnsuccessfulInstanceCreditSpecificationItemError.html */
function problemOf(
  instance: InstanceRecord | undefined,
  id: string,
  credits: string | undefined,
): { Code: string; Message: string } | undefined {
  if (!/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) {
    return { Code: 'InvalidInstanceID.Malformed', Message: `Invalid id: "${id}"` }
  }
  if (!instance) return { Code: 'InvalidInstanceID.NotFound', Message: `The instance ID '${id}' does not exist` }
  if (instance.state === 'terminated') {
    return {
      Code: 'IncorrectInstanceState',
      Message: `The instance '${id}' is not in a state from which it can be modified.`,
    }
  }
  if (!isBurstable(instance.type) || (credits !== 'standard' && credits !== 'unlimited')) {
    return {
      Code: 'InstanceCreditSpecification.NotSupported',
      Message: `The credit specification '${credits}' is not supported for the instance type '${instance.type}'.`,
    }
  }
  return undefined
}
