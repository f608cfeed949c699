import type { Area } from '../app/area.ts'

export const rolesArea: Area = {
  section: 'Identity',
  links: [{ text: 'Roles', href: '/iam/roles' }],
  pages: [{ path: '/iam/roles', load: () => import('./RolesPage.tsx') }],
}
