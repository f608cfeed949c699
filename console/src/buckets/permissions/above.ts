import type { Crumb } from '../../parts/Page.tsx'
import { bucketTabHref } from '../addresses.ts'

/** The pages above a form of the tab Permissions. */
export const aboveSetting = (bucket: string): readonly Crumb[] => [
  { text: 'Buckets', href: '/s3' },
  { text: bucket, href: bucketTabHref(bucket, 'permissions') },
]
