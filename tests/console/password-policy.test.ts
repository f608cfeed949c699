/** IAM > Account settings: the password policy, and the pages on which passwords are chosen by it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateLoginProfileCommand,
  CreateUserCommand,
  GetAccountPasswordPolicyCommand,
  GetLoginProfileCommand,
  type IAMClient,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam'
import { clients } from '../harness.ts'
import { assertAccessible, navigate, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { button, link } from './elements.ts'

const PASSWORD = 'Correct-Horse-7'
const NEXT = 'Battery-Staple-8'
const options = { skip: withoutBrowser }
const [server, browser] = withoutBrowser ? [] : await Promise.all([startConsole(), startBrowser()])

const policyOf = async (iam: IAMClient) => (await iam.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy

test('a custom policy is set, changed and given up again, as AWS’s guide walks it', options, async () => {
  const { iam } = clients(server!)
  await visit(browser!, server!.console, {}, async ({ page, allowComplaints }) => {
    // IAM's answer where an account has no policy of its own.
    allowComplaints(/\d\/: 404$/)
    await signIn(page, server!)
    await navigate(page, 'Account settings')
    await page.getByRole('heading', { level: 1, name: 'Account settings' }).waitFor()
    await page.getByText('This AWS account uses the following default password policy:').waitFor()
    await page.getByText('8 characters').waitFor()
    await page.getByText('Never expire password').waitFor()
    await assertAccessible(page)

    await link(page, 'Edit').click()
    await page.getByRole('radio', { name: 'IAM default', checked: true }).waitFor()
    await page.getByRole('radio', { name: 'Custom' }).check()
    await page.getByRole('checkbox', { name: 'Require at least one number', checked: true }).uncheck()
    await page.getByRole('checkbox', { name: 'Turn on password expiration' }).check()
    await page.getByRole('spinbutton', { name: 'Expire password in' }).fill('1096')
    await button(page, 'Save changes').and(page.locator('[aria-disabled=true]')).waitFor()
    await page.getByRole('spinbutton', { name: 'Expire password in' }).fill('30')
    await page.getByRole('spinbutton', { name: 'Password minimum length' }).fill('12')
    await page.getByRole('checkbox', { name: 'Password expiration requires administrator reset' }).check()
    await page.getByRole('checkbox', { name: 'Prevent password reuse' }).check()
    await page.getByRole('spinbutton', { name: 'Remember' }).fill('24')
    await assertAccessible(page)
    await button(page, 'Save changes').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('older than 30 days expire at once').waitFor()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Set custom' }).click()
    await page.getByText('The password policy of the account is updated.').waitFor()
    await page.getByText('This AWS account uses the following custom password policy:').waitFor()
    for (const line of ['12 characters', 'Expire password in 30 days', 'Remember last 24 passwords and prevent reuse'])
      await page.getByText(line).waitFor()
    assert.deepEqual(await policyOf(iam), {
      MinimumPasswordLength: 12,
      RequireSymbols: true,
      RequireNumbers: false,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      ExpirePasswords: true,
      MaxPasswordAge: 30,
      PasswordReusePrevention: 24,
      HardExpiry: true,
    })

    await link(page, 'Edit').click()
    await page.getByRole('checkbox', { name: 'Turn on password expiration', checked: true }).uncheck()
    await button(page, 'Save changes').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Set custom' }).click()
    await page.getByText('Never expire password').waitFor()
    assert.equal((await policyOf(iam))?.MaxPasswordAge, undefined)

    await link(page, 'Edit').click()
    await page.getByRole('radio', { name: 'IAM default' }).check()
    await button(page, 'Save changes').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Set default' }).click()
    await page.getByText('This AWS account uses the following default password policy:').waitFor()
    await assert.rejects(policyOf(iam), { name: 'NoSuchEntityException' })
  })
})

test('the rules stand where a password is chosen, and one that is made conforms to them', options, async () => {
  const { iam } = clients(server!)
  const policy = { MinimumPasswordLength: 30, RequireSymbols: true, AllowUsersToChangePassword: true }
  await iam.send(new CreateUserCommand({ UserName: 'newcomer' }))
  await iam.send(new CreateUserCommand({ UserName: 'starter' }))
  const first = { UserName: 'starter', Password: PASSWORD, PasswordResetRequired: true }
  await iam.send(new CreateLoginProfileCommand(first))
  await iam.send(new UpdateAccountPasswordPolicyCommand(policy))
  const long = `${NEXT}-and-so-long-as-it-is`

  await visit(browser!, server!.console, {}, async ({ page, expectComplaint }) => {
    // IAM's answer to GetLoginProfile for who has no password.
    expectComplaint(/\d\/: 404$/)
    await signIn(page, server!)
    await page.goto('/iam/users/newcomer?tab=security')
    await button(page, 'Enable console access').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Custom password' }).check()
    await dialog.getByText('At least 30 characters').waitFor()
    await dialog.getByRole('radio', { name: 'Autogenerated password' }).check()
    await dialog.getByRole('button', { name: 'Enable console access' }).click()
    await page.getByRole('dialog', { name: 'Console password' }).waitFor()
  })
  const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: 'newcomer' }))
  assert.equal(LoginProfile?.PasswordResetRequired, true)

  await visit(browser!, server!.console, {}, async ({ page, expectComplaint, allowComplaints }) => {
    await page.goto('/')
    await page.getByLabel('IAM user name').fill('starter')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await button(page, 'Sign in').click()
    await page.getByText('You must change your password to continue.').waitFor()
    await page.getByText('At least 30 characters').waitFor()
    await assertAccessible(page)
    const chosen = page.getByRole('textbox', { name: 'New password' })
    await chosen.fill(NEXT)
    await button(page, 'Sign in').click()
    await page.getByText('Password should have a minimum length of 30').waitFor()
    await chosen.fill(long)
    await button(page, 'Sign in').click()
    await page.getByRole('button', { name: 'starter @' }).waitFor()
    await page.goto('/change-password')
    await page.getByText('At least 30 characters').waitFor()
    await page.getByText('Require at least one non-alphanumeric character').waitFor()
    await assertAccessible(page)
    // Of the dashboard nothing is permitted to this user.
    allowComplaints(/\d\/: 403$/)
    expectComplaint(/sign-in: 40[03]$/, 2)
  })
})
