import type { Area } from '../app/area.ts'
import { tagsPage } from '../tags/area.ts'

export const policiesArea: Area = {
  section: 'Identity',
  links: [{ text: 'Policies', href: '/iam/policies' }],
  pages: [
    { path: '/iam/policies', load: () => import('./PoliciesPage.tsx') },
    { path: '/iam/policies/create', load: () => import('./CreatePolicyPage.tsx') },
    { path: '/iam/policies/view', needs: 'arn', load: () => import('./PolicyPage.tsx') },
    { path: '/iam/policies/edit', needs: 'arn', load: () => import('./EditPolicyPage.tsx') },
    { path: '/iam/policies/attach', needs: 'arn', load: () => import('./AttachPolicyPage.tsx') },
    tagsPage('policy'),
  ],
}
