import type { Fail } from '../aws/operation.ts'
import type { PolicyHolder } from './entity.ts'

/** Fails with DeleteConflict while the user, group or role still holds policies. */
export function refuseHeldPolicies(holder: PolicyHolder, fail: Fail<'DeleteConflict'>): void {
  if (holder.attachedPolicies.length > 0) {
    fail('DeleteConflict', 'Cannot delete entity, must detach all policies first.')
  }
  if (Object.keys(holder.inlinePolicies).length > 0) {
    fail('DeleteConflict', 'Cannot delete entity, must delete policies first.')
  }
}
