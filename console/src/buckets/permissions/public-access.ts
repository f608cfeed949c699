import type { PublicAccess } from '../settings.ts'

/** The four settings, in AWS's words and order. */
export const PUBLIC_ACCESS: readonly {
  readonly setting: keyof PublicAccess
  readonly label: string
  readonly says: string
}[] = [
  {
    setting: 'BlockPublicAcls',
    label: 'Block public access to buckets and objects granted through new access control lists (ACLs)',
    says: 'A call that would set a public ACL is refused.',
  },
  {
    setting: 'IgnorePublicAcls',
    label: 'Block public access to buckets and objects granted through any access control lists (ACLs)',
    says: 'Public ACLs have no effect.',
  },
  {
    setting: 'BlockPublicPolicy',
    label: 'Block public access to buckets and objects granted through new public bucket or access point policies',
    says: 'A bucket policy that would make something public is refused.',
  },
  {
    setting: 'RestrictPublicBuckets',
    label:
      'Block public and cross-account access to buckets and objects through any public bucket or access point policies',
    says: 'A public bucket policy has no effect outside of this account.',
  },
]
