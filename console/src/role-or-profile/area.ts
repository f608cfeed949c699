import type { Area } from '../app/area.ts'

export const roleOrProfileArea: Area = {
  section: 'Answers',
  links: [{ text: 'Role or instance profile?', href: '/role-or-profile' }],
  pages: [{ path: '/role-or-profile', load: () => import('./RoleOrProfilePage.tsx') }],
}
