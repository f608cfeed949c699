import type { Area } from '../app/area.ts'

export const logsArea: Area = {
  section: 'Storage and monitoring',
  links: [{ text: 'Log groups', href: '/logs' }],
  pages: [
    { path: '/logs', load: () => import('./LogGroupsPage.tsx') },
    { path: '/logs/create', load: () => import('./CreateLogGroupPage.tsx') },
    // Names have slashes: they stand in the search, as `?group=/app/web&stream=web-1`.
    { path: '/logs/view', needs: 'group', load: () => import('./LogsViewPage.tsx') },
    { path: '/logs/retention', needs: 'group', load: () => import('./EditRetentionPage.tsx') },
    { path: '/logs/create-stream', needs: 'group', load: () => import('./CreateLogStreamPage.tsx') },
  ],
}
