import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam'
import { clients } from '../harness.ts'
import { assertAccessible, eventually, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const MINE = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:PassRole", "s3:GetObject", "s3:ListAllMyBuckets"],
      "Resource": "*"
    }
  ]
}`

test('a policy is checked, summed up, formatted and completed', { skip: withoutBrowser }, async (context) => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])

  await context.test('findings of the server, the summary and the size', async () => {
    await visit(browser, server.console, {}, async ({ page }) => {
      await signIn(page, server)
      await page.getByRole('link', { name: 'Check a policy' }).click()
      const editor = page.getByRole('textbox', { name: 'Policy document' })
      await editor.fill(MINE)
      // Recorded of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
      await page.getByRole('tab', { name: 'Security: 1' }).waitFor()
      await page.getByText('Using the iam:PassRole action with wildcards (*) in the resource').waitFor()
      await page.getByText('of 6,144 characters', { exact: false }).waitFor()
      await assertAccessible(page)

      await page.getByRole('button', { name: 'Ln 6, Col' }).press('Enter')
      await eventually(async () => assert.equal(await page.evaluate('getSelection().toString()'), '"iam:PassRole"'))

      await page.getByRole('button', { name: 'Format' }).click()
      await page.getByText('"Action": [', { exact: true }).waitFor()

      await page.getByRole('tab', { name: 'Visual summary' }).click()
      const row = page.getByRole('row', { name: 's3' })
      await row.getByText('Limited: List, Read').waitFor()
      await row.getByText('All resources').waitFor()
      await page.getByRole('button', { name: /Show remaining \d{3}/ }).click()
      await page.getByRole('searchbox', { name: 'Find allowed services' }).fill('sqs')
      await page.getByRole('row', { name: 'sqs' }).getByText('None').waitFor()
      await assertAccessible(page)
    })
  })

  await context.test('broken JSON is told at once, and its place is gone to', async () => {
    await visit(browser, server.console, { theme: 'dark', width: 800 }, async ({ page }) => {
      await signIn(page, server)
      await page.goto('/policy-check?kind=trust')
      const editor = page.getByRole('textbox', { name: 'Policy document' })
      await editor.fill('{ "Version": "2012-10-17",, }')
      await page.getByRole('tab', { name: 'Errors: 1' }).waitFor()
      await page.getByText('JSON syntax error').first().waitFor()
      // The server is told the kind: a trust policy has a principal.
      await editor.fill('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]}')
      await page.getByText('Add a Principal element to the policy statement.').first().waitFor()
      await page.getByText('of 2,048 characters', { exact: false }).waitFor()
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Switch to light mode' }).click()
      await assertAccessible(page)
    })
  })

  await context.test('the keyboard writes a policy with suggestions and leaves the editor', async () => {
    await visit(browser, server.console, {}, async ({ page }) => {
      await signIn(page, server)
      await page.goto('/policy-check')
      const editor = page.getByRole('textbox', { name: 'Policy document' })
      await editor.fill('{"Version": "2012-10-17", "Statement": [{}]}')
      await editor.press('End')
      for (let back = 0; back < 3; back += 1) await editor.press('ArrowLeft')
      const choose = async (typed: string, option: string) => {
        await editor.pressSequentially(typed)
        const suggested = page.getByRole('option', { selected: true })
        await suggested.filter({ has: page.getByText(option, { exact: true }) }).waitFor()
        // CodeMirror takes no Enter in the first 75 ms of a list, which nobody can have meant for it.
        await page.waitForTimeout(100)
        await editor.press('Enter')
      }
      await choose('"Eff', 'Effect')
      await choose('"Al', 'Allow')
      await editor.pressSequentially(',')
      await choose('"Act', 'Action')
      await choose('"s3', 's3:')
      await choose('GetObj', 's3:GetObject')
      const written = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow","Action": "s3:GetObject"}]}'
      await eventually(async () => assert.equal(await editor.textContent(), written))
      await editor.press('Escape')
      await editor.press('Tab')
      await page.locator(':focus:not([aria-label="Policy document"])').waitFor()
    })
  })

  await context.test('whoever lacks the permission is told, and has the same findings', async () => {
    const { iam } = clients(server)
    await iam.send(new CreateUserCommand({ UserName: 'nobody' }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'nobody' }))
    await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
      await signIn(page, server, {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      })
      await page.goto('/policy-check')
      await page.getByRole('textbox', { name: 'Policy document' }).fill(MINE)
      await page.getByText("The server's check was denied").waitFor()
      await page.getByRole('tab', { name: 'Security: 1' }).waitFor()
      await page.getByRole('textbox', { name: 'Policy document' }).fill(MINE.replace('s3:GetObject', 's3:GetObjekt'))
      await page.getByRole('tab', { name: 'Errors: 1' }).waitFor()
      // Asked once, not at every change.
      expectComplaint(/: 403$/, 1)
    })
  })
})
