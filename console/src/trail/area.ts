import type { Area } from '../app/area.ts'

export const trailArea: Area = {
  section: 'Answers',
  links: [{ text: 'Event history', href: '/trail' }],
  pages: [
    { path: '/trail', load: () => import('./TrailPage.tsx') },
    { path: '/trail/:id', load: () => import('./CallPage.tsx') },
  ],
}
