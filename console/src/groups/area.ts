import type { Area } from '../app/area.ts'
import { permissionPages } from '../permissions/area.ts'

export const groupsArea: Area = {
  section: 'Identity',
  links: [{ text: 'User groups', href: '/iam/groups' }],
  pages: [
    { path: '/iam/groups', load: () => import('./GroupsPage.tsx') },
    { path: '/iam/groups/create', load: () => import('./CreateGroupPage.tsx') },
    { path: '/iam/groups/:name', load: () => import('./GroupPage.tsx') },
    { path: '/iam/groups/:name/add-users', load: () => import('./AddUsersPage.tsx') },
    ...permissionPages('group'),
  ],
}
