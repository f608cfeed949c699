import { useLocation, useParams } from 'react-router'
import type { Crumb } from '../parts/Page.tsx'

export type HolderKind = 'role' | 'user' | 'group'

/** A principal, or a group of them, that policies are attached to and embedded in. */
export interface Holder {
  readonly kind: HolderKind
  readonly name: string
}

/** The lists of each kind, which their pages stand below. */
export const HOLDER_LISTS: Readonly<Record<HolderKind, Crumb>> = {
  role: { text: 'Roles', href: '/iam/roles' },
  user: { text: 'Users', href: '/iam/users' },
  group: { text: 'User groups', href: '/iam/groups' },
}

/** The holder's own page. */
export const holderHref = ({ kind, name }: Holder): string => `${HOLDER_LISTS[kind].href}/${encodeURIComponent(name)}`

/** The pages above one that is about the holder. */
export const holderCrumbs = (holder: Holder): readonly Crumb[] => [
  { text: 'IAM', href: '/iam' },
  HOLDER_LISTS[holder.kind],
  { text: holder.name, href: holderHref(holder) },
]

/** The holder that the page below `/iam/roles/:name`, `/iam/users/:name` or `/iam/groups/:name` is about. */
export function useHolder(): Holder {
  const { pathname } = useLocation()
  const { name = '' } = useParams()
  for (const kind of ['role', 'user', 'group'] as const)
    if (pathname.startsWith(`${HOLDER_LISTS[kind].href}/`)) return { kind, name }
  throw new Error(`${pathname} is the page of no role, user or group.`)
}
