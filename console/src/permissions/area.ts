import type { PageRoute } from '../app/area.ts'
import { HOLDER_LISTS, type HolderKind } from './holder.ts'

/** The pages that change what a role, user or group is permitted; the area of each names its own. */
export function permissionPages(kind: HolderKind): readonly PageRoute[] {
  const below = `${HOLDER_LISTS[kind].href}/:name`
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
