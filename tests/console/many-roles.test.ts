import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RawRequest, send, signed } from '../harness.ts'
import { signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const ROLES = 10_000
/** Far more than a person waits for, because the machine may be busy. */
const SOON_MS = 3000

test('ten thousand roles are listed, searched and opened without waiting', { skip: withoutBrowser }, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  })
  const signing = { credentials: server, service: 'iam', region: 'us-east-1' }
  const create = async (index: number) => {
    const parameters = { Version: '2010-05-08', Action: 'CreateRole', AssumeRolePolicyDocument: trust }
    const body = new URLSearchParams({ ...parameters, RoleName: `service-${String(index).padStart(5, '0')}` })
    const request: RawRequest = {
      method: 'POST',
      path: '/',
      query: '',
      rawHeaders: ['Content-Type', 'application/x-www-form-urlencoded'],
      body: Buffer.from(String(body)),
    }
    const { status } = await send(server, signed(server, request, signing))
    assert.equal(status, 200)
  }
  let next = 0
  const lane = async () => {
    while (next < ROLES) await create(next++)
  }
  await Promise.all(Array.from({ length: 64 }, lane))
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    const took = async (work: () => Promise<unknown>) => {
      const started = performance.now()
      await work()
      return performance.now() - started
    }
    await page.getByRole('link', { name: 'Roles' }).click()
    await page.getByText(`(${ROLES})`).waitFor()
    const searching = await took(async () => {
      await page.getByRole('searchbox', { name: 'Find roles' }).fill('service-09999')
      await page.getByText('1 match', { exact: true }).first().waitFor()
    })
    assert.ok(searching < SOON_MS, `searching took ${searching} ms`)
    const clearing = await took(async () => {
      await page.getByRole('button', { name: 'Clear search' }).click()
      await page.getByRole('link', { name: 'service-00000' }).waitFor()
    })
    assert.ok(clearing < SOON_MS, `clearing took ${clearing} ms`)
    const opening = await took(async () => {
      await page.getByRole('button', { name: 'Page 200' }).click()
      await page.getByRole('link', { name: 'service-09999' }).click()
      await page.getByRole('heading', { name: 'service-09999', level: 1 }).waitFor()
    })
    assert.ok(opening < SOON_MS, `opening the last one took ${opening} ms`)
  })
})
