import type { PageRoute } from '../app/area.ts'
import type { HolderKind } from './holder.ts'

const FOLDERS: Readonly<Record<HolderKind, string>> = { role: 'roles', user: 'users', group: 'groups' }

/** The pages that change what a role, user or group is permitted; the area of each names its own. */
export function permissionPages(kind: HolderKind): readonly PageRoute[] {
  const below = `/iam/${FOLDERS[kind]}/:name`
  return [
    { path: `${below}/attach-policies`, load: () => import('./AttachPoliciesPage.tsx') },
    { path: `${below}/inline-policy`, load: () => import('./InlinePolicyPage.tsx') },
    { path: `${below}/inline-policy/:policyName`, load: () => import('./InlinePolicyPage.tsx') },
    // A group is no principal: it has no boundary.
    ...(kind === 'group'
      ? []
      : [{ path: `${below}/permissions-boundary`, load: () => import('./PermissionsBoundaryPage.tsx') }]),
  ]
}
