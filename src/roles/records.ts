import { type BoundedHolder, entityTable } from '../iam/entity.ts'
import type { HolderSubject } from '../iam/inline-policies.ts'
import { namedSubject } from '../iam/subject.ts'

export interface Role extends BoundedHolder {
  /** JSON text; users and roles stand in it as unique ids (see `storedTrustPolicy`). */
  readonly trustPolicy: string
  readonly description?: string | undefined
  /** Seconds, 3600 to 43200. */
  readonly maxSessionDuration: number
  readonly lastUsed?: { readonly at: number; readonly region: string } | undefined
}

/** Look-ups: `attached` and `boundary` by policy ARN. */
export const roles = entityTable<Role>('roles', {
  attached: (role) => role.attachedPolicies,
  boundary: (role) => (role.permissionsBoundary === undefined ? [] : [role.permissionsBoundary]),
})

export const roleSubject: HolderSubject<Role, 'RoleName'> = {
  ...namedSubject({
    table: roles,
    word: 'Role',
    member: 'RoleName',
    type: 'role',
    notFound: (name) => `The role with name ${name} cannot be found.`,
  }),
  word: 'Role',
}
