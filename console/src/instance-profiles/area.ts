import type { Area } from '../app/area.ts'
import { tagsPage } from '../tags/area.ts'

export const instanceProfilesArea: Area = {
  section: 'Identity',
  links: [{ text: 'Instance profiles', href: '/iam/instance-profiles' }],
  pages: [
    { path: '/iam/instance-profiles', load: () => import('./ProfilesPage.tsx') },
    { path: '/iam/instance-profiles/create', load: () => import('./CreateProfilePage.tsx') },
    { path: '/iam/instance-profiles/:name', load: () => import('./ProfilePage.tsx') },
    { path: '/iam/instance-profiles/:name/role', load: () => import('./ProfileRolePage.tsx') },
    tagsPage('instance-profile'),
  ],
}
