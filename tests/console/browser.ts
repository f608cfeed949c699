/** A real Chromium on the console of a server of the test's own, as a person would use it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { type Reachable, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'

const CHROMIUM = tool('chromium')

/** How long a test waits for what a page is to show, ms. */
const PATIENCE = 15_000

/** Why the tests of the console are skipped; false: they run. */
export const withoutBrowser = CHROMIUM.skip

/** A browser that looks for nothing but the page. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser with a profile of its own, closed when the tests of the file have ended. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM.path, args: CHROMIUM_FLAGS, chromiumSandbox: false })
  after(() => browser.close())
  return browser
}

/** An ephemeral server in this process with a console; ended after the tests of the file. */
export async function startConsole() {
  const server = await startTestServer({ consolePort: 0 })
  after(() => server.close())
  assert.ok(server.console !== undefined)
  return { ...server, console: server.console }
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /**
   * Says that something fails in the page during this visit, before or after it is said: a complaint that matches, and as
   * many of them as told, at least one otherwise. Whatever fails without being expected fails the test.
   */
  readonly expectComplaint: (pattern: RegExp, times?: number) => void
  /** As `expectComplaint`, for what may fail and need not: calls that race with what the test does. */
  readonly allowComplaints: (pattern: RegExp) => void
}

export interface VisitOptions {
  readonly width?: number
  readonly theme?: 'light' | 'dark'
}

/**
 * Opens a window on the console, without a session, and runs the test in it. Afterwards nothing may have failed in the
 * page: no error in its console, no request without an answer, no answer of 400 and above that the test did not expect.
 */
export async function visit(
  browser: Browser,
  origin: string,
  { width = 1280, theme = 'light' }: VisitOptions,
  test: (visit: Visit) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const complaints: string[] = []
  const expected: { readonly pattern: RegExp; readonly times: number | undefined }[] = []
  const allowed: RegExp[] = []
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    // The answer itself is noted below, with its address.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(`console: ${message.text()} at ${message.location().url}:${message.location().lineNumber}`)
  })
  page.on('requestfailed', (request) => {
    // A page that is left, or a query that is begun anew, ends its request itself.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      complaints.push(`${request.method()} ${request.url()}: ${request.failure()?.errorText}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400)
      complaints.push(`${response.request().method()} ${response.url()}: ${response.status()}`)
  })
  try {
    await test({
      page,
      context,
      expectComplaint: (pattern, times) => expected.push({ pattern, times }),
      allowComplaints: (pattern) => allowed.push(pattern),
    })
    // What the page shows may be heard of before the answer that it shows.
    await eventually(() => {
      for (const { pattern, times } of expected) {
        const matching = complaints.filter((complaint) => pattern.test(complaint))
        assert.ok(times === undefined ? matching.length > 0 : matching.length === times, `${pattern}: ${complaints}`)
      }
    })
    const patterns = [...expected.map(({ pattern }) => pattern), ...allowed]
    assert.deepEqual(
      complaints.filter((complaint) => !patterns.some((pattern) => pattern.test(complaint))),
      [],
      'the page complained of something that the test did not expect',
    )
  } catch (error) {
    if (process.env['ROLECALL_SCREENSHOT_ON_FAILURE'])
      await page.screenshot({ path: process.env['ROLECALL_SCREENSHOT_ON_FAILURE'], fullPage: true })
    throw error
  } finally {
    await context.close()
  }
}

/**
 * Signs in on the sign-in page with an access key: the root's unless another is given. It leads to a page that makes no call,
 * so that nothing of it is still on its way when the test goes on.
 */
export async function signIn(page: Page, server: Reachable, credentials: SigningCredentials = server): Promise<void> {
  await page.goto('/switch-role')
  await page.getByRole('tab', { name: 'Access key' }).click()
  await page.getByLabel('Access key ID').fill(credentials.accessKeyId)
  await page.getByLabel('Secret access key').fill(credentials.secretAccessKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: ' @ ' }).waitFor()
}

/** Repeats an assertion until it holds: what a page shows follows a moment after what was done. Fails as the last one did. */
export async function eventually(assertion: () => unknown): Promise<void> {
  for (const end = Date.now() + PATIENCE; ; await setTimeout(50)) {
    try {
      await assertion()
      return
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}

/** Follows a link of the navigation, which a narrow window opens first. */
export async function navigate(page: Page, name: string): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Navigation' }).getByRole('link', { name, exact: true })
  if (!(await link.isVisible())) await page.getByRole('button', { name: 'Open navigation' }).click()
  await link.click()
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Waits in the page for what ends by itself: a spinner does not. */
const ANIMATIONS_END = `Promise.allSettled(
  document.getAnimations()
    .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
    .map(({ finished }) => finished)
).then(() => {})`

/** What axe-core answers in the page, as far as it is read here. */
interface AxeAnswer {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string | null
    readonly help: string
    readonly nodes: readonly { readonly target: readonly unknown[] }[]
  }[]
}

/**
 * Fails on what axe-core finds serious or critical in the page as it stands. It reads style sheets anew only when it is let:
 * it would put them into the page, whose policy forbids that.
 */
export async function assertAccessible(page: Page): Promise<void> {
  // A colour on its way to another one has no contrast of its own.
  await page.evaluate(ANIMATIONS_END)
  await page.evaluate(AXE)
  // The script above has put `axe` there.
  const { violations } = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"], preload: false })',
  )) as AxeAnswer
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
  assert.deepEqual(serious, [], `accessibility of ${page.url()}`)
}
