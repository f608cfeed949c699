import type { Area } from '../app/area.ts'

export const whatIfArea: Area = {
  section: 'Answers',
  links: [{ text: 'What if', href: '/what-if' }],
  pages: [{ path: '/what-if', load: () => import('./WhatIfPage.tsx') }],
}
