import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import type { Page } from 'playwright-core'
import { clients, policy } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const PASSWORD = 'Correct-Horse-7'
const NEXT = 'Battery-Staple-8'

const [server, browser] = withoutBrowser ? [] : await Promise.all([startConsole(), startBrowser()])
const options = { skip: withoutBrowser }

/** A user with a password and these actions on everything. */
async function userWithPassword(UserName: string, Action: readonly string[], PasswordResetRequired = false) {
  const { iam } = clients(server!)
  await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: PASSWORD, PasswordResetRequired }))
  const PolicyDocument = policy({ Effect: 'Allow', Action })
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'permissions', PolicyDocument }))
}

async function submit(page: Page, userName: string, password: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('IAM user name').fill(userName)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const signedIn = (page: Page, who: string) => page.getByRole('button', { name: `${who} @` }).waitFor()

async function fromMenu(page: Page, who: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `${who} @` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('an IAM user signs in with a password, and a wrong one is refused in a sentence', options, async () => {
  await userWithPassword('alice', ['iam:*'])
  await visit(browser!, server!.console, {}, async ({ page, expectComplaint }) => {
    await submit(page, 'alice', 'Wrong-Horse-7')
    await page.getByText('Your authentication information is incorrect. Please try again.').waitFor()
    expectComplaint(/\/sign-in: 401$/, 1)
    await assertAccessible(page)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await signedIn(page, 'alice')
    await page.getByRole('link', { name: 'Roles', exact: true }).click()
    await page.getByRole('heading', { name: /^Roles/ }).waitFor()
  })
})

test(
  'the session outlives a reload and is there in a new tab; its secrets are in no address and not in local storage',
  options,
  async () => {
    await userWithPassword('bob', ['iam:*'])
    await visit(browser!, server!.console, {}, async ({ page, context }) => {
      const addresses: string[] = []
      context.on('request', (request) => addresses.push(request.url()))
      await submit(page, 'bob', PASSWORD)
      await signedIn(page, 'bob')
      await page.reload()
      await signedIn(page, 'bob')
      const tab = await context.newPage()
      await tab.goto('/iam/roles')
      await signedIn(tab, 'bob')
      const session = JSON.parse(await tab.evaluate(() => sessionStorage.getItem('rolecall.session') ?? '{}'))
      const { secretAccessKey, sessionToken } = session.credentials
      assert.match(secretAccessKey, /^[A-Za-z0-9+/]{40}$/)
      const kept = String(await tab.evaluate('JSON.stringify({ ...localStorage }) + document.cookie'))
      for (const secret of [secretAccessKey, sessionToken, PASSWORD]) {
        assert.ok(!kept.includes(secret))
        for (const address of addresses) assert.ok(!decodeURIComponent(address).includes(secret), address)
      }
      await fromMenu(tab, 'bob', 'Sign out')
      await page.getByText('You signed out in another tab.').waitFor()
      await page.reload()
      await page.getByRole('button', { name: 'Sign in' }).waitFor()
    })
  },
)

test('a password that has to be changed is changed on the way in', options, async () => {
  await userWithPassword('carol', ['iam:GetUser', 'iam:ChangePassword'], true)
  await visit(browser!, server!.console, {}, async ({ page, expectComplaint, allowComplaints }) => {
    await submit(page, 'carol', PASSWORD)
    await page.getByLabel('New password').fill(NEXT)
    expectComplaint(/\/sign-in: 403$/, 1)
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await signedIn(page, 'carol')
    // The dashboard is denied to a user who may only GetUser.
    allowComplaints(/\d\/: 403$/)
    await fromMenu(page, 'carol', 'Sign out')
    // The page is loaded anew by itself.
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await submit(page, 'carol', NEXT)
    await signedIn(page, 'carol')
  })
})

test('a user changes the own password where a policy permits it', options, async () => {
  await userWithPassword('dave', ['iam:*'])
  await visit(browser!, server!.console, {}, async ({ page, expectComplaint, allowComplaints }) => {
    // IAM's answer to GetAccountPasswordPolicy where its default policy holds.
    allowComplaints(/\d\/: 404$/)
    await submit(page, 'dave', PASSWORD)
    await signedIn(page, 'dave')
    await fromMenu(page, 'dave', 'Change password')
    await page.getByLabel('Current password').fill('Wrong-Horse-7')
    await page.getByLabel('New password', { exact: true }).fill(NEXT)
    await page.getByLabel('Retype new password').fill(NEXT)
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The old password was incorrect.').waitFor()
    expectComplaint(/: 403$/, 1)
    await page.getByLabel('Current password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Your password is changed.').waitFor()
    await fromMenu(page, 'dave', 'Sign out')
    // The page is loaded anew by itself.
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await submit(page, 'dave', NEXT)
    await signedIn(page, 'dave')
  })
})

test(
  'nothing of a session is left when somebody else signs in, and no tab that slept brings it back',
  options,
  async () => {
    await userWithPassword('grace', ['iam:*'])
    await userWithPassword('heidi', ['iam:ListRoles'])
    await visit(browser!, server!.console, {}, async ({ page, context, allowComplaints }) => {
      // IAM's answer to GetAccountPasswordPolicy where its default policy holds.
      allowComplaints(/\d\/: 404$/)
      await submit(page, 'grace', PASSWORD)
      await signedIn(page, 'grace')
      const asleep = await context.newPage()
      await asleep.goto('/iam/roles')
      await signedIn(asleep, 'grace')
      const held = await asleep.evaluate(() => sessionStorage.getItem('rolecall.session') ?? '')
      await asleep.goto('about:blank')
      await fromMenu(page, 'grace', 'Change password')
      await page.getByLabel('Current password').fill(PASSWORD)
      await page.getByLabel('New password', { exact: true }).fill(NEXT)
      await page.getByLabel('Retype new password').fill(NEXT)
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByText('Your password is changed.').waitFor()
      await page.getByRole('link', { name: 'Users', exact: true }).first().click()
      await page.getByRole('heading', { name: /^Users/ }).waitFor()
      await fromMenu(page, 'grace', 'Sign out')
      await page.getByLabel('IAM user name').fill('heidi')
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await signedIn(page, 'heidi')
      // The dashboard is denied to a user who may only list roles.
      allowComplaints(/\d\/: 403$/)
      await page.waitForURL((url) => url.pathname === '/iam')
      await page.getByText('Your password is changed.').waitFor({ state: 'detached' })
      await fromMenu(page, 'heidi', 'Sign out')
      await page.getByRole('button', { name: 'Sign in' }).waitFor()
      await asleep.goto('/icon.svg')
      await asleep.evaluate((session) => sessionStorage.setItem('rolecall.session', session), held)
      await asleep.goto('/iam/roles')
      await asleep.getByRole('button', { name: 'Sign in' }).waitFor()
      assert.equal(await asleep.evaluate(() => sessionStorage.getItem('rolecall.session')), null)
    })
  },
)

test('a role is switched to and back, and without its trust STS says so', options, async () => {
  await userWithPassword('erin', ['sts:AssumeRole', 'iam:ListRoles'])
  const { iam } = clients(server!)
  const { User } = await iam.send(new GetUserCommand({ UserName: 'erin' }))
  const trust = (AWS: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
    })
  await iam.send(new CreateRoleCommand({ RoleName: 'auditor', AssumeRolePolicyDocument: trust(User?.Arn ?? '') }))
  const PolicyDocument = policy({ Effect: 'Allow', Action: ['iam:List*', 'iam:Get*'] })
  await iam.send(new PutRolePolicyCommand({ RoleName: 'auditor', PolicyName: 'read', PolicyDocument }))
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'closed',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  )
  await visit(browser!, server!.console, {}, async ({ page, expectComplaint }) => {
    await submit(page, 'erin', PASSWORD)
    await signedIn(page, 'erin')
    await page.goto('/switch-role?account=123456789012&roleName=closed')
    await page.getByRole('button', { name: 'Switch role' }).click()
    await page.getByText('is not authorized to perform: sts:AssumeRole on resource').first().waitFor()
    // The dashboard, which was on its way, may be denied as well.
    expectComplaint(/\d\/: 403$/)
    await page.getByLabel('IAM role name').fill('auditor')
    await page.getByLabel('Display name').fill('Audit')
    await page.getByRole('button', { name: 'Switch role' }).click()
    await signedIn(page, 'Audit')
    await page.getByRole('link', { name: 'Roles' }).click()
    await page.getByRole('link', { name: 'auditor' }).waitFor()
    await fromMenu(page, 'Audit', 'Switch back to erin')
    await signedIn(page, 'erin')
  })
})

