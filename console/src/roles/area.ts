import type { Area } from '../app/area.ts'
import { permissionPages } from '../permissions/area.ts'
import { tagsPage } from '../tags/area.ts'

export const rolesArea: Area = {
  section: 'Identity',
  links: [{ text: 'Roles', href: '/iam/roles' }],
  pages: [
    { path: '/iam/roles', load: () => import('./RolesPage.tsx') },
    { path: '/iam/roles/create', load: () => import('./create/CreateRolePage.tsx') },
    { path: '/iam/roles/:name', load: () => import('./RolePage.tsx') },
    { path: '/iam/roles/:name/edit', load: () => import('./EditRolePage.tsx') },
    { path: '/iam/roles/:name/trust-policy', load: () => import('./EditTrustPolicyPage.tsx') },
    ...permissionPages('role'),
    tagsPage('role'),
  ],
}
