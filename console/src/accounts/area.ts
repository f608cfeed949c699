import type { Area } from '../app/area.ts'

export const dashboardArea: Area = {
  section: 'Identity',
  links: [{ text: 'Dashboard', href: '/iam' }],
  pages: [{ path: '/iam', load: () => import('./DashboardPage.tsx') }],
}
