import type { Crumb } from '../parts/Page.tsx'

export const ABOVE_INSTANCES: readonly Crumb[] = [
  { text: 'EC2', href: '/ec2/instances' },
  { text: 'Instances', href: '/ec2/instances' },
]

/** The pages above those of one instance. */
export const crumbsTo = (id: string): readonly Crumb[] => [
  ...ABOVE_INSTANCES,
  { text: id, href: `/ec2/instances/${id}` },
]
