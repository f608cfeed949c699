import { bucketHref } from '../buckets/addresses.ts'
import type { GraphNode, Kind } from './account.ts'

/** A kind in words, and what a person reads of it first. */
export const KINDS: Readonly<Record<Kind, { readonly one: string; readonly many: string }>> = {
  user: { one: 'User', many: 'Users' },
  role: { one: 'Role', many: 'Roles' },
  group: { one: 'Group', many: 'Groups' },
  root: { one: 'Root user', many: 'Root user' },
  'instance profile': { one: 'Instance profile', many: 'Instance profiles' },
  instance: { one: 'Instance', many: 'Instances' },
  bucket: { one: 'Bucket', many: 'Buckets' },
  service: { one: 'Service', many: 'Services' },
  'identity provider': { one: 'Identity provider', many: 'Identity providers' },
  outside: { one: 'Outside the account', many: 'Outside the account' },
  administrator: { one: 'Allowed everything', many: 'Administrators' },
}

/** The page of a place; the administrator is no place of its own, and is looked at from the start. */
export const hrefOf = (id: string): string =>
  id === 'administrator' ? '/access' : `/access?node=${encodeURIComponent(id)}`

/** The console's page about the thing itself, where it has one. */
export function resourceHref({ id, kind, name }: GraphNode): string | undefined {
  switch (kind) {
    case 'user':
      return `/iam/users/${name}`
    case 'role':
      return `/iam/roles/${name}`
    case 'group':
      return `/iam/groups/${name}`
    case 'instance profile':
      return `/iam/instance-profiles/${name}`
    case 'bucket':
      return bucketHref(name)
    case 'instance':
      return `/ec2/instances/${id.split('/').at(-1)}`
    default:
      return undefined
  }
}
