/**
 * Pictures of every page, to be looked at: `npm run screenshots [-- part of a name]` writes them into `.cache/screenshots`, light and dark,
 * 1280 and 800 wide.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { CHROMIUM_FLAGS, signIn } from './browser.ts'
import { buildWorld } from './world.ts'

const FOLDER = join(import.meta.dirname, '../../.cache/screenshots')
const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 800 },
] as const

const server = await startTestServer({ consolePort: 0 })
const { instanceId } = await buildWorld(server)

const ROLE = 'arn:aws:iam::123456789012:role'

/** Name and path of each, and what is done on it before the picture. */
const PAGES: readonly (readonly [string, string, ((page: Page) => Promise<void>)?])[] = [
  ['dashboard', '/iam'],
  ['users', '/iam/users'],
  ['user', '/iam/users/alice'],
  ['user-credentials', '/iam/users/alice?tab=security'],
  ['user-create', '/iam/users/create'],
  ['groups', '/iam/groups'],
  ['group', '/iam/groups/developers'],
  ['roles', '/iam/roles'],
  ['role', '/iam/roles/web-server'],
  ['role-trust', '/iam/roles/web-server?tab=trust'],
  ['role-create', '/iam/roles/create'],
  ['policies', '/iam/policies'],
  ['policy', '/iam/policies/view?arn=arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'],
  ['policy-create', '/iam/policies/create'],
  ['policy-check', '/policy-check'],
  ['instance-profiles', '/iam/instance-profiles'],
  ['instance-profile', '/iam/instance-profiles/web-server'],
  ['instances', '/ec2/instances'],
  ['launch', '/ec2/instances/launch'],
  ['instance', `/ec2/instances/${instanceId}`],
  ['modify-iam-role', `/ec2/instances/${instanceId}/iam-role`],
  ['metadata-options', `/ec2/instances/${instanceId}/metadata-options`],
  ['connect', `/ec2/instances/${instanceId}/connect`],
  ['metadata', `/ec2/instances/${instanceId}/metadata`],
  ['trail', '/trail'],
  ['trail-denied', '/trail?decision=denied'],
  ['why-deny', '/trail?decision=denied', (page) => page.getByRole('link', { name: 's3:PutObject' }).first().click()],
  [
    'why-no-trust',
    '/trail?decision=denied',
    (page) => page.getByRole('link', { name: 'sts:AssumeRole' }).first().click(),
  ],
  ['access', '/access'],
  ['access-user', '/access?node=arn:aws:iam::123456789012:user/bob'],
  ['access-role', `/access?node=${ROLE}/administrator`],
  ['what-if', '/what-if'],
  [
    'what-if-draft',
    `/what-if?kind=inline&holder=${ROLE}/web-server&policy=read-config`,
    async (page) => {
      await page.getByRole('button', { name: 'Compare with recent calls' }).click()
      await page.waitForTimeout(2000)
    },
  ],
  ['role-or-profile', '/role-or-profile'],
  ['buckets', '/s3'],
  ['bucket', '/s3/app-config'],
  ['bucket-create', '/s3/bucket/create'],
  ['bucket-folder', '/s3/app-config?prefix=images/'],
  ['bucket-properties', '/s3/app-config?tab=properties'],
  ['bucket-permissions', '/s3/reports?tab=permissions'],
  ['bucket-policy', '/s3/reports/policy'],
  ['bucket-object', '/s3/app-config/object?key=images/logo.svg'],
  ['bucket-upload', '/s3/app-config/upload'],
  ['log-groups', '/logs'],
  ['log-group', '/logs/view?group=/app/web'],
  ['log-events', '/logs/view?group=/app/web&stream=*&follow=true'],
  ['log-group-create', '/logs/create'],
  ['metrics', '/metrics'],
  ['metrics-graph', `/metrics?namespace=App&metric=${encodeURIComponent('["App","Latency","Host","web-1"]')}&range=1h`],
  ['switch-role', '/switch-role'],
  ['change-password', '/change-password'],
  ['nowhere', '/nowhere'],
]

const wanted = process.argv[2] ?? ''
mkdirSync(FOLDER, { recursive: true })
const browser = await chromium.launch({ executablePath: tool('chromium').path, args: [...CHROMIUM_FLAGS] })
for (const { theme, width } of LOOKS) {
  const context = await browser.newContext({
    ...(server.console !== undefined && { baseURL: server.console }),
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const take = (name: string) =>
    page.screenshot({ path: join(FOLDER, `${name}-${theme}-${width}.png`), fullPage: true })
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  if ('sign-in'.includes(wanted)) await take('sign-in')
  await signIn(page, server)
  for (const [name, path, prepare] of PAGES.filter(([name]) => name.includes(wanted))) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    await prepare?.(page)
    await page.waitForTimeout(500)
    await take(name)
  }
  await context.close()
}
await browser.close()
await server.close()
process.stdout.write(`${FOLDER}\n`)
