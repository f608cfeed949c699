import type { Area } from '../app/area.ts'

export const policyEditorArea: Area = {
  section: 'Answers',
  links: [{ text: 'Check a policy', href: '/policy-check' }],
  pages: [{ path: '/policy-check', load: () => import('./PolicyCheckPage.tsx') }],
}
