import type { PageRoute } from '../app/area.ts'

/** The pages of the menu of who is signed in; the navigation does not name them. */
export const sessionPages: readonly PageRoute[] = [
  { path: '/switch-role', load: () => import('./SwitchRolePage.tsx') },
  { path: '/change-password', load: () => import('./ChangePasswordPage.tsx') },
]
