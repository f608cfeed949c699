import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { clients } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

test('roles are listed, searched, and deleted once their name is typed', { skip: withoutBrowser }, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  for (const RoleName of ['app', 'web-server'])
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }))
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.getByRole('link', { name: 'Roles' }).click()
    await page.getByRole('link', { name: 'web-server' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('searchbox', { name: 'Find roles' }).fill('web')
    await page.getByText('1 match', { exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'app', exact: true }).waitFor({ state: 'detached' })
    await page.getByRole('checkbox', { name: 'Select web-server' }).check()
    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete web-server?' })
    await dialog.getByLabel('To confirm').fill('web-server')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Deleted web-server.').waitFor()
    const { Roles = [] } = await iam.send(new ListRolesCommand({}))
    assert.ok(!Roles.some(({ RoleName }) => RoleName === 'web-server'))
  })
})
