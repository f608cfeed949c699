import type { Area } from '../app/area.ts'
import { tagsPage } from '../tags/area.ts'

export const instancesArea: Area = {
  section: 'Compute',
  links: [{ text: 'Instances', href: '/ec2/instances' }],
  pages: [
    { path: '/ec2/instances', load: () => import('./InstancesPage.tsx') },
    { path: '/ec2/instances/launch', load: () => import('./LaunchPage.tsx') },
    { path: '/ec2/instances/:id', load: () => import('./InstancePage.tsx') },
    { path: '/ec2/instances/:id/iam-role', load: () => import('./IamRolePage.tsx') },
    { path: '/ec2/instances/:id/metadata-options', load: () => import('./MetadataOptionsPage.tsx') },
    tagsPage('instance'),
    { path: '/ec2/instances/:id/connect', load: () => import('./ConnectPage.tsx') },
    { path: '/ec2/instances/:id/metadata', load: () => import('./MetadataPage.tsx') },
  ],
}