test('the session ends with the user, whichever service is asked first', options, async () => {
  const { iam } = clients(server!)
  for (const path of ['/iam/roles', '/s3', '/ec2/instances']) {
    await userWithPassword('frank', ['iam:ListRoles'])
    await visit(browser!, server!.console, {}, async ({ page, expectComplaint }) => {
      await submit(page, 'frank', PASSWORD)
      await signedIn(page, 'frank')
      // A page that reads nothing more by itself.
      await page.goto('/switch-role')
      await page.getByRole('heading', { name: 'Switch role' }).waitFor()
      await iam.send(new DeleteLoginProfileCommand({ UserName: 'frank' }))
      await iam.send(new DeleteUserPolicyCommand({ UserName: 'frank', PolicyName: 'permissions' }))
      await iam.send(new DeleteUserCommand({ UserName: 'frank' }))
      await page.goto(path, { waitUntil: 'commit' })
      await page.getByText('Your session ended. Sign in again.').waitFor()
      expectComplaint(/: 4\d\d$/)
    })
  }
})

test('the session ends with its time', options, async () => {
  await visit(browser!, server!.console, {}, async ({ page }) => {
    await page.clock.install()
    await signIn(page, server!)
    await page.clock.fastForward('13:00:00')
    await page.getByText('Your session expired. Sign in again.').waitFor()
  })
})
