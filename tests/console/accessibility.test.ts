import { test } from 'node:test'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { pagesOf } from './pages.ts'
import { buildWorld } from './world.ts'

test('axe finds nothing serious on any page', { skip: withoutBrowser }, async (context) => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { instanceId } = await buildWorld(server)
  await visit(browser, server.console, { theme: 'dark' }, async ({ page, allowComplaints }) => {
    await signIn(page, server)
    for (const [name, path, prepare] of pagesOf(instanceId)) {
      await context.test(name, async () => {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await prepare?.(page)
        await page.waitForLoadState('networkidle')
        await assertAccessible(page)
      })
    }
    // A bucket without tags and the like are answered as errors that are none; the walks hold what may fail.
    allowComplaints(/: (40[0-9]|501)$/)
  })
})
