import type { Area } from '../app/area.ts'

export const accessGraphArea: Area = {
  section: 'Answers',
  links: [{ text: 'Who can?', href: '/access' }],
  pages: [{ path: '/access', load: () => import('./AccessPage.tsx') }],
}
