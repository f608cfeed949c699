import type { Area } from '../app/area.ts'

export const dashboardArea: Area = {
  section: 'Identity',
  links: [{ text: 'Dashboard', href: '/iam' }],
  pages: [{ path: '/iam', load: () => import('./DashboardPage.tsx') }],
}

/** The last of IAM in the navigation, as on AWS. */
export const accountSettingsArea: Area = {
  section: 'Identity',
  links: [{ text: 'Account settings', href: '/iam/account-settings' }],
  pages: [
    { path: '/iam/account-settings', load: () => import('./AccountSettingsPage.tsx') },
    { path: '/iam/account-settings/password-policy', load: () => import('./EditPasswordPolicyPage.tsx') },
  ],
}
