import {
  GetRoleCommand,
  type InstanceProfile,
  ListInstanceProfilesForRoleCommand,
  ListRolesCommand,
  type Role,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { counted } from '../parts/counted.ts'
import { trustedEntities } from './trusted-entities.ts'

/** A role of the list, and whom it trusts, read once from its trust policy. */
export interface ListedRole extends Role {
  readonly trusted: string
}

/** Every role of the account; 1,000 a call. */
export const useRoles = () => useQuery({ queryKey: ['roles'], queryFn: listRoles })

export const listRoles = (): Promise<ListedRole[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Roles = [], Marker: next } = await iam().send(new ListRolesCommand({ Marker, MaxItems: 1000 }))
    const items = Roles.map((role) => ({
      ...role,
      trusted: trustedEntities(role.AssumeRolePolicyDocument).join(', '),
    }))
    return { items, next }
  })

/** One role with everything that IAM says of it. */
export const useRole = (name: string) =>
  useQuery({
    queryKey: ['role', name],
    queryFn: async (): Promise<Role> => {
      const { Role: role } = await iam().send(new GetRoleCommand({ RoleName: name }))
      if (!role) throw new Error(`The server answered no role ${name}.`)
      return role
    },
  })

/** The instance profiles that carry the role. */
export const useProfilesOf = (name: string) =>
  useQuery({ queryKey: ['profiles-of-role', name], queryFn: () => profilesOf(name) })

export const profilesOf = (RoleName: string): Promise<InstanceProfile[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { InstanceProfiles = [], Marker: next } = await iam().send(
      new ListInstanceProfilesForRoleCommand({ RoleName, Marker }),
    )
    return { items: InstanceProfiles, next }
  })

/** The page of a role. */
export const roleHref = (name: string): string => `/iam/roles/${encodeURIComponent(name)}`

/** The pages above a page that is about one role. */
export const ROLES_CRUMBS = [
  { text: 'IAM', href: '/iam' },
  { text: 'Roles', href: '/iam/roles' },
]

/** The longest sessions that a role permits, as AWS's console offers them; seconds. */
export const SESSION_DURATIONS = [1, 2, 4, 8, 12].map((hours) => hours * 3600)

/** `1 hour`, `1 hour 30 minutes`. */
export function shownDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const parts = [
    hours > 0 && counted(hours, 'hour'),
    minutes > 0 && counted(minutes, 'minute'),
    seconds % 60 > 0 && counted(seconds % 60, 'second'),
  ]
  return parts.filter(Boolean).join(' ') || '0 seconds'
}
