import type { Policy } from '@aws-sdk/client-iam'

/** What bounds a role or user that is being created. */
export interface BoundaryChoice {
  readonly limited: boolean
  /** One policy, or none; it counts only where `limited`. */
  readonly boundary: readonly Policy[]
}

/** Why the choice cannot be taken yet; undefined: it can. */
export const boundaryBlocked = ({ limited, boundary }: BoundaryChoice): string | undefined =>
  limited && boundary.length === 0 ? 'Select the policy that is to be the permissions boundary.' : undefined
