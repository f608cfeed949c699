import type { Fail } from '../aws/operation.ts'
import { inRegion, type State } from '../state/table.ts'
import { failNotFound, requireIdForm } from './ec2-errors.ts'
import { type InstanceRecord, instances, isVisible } from './records.ts'

interface Where {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly now: number
  readonly fail: Fail<string>
}

/** The instances with these ids in the order asked; InvalidInstanceID.Malformed or .NotFound names those that are not. */
export function requireInstances(
  state: State,
  ids: readonly string[],
  { caller, region, now, fail }: Where,
): readonly InstanceRecord[] {
  requireIdForm(ids, 'i', 'InvalidInstanceID.Malformed', fail)
  const found: InstanceRecord[] = []
  const missing: string[] = []
  for (const id of new Set(ids)) {
    const instance = state.get(instances, inRegion(caller.account, region), id)
    if (instance && isVisible(instance, now)) found.push(instance)
    else missing.push(id)
  }
  if (missing.length > 0) failNotFound('instance', missing, 'InvalidInstanceID.NotFound', fail)
  return found
}

/** The instance with this id, or its error. */
export function requireInstance(state: State, id: string, where: Where): InstanceRecord {
  const [instance] = requireInstances(state, [id], where)
  return instance!
}

/** Every instance of the account and region that EC2 still lists. */
export const visibleInstances = (
  state: State,
  { caller, region, now }: Omit<Where, 'fail'>,
): readonly InstanceRecord[] =>
  state.list(instances, inRegion(caller.account, region)).filter((instance) => isVisible(instance, now))
