import type { Fail } from '../aws/operation.ts'
import type { Tx } from '../state/table.ts'
import { STORE_LIMITS } from '../store/store.ts'
import { type ShownState, stateOf } from './describe-instance.ts'
import { type InstanceRecord, instances } from './records.ts'

/** How far one call may go: its instances change in one transaction, so in all or in none. */
export function requireOneTransaction(ids: readonly string[], fail: Fail<string>): void {
  if (new Set(ids).size > MAX_CHANGED) {
    fail('InvalidParameterValue', `A request may change at most ${MAX_CHANGED} instances.`)
  }
}

/** A third of what a transaction takes, so that large user data stays below its bytes as well. */
const MAX_CHANGED = Math.floor(STORE_LIMITS.ops / 3)

/** Puts the changed record, if it changed, and answers AWS's pair of states. */
export function changeState(
  tx: Tx,
  instance: InstanceRecord,
  changed: InstanceRecord | undefined,
  begun: ShownState,
): { InstanceId: string; CurrentState: object; PreviousState: object } {
  if (changed) tx.put(instances, changed)
  return {
    InstanceId: instance.id,
    PreviousState: stateOf(instance.state),
    CurrentState: stateOf(changed ? begun : instance.state),
  }
}

/** The error for an instance that is protected by one of its attributes. */
export function failProtected(
  id: string,
  verb: 'stopped' | 'terminated',
  attribute: string,
  fail: Fail<string>,
): never {
  return fail(
    'OperationNotPermitted',
    `The instance '${id}' may not be ${verb}. Modify its '${attribute}' instance attribute and try again.`,
  )
}
