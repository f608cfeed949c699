import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Page } from 'playwright-core'
import { clients } from '../harness.ts'
import { signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

/** Downloads the object whose page it is. */
async function downloaded(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
}

test('the browser keeps nothing that a call has answered for one who may no longer ask', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { s3 } = clients(server)
  const put = (Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: 'papers', Key: 'plan.txt', Body, CacheControl: 'max-age=3600' }))
  await s3.send(new CreateBucketCommand({ Bucket: 'papers' }))
  await put('for root')
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.goto('/s3/papers/object?key=plan.txt')
    assert.equal(await downloaded(page), 'for root')
    // Nothing but the server knows that it is another one now, as it alone knows who may have it.
    await put('for others')
    assert.equal(await downloaded(page), 'for others')
  })
})
