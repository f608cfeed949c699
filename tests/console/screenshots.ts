/**
 * Pictures of every page, to be looked at: `npm run screenshots [-- part of a name]` writes them into `.cache/screenshots`, light and dark,
 * 1280 and 800 wide.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { CHROMIUM_FLAGS, signIn } from './browser.ts'
import { pagesOf } from './pages.ts'
import { buildWorld } from './world.ts'

const FOLDER = join(import.meta.dirname, '../../.cache/screenshots')
const HEIGHT = 900
const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 800 },
  { theme: 'dark', width: 800 },
] as const

const wanted = process.argv[2] ?? ''
mkdirSync(FOLDER, { recursive: true })
const browser = await chromium.launch({ executablePath: tool('chromium').path, args: [...CHROMIUM_FLAGS] })
for (const { theme, width } of LOOKS) {
  // An account of its own for each: what the walk before has called would push the denied calls out of the trail.
  const server = await startTestServer({ consolePort: 0 })
  const { instanceId } = await buildWorld(server)
  const context = await browser.newContext({
    ...(server.console !== undefined && { baseURL: server.console }),
    viewport: { width, height: HEIGHT },
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  // The window is made as high as the page: a picture beyond it makes it tiny for a moment, and the page follows that.
  const take = async (name: string) => {
    const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: join(FOLDER, `${name}-${theme}-${width}.png`) })
    await page.setViewportSize({ width, height: HEIGHT })
  }
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  if ('sign-in'.includes(wanted)) await take('sign-in')
  await signIn(page, server)
  for (const [name, path, prepare] of pagesOf(instanceId).filter(([name]) => name.includes(wanted))) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    await prepare?.(page)
    await page.waitForTimeout(500)
    await take(name)
  }
  await context.close()
  await server.close()
}
await browser.close()
process.stdout.write(`${FOLDER}\n`)
