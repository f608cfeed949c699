import type { Area } from '../app/area.ts'
import { permissionPages } from '../permissions/area.ts'
import { tagsPage } from '../tags/area.ts'

export const usersArea: Area = {
  section: 'Identity',
  links: [{ text: 'Users', href: '/iam/users' }],
  pages: [
    { path: '/iam/users', load: () => import('./UsersPage.tsx') },
    { path: '/iam/users/create', load: () => import('./create/CreateUserPage.tsx') },
    { path: '/iam/users/:name', load: () => import('./UserPage.tsx') },
    { path: '/iam/users/:name/add-to-groups', load: () => import('./AddToGroupsPage.tsx') },
    { path: '/iam/users/:name/create-access-key', load: () => import('./CreateAccessKeyPage.tsx') },
    ...permissionPages('user'),
    tagsPage('user'),
  ],
}
