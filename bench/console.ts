/**
 * The console in Debian's Chromium: what the first page transfers and when it can be used, the same with all code in the
 * browser's cache, the largest page, and the list of roles with 10 roles and with 10,000: until it can be used, and until
 * a search has its answer.
 */
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { CHROMIUM_FLAGS, signIn } from '../tests/console/browser.ts'
import { tool } from '../tests/tools.ts'
import { keepOffServerCore, startServerProcess, temporaryFolder } from './support/processes.ts'
import { median, report } from './support/report.ts'
import { writeRoles } from './support/write-roles.ts'

const FEW = 10
const MANY = 10_000
const ROUNDS = 5
/** Every page that the navigation names is looked at for the largest. */
const NAVIGATION = 'nav a[href^="/"]'

const folders = { few: temporaryFolder(), many: temporaryFolder() }
for (const folder of Object.values(folders)) await (await startServerProcess(folder)).close()
await writeRoles(folders.few, FEW)
await writeRoles(folders.many, MANY)
keepOffServerCore()
const browser = await chromium.launch({ executablePath: tool('chromium').path, args: [...CHROMIUM_FLAGS] })
const few = await look(folders.few, FEW)
const many = await look(folders.many, MANY)
await browser.close()

report([
  figure(
    'console: first page, nothing cached',
    kilobytes(few.first.bytes),
    `${few.first.ms.toFixed(0)} ms until it can be used`,
  ),
  figure('console: first page again', kilobytes(few.again.bytes), `${few.again.ms.toFixed(0)} ms`),
  figure('console: largest page after it', kilobytes(few.largest.bytes), few.largest.path),
  figure(`console: list of ${MANY} roles`, `${many.list.toFixed(0)} ms`, beside(many.list, few.list)),
  figure(`console: search in ${MANY} roles`, `${many.search.toFixed(0)} ms`, beside(many.search, few.search)),
  figure(`console: next page of ${MANY} roles`, `${many.page.toFixed(0)} ms`, ''),
])

async function look(folder: string, count: number) {
  const server = await startServerProcess(folder)
  const origin = server.ready.console ?? ''
  try {
    const opened = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const context = await browser.newContext({ baseURL: origin })
      opened.push({ first: await open(context), again: await open(context) })
      await context.close()
    }
    const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await signIn(page, server.ready)
    const largest = await largestPage(page)
    const lists: { list: number; search: number; page: number }[] = []
    for (let round = 0; round < ROUNDS; round += 1) lists.push(await list(page, count))
    await context.close()
    const of = (measured: readonly number[]) => median(measured)
    return {
      first: { bytes: of(opened.map(({ first }) => first.bytes)), ms: of(opened.map(({ first }) => first.ms)) },
      again: { bytes: of(opened.map(({ again }) => again.bytes)), ms: of(opened.map(({ again }) => again.ms)) },
      largest,
      list: of(lists.map(({ list }) => list)),
      search: of(lists.map(({ search }) => search)),
      page: of(lists.map(({ page }) => page)),
    }
  } finally {
    await server.close()
  }
}

/** Opens the sign-in page in a new tab: bytes on the wire, and milliseconds until its button is there. */
async function open(context: BrowserContext) {
  const page = await context.newPage()
  const transferred = await counting(page)
  const began = performance.now()
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  const ms = performance.now() - began
  await page.waitForLoadState('networkidle')
  await page.close()
  return { bytes: transferred(), ms }
}

/** What the navigation's pages transfer beyond the page before, in a browser that has only that. */
async function largestPage(page: Page) {
  await page.locator(NAVIGATION).first().waitFor()
  const paths = await page
    .locator(NAVIGATION)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  let largest = { path: '', bytes: 0 }
  const transferred = await counting(page)
  for (const path of new Set(paths)) {
    const before = transferred()
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const bytes = transferred() - before
    if (bytes > largest.bytes) largest = { path, bytes }
  }
  return largest
}

async function list(page: Page, count: number) {
  const began = performance.now()
  await page.goto('/iam/roles')
  await page.getByRole('link', { name: 'role-0', exact: true }).waitFor()
  const listed = performance.now()
  if (count > 50) await page.getByRole('button', { name: 'Next page' }).click()
  if (count > 50) await page.getByRole('link', { name: 'role-0', exact: true }).waitFor({ state: 'detached' })
  const turned = performance.now()
  const wanted = `role-${count - 1}`
  await page.getByRole('searchbox', { name: 'Find roles' }).fill(wanted)
  await page.getByText('1 match', { exact: true }).first().waitFor()
  return { list: listed - began, page: turned - listed, search: performance.now() - turned }
}

/** Counts the bytes that the page's requests take on the wire. */
async function counting(page: Page): Promise<() => number> {
  let bytes = 0
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  return () => bytes
}

function figure(what: string, value: string, beside: string) {
  return { what, value, beside, target: '', met: undefined }
}

function beside(many: number, few: number): string {
  return `${(many / few).toFixed(2)} of that with ${FEW} (${few.toFixed(0)} ms)`
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en-US')} kB`
}
