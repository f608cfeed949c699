import type { Area } from '../app/area.ts'

export const metricsArea: Area = {
  section: 'Storage and monitoring',
  links: [{ text: 'Metrics', href: '/metrics' }],
  pages: [{ path: '/metrics', load: () => import('./MetricsPage.tsx') }],
}
