import type { Group, Policy, User } from '@aws-sdk/client-iam'
import type { EditedTag } from '../../parts/TagFields.tsx'
import { type BoundaryChoice, boundaryBlocked } from '../../permissions/boundary-choice.ts'
import { AUTO_PASSWORD, type PasswordChoice, passwordBlocked } from '../password-choice.ts'

/** How the new user gets its permissions. */
export type PermissionWay = 'group' | 'copy' | 'attach'

/** A user as the wizard's steps fill it in. What belongs to a way that is not chosen stays, and does not count. */
export interface UserDraft extends BoundaryChoice {
  readonly name: string
  /** Whether the user gets a password for the console. */
  readonly consoleAccess: boolean
  readonly password: PasswordChoice
  readonly way: PermissionWay
  readonly groups: readonly Group[]
  /** One user, or none. */
  readonly copied: readonly User[]
  readonly policies: readonly Policy[]
  readonly tags: readonly EditedTag[]
}

export const EMPTY_DRAFT: UserDraft = {
  name: '',
  consoleAccess: false,
  password: AUTO_PASSWORD,
  way: 'group',
  groups: [],
  copied: [],
  policies: [],
  limited: false,
  boundary: [],
  tags: [],
}

/** Why the first step cannot be left; undefined: it can. */
export function detailsBlocked({ name, consoleAccess, password }: UserDraft): string | undefined {
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) return 'Enter a user name of up to 64 letters, digits and +=,.@-_ characters.'
  return consoleAccess ? passwordBlocked(password) : undefined
}

/** The same of the second step. A user may have no permissions yet. */
export function permissionsBlocked(draft: UserDraft): string | undefined {
  const { way, copied } = draft
  if (way === 'copy' && copied.length === 0) return 'Select the user whose permissions are copied.'
  return boundaryBlocked(draft)
}
