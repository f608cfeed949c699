import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import {
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListUserTagsCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { Page } from 'playwright-core'
import { clients, createUser, policy } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { button, link, tab } from './elements.ts'

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

test('a user is created with a password that is shown once, signs in with it, and is told what it may not', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await iam.send(new CreateGroupCommand({ GroupName: 'developers' }))
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'developers', PolicyArn: READ_ONLY }))
  let password = ''
  await visit(browser, server.console, {}, async ({ page, allowComplaints }) => {
    // IAM's answer to GetAccountPasswordPolicy where its default policy holds.
    allowComplaints(/\d\/: 404$/)
    await signIn(page, server)
    await page.goto('/')
    await page.getByRole('heading', { name: 'IAM Dashboard' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/iam')
    await page.getByText('Root user has an active access key').waitFor()
    await page.getByText('No active access key is older than 90 days').waitFor()
    await assertAccessible(page)
    await aliasOfAccount(page, iam)
    await link(page, '0 Users').click()
    await link(page, 'Create user').click()

    await button(page, 'Next').click()
    await page.getByText(/^Enter a user name/).waitFor()
    await page.getByLabel('User name').fill('ann')
    await page.getByRole('checkbox', { name: 'Provide user access' }).check()
    await assertAccessible(page)
    await button(page, 'Next').click()
    await page.getByRole('checkbox', { name: 'Select developers' }).check()
    await page.getByText('ReadOnlyAccess').waitFor()
    await assertAccessible(page)
    await button(page, 'Next').click()
    await page.getByRole('rowheader', { name: 'developers' }).waitFor()
    await assertAccessible(page)
    await button(page, 'Create user').click()

    await page.getByRole('heading', { name: 'Retrieve password' }).waitFor()
    await assertAccessible(page)
    const file = await downloaded(page)
    assert.equal(file.name, 'ann_credentials.csv')
    const [head, row = ''] = file.text.split('\r\n')
    assert.equal(head, 'User name,Password,Console sign-in URL')
    password = await shownSecret(page, 'Console password')
    assert.ok(row.startsWith('ann,') && row.endsWith(`,${server.console}/`) && row.includes(csvCell(password)))
    await assertKeptNowhere(page, password)
    await link(page, 'Return to users list').click()
    await link(page, 'ann').waitFor()
    await assertAccessible(page)
    await page.goBack()
    await page.getByText('Specify user details').first().waitFor()
    assert.ok(!(await page.content()).includes(password), 'the password is shown a second time')
  })
  const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: 'ann' }))
  assert.equal(LoginProfile?.PasswordResetRequired, true)
  assert.deepEqual(await groupsOf(iam, 'ann'), ['developers'])
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'ann' }))
  assert.deepEqual(
    AttachedPolicies.map(({ PolicyName }) => PolicyName),
    ['IAMUserChangePassword'],
  )

  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await page.goto('/')
    await page.getByLabel('IAM user name').fill('ann')
    await page.getByLabel('Password').fill(password)
    await button(page, 'Sign in').click()
    await page.getByLabel('New password').fill('another-Passw0rd')
    await button(page, 'Sign in').click()
    await page.getByRole('heading', { name: 'IAM Dashboard' }).waitFor()
    // The sign-in asked for a new password.
    expectComplaint(/sign-in: 403$/, 1)
    await page.goto('/iam/groups/developers')
    await button(page, 'Delete').click()
    const dialog = page.getByRole('dialog', { name: 'Delete developers?' })
    await dialog.getByLabel('To confirm').fill('developers')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText('is not authorized to perform: iam:RemoveUserFromGroup').waitFor()
    await dialog.getByText('Not done: Delete the user group developers').waitFor()
    assert.match((await dialog.getByRole('link', { name: 'Why?' }).getAttribute('href')) ?? '', /^\/trail\/[0-9a-z]+$/)
    await assertAccessible(page)
    expectComplaint(/\d\/: 403$/, 1)
  })
  assert.deepEqual(await groupsOf(iam, 'ann'), ['developers'])
})

test('keys, password and groups of a user are given and taken, and all of them go with the user', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await createUser(server, 'bob', { Effect: 'Allow', Action: 's3:ListAllMyBuckets' })
  await iam.send(new CreateGroupCommand({ GroupName: 'operators' }))
  await visit(browser, server.console, { width: 800, theme: 'dark' }, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await page.goto('/iam/users/bob')
    await tab(page, 'Security credentials').click()
    await page.getByText('Not enabled').waitFor()
    await assertAccessible(page)

    await link(page, 'Create access key').click()
    await page.getByLabel('Description tag value').fill('the nightly job')
    await assertAccessible(page)
    await button(page, 'Create access key').click()
    await page.getByRole('heading', { name: 'Retrieve access keys' }).waitFor()
    await assertAccessible(page)
    const { name, text } = await downloaded(page)
    assert.equal(name, 'bob_accessKeys.csv')
    const [id = '', secret = ''] = text.split('\r\n')[1]?.split(',') ?? []
    assert.equal(await shownSecret(page, 'Secret access key'), secret)
    await assertKeptNowhere(page, secret)
    const { sts } = clients(server, { accessKeyId: id, secretAccessKey: secret })
    assert.match((await sts.send(new GetCallerIdentityCommand({}))).Arn ?? '', /user\/bob$/)
    await link(page, 'Done').click()
    const { Tags } = await iam.send(new ListUserTagsCommand({ UserName: 'bob' }))
    assert.deepEqual(Tags, [{ Key: id, Value: 'the nightly job' }])

    await page.getByRole('radio', { name: `Select ${id}` }).check()
    await keyAction(page, 'Deactivate')
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate', exact: true }).click()
    await page.getByText(`The access key ${id} is inactive.`).waitFor()
    assert.equal((await keysOf(iam, 'bob'))[id], 'Inactive')
    await keyAction(page, 'Activate')
    await page.getByRole('dialog').getByRole('button', { name: 'Activate', exact: true }).click()
    await page.getByText(`The access key ${id} is active.`).waitFor()
    assert.equal((await keysOf(iam, 'bob'))[id], 'Active')
    await keyAction(page, 'Deactivate')
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate', exact: true }).click()
    await page
      .getByRole('row', { name: new RegExp(id) })
      .getByText('Inactive')
      .waitFor()
    await keyAction(page, 'Delete')
    await page.getByRole('dialog').getByLabel('To confirm').fill(id)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText(`Deleted the access key ${id}.`).waitFor()
    assert.equal((await keysOf(iam, 'bob'))[id], undefined)

    await button(page, 'Enable console access').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Custom password' }).check()
    await dialog.getByRole('textbox', { name: 'Custom password' }).fill('a-Passw0rd-of-bob')
    await dialog.getByRole('checkbox', { name: 'Users must create a new password' }).uncheck()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Enable console access' }).click()
    await dialog.getByText('a-Passw0rd-of-bob').waitFor({ state: 'detached' })
    assert.equal(await shownSecret(page, 'Console password'), 'a-Passw0rd-of-bob')
    await assertKeptNowhere(page, 'a-Passw0rd-of-bob')
    await dialog.getByRole('button', { name: 'Close', exact: true }).click()
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: 'bob' }))
    assert.equal(LoginProfile?.PasswordResetRequired, false)
    await button(page, 'Update console password').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Update password' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByText('The user has to choose another one at the next sign-in.').waitFor()

    await tab(page, 'Groups').click()
    await link(page, 'Add user to groups').click()
    await page.getByRole('checkbox', { name: 'Select operators' }).check()
    await assertAccessible(page)
    await button(page, 'Add user to groups').click()
    await page.getByText('Added bob to operators.').waitFor()
    assert.deepEqual(await groupsOf(iam, 'bob'), ['operators'])
    await tab(page, 'Tags').click()
    await page.getByText('the nightly job').waitFor()

    await button(page, 'Delete').click()
    await page.getByRole('dialog').getByText('the console password').waitFor()
    await page.getByRole('dialog').getByLabel('To confirm').fill('bob')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Deleted bob.').waitFor()
    await page.getByText('There are no users yet.').waitFor()
    // IAM's answer to GetLoginProfile for who has no password.
    expectComplaint(/\d\/: 404$/)
  })
  await assert.rejects(iam.send(new GetUserCommand({ UserName: 'bob' })), { name: 'NoSuchEntityException' })
})

test('permissions are copied from another user, and groups gather users and policies', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await createUser(server, 'ann')
  await createUser(server, 'bob')
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'ann',
      PolicyName: 'list-buckets',
      PolicyDocument: policy({ Effect: 'Allow', Action: 's3:ListAllMyBuckets' }),
    }),
  )
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await link(page, 'User groups').click()
    await page.getByText('There are no user groups yet.').waitFor()
    await assertAccessible(page)
    await link(page, 'Create group').click()
    await page.getByLabel('User group name').fill('auditors')
    await page.getByRole('checkbox', { name: 'Select ann' }).check()
    const search = page.getByRole('searchbox', { name: 'Find attach permissions policies - optional' })
    await search.fill('IAMReadOnly')
    // The Enter that ends a search does not submit the form.
    await search.press('Enter')
    await page.getByRole('checkbox', { name: 'Select IAMReadOnlyAccess' }).check()
    await assertAccessible(page)
    assert.equal((await iam.send(new ListGroupsCommand({}))).Groups?.length, 0)
    await button(page, 'Create user group').click()
    await page.getByRole('heading', { name: 'auditors', level: 1 }).waitFor()
    await link(page, 'ann').waitFor()
    await assertAccessible(page)
    assert.deepEqual(await membersOf(iam, 'auditors'), ['ann'])

    await link(page, 'Add users').click()
    await page.getByRole('checkbox', { name: 'Select bob' }).check()
    await button(page, 'Add users').click()
    await page.getByText('Added bob to auditors.').waitFor()
    assert.deepEqual(await membersOf(iam, 'auditors'), ['ann', 'bob'])
    await page.getByRole('checkbox', { name: 'Select bob' }).check()
    await button(page, 'Remove').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('Removed bob from auditors.').waitFor()
    assert.deepEqual(await membersOf(iam, 'auditors'), ['ann'])
    await tab(page, 'Permissions').click()
    await link(page, 'IAMReadOnlyAccess').waitFor()
    await button(page, 'Edit').click()
    await page.getByRole('dialog').getByLabel('User group name').fill('readers')
    await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('heading', { name: 'readers', level: 1 }).waitFor()

    await page.goto('/iam/users/create')
    await page.getByLabel('User name').fill('cid')
    await button(page, 'Next').click()
    await page.getByRole('radio', { name: 'Copy permissions' }).check()
    await button(page, 'Next').click()
    await page.getByText('Select the user whose permissions are copied.', { exact: true }).waitFor()
    await page.getByRole('radio', { name: 'Select ann' }).check()
    await button(page, 'Next').click()
    await page.getByRole('rowheader', { name: 'list-buckets' }).waitFor()
    await button(page, 'Create user').click()
    await page.getByText('User cid created.').waitFor()

    await page.goto('/iam/groups/readers')
    await button(page, 'Delete').click()
    await page.getByRole('dialog').getByLabel('To confirm').fill('readers')
    assert.deepEqual(await groupsOf(iam, 'cid'), ['readers'])
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: 'readers' }))
    assert.equal(AttachedPolicies[0]?.PolicyName, 'IAMReadOnlyAccess')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('There are no user groups yet.').waitFor()
  })
  assert.deepEqual(await groupsOf(iam, 'cid'), [])
})

async function aliasOfAccount(page: Page, iam: IAMClient): Promise<void> {
  const aliases = async () => (await iam.send(new ListAccountAliasesCommand({}))).AccountAliases
  await button(page, 'Create').click()
  await page.getByRole('dialog').getByLabel('Preferred alias').fill('our-company')
  await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('our-company', { exact: true }).waitFor()
  assert.deepEqual(await aliases(), ['our-company'])
  await button(page, 'Delete').click()
  await page.getByRole('dialog').getByLabel('To confirm').fill('our-company')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await button(page, 'Create').waitFor()
  assert.deepEqual(await aliases(), [])
}

/** What the page offers as a file. */
async function downloaded(page: Page): Promise<{ readonly name: string; readonly text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Download .csv file').click()])
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
}

/** The secret behind its Show button, which is not there before. */
async function shownSecret(page: Page, what: string): Promise<string> {
  await button(page, `Show ${what}`).click()
  await button(page, `Copy ${what}`).click()
  const secret = String(await page.evaluate('navigator.clipboard.readText()'))
  await page.getByText(secret, { exact: true }).waitFor()
  return secret
}

async function assertKeptNowhere(page: Page, secret: string): Promise<void> {
  const kept = String(
    await page.evaluate('JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, history.state])'),
  )
  assert.ok(secret.length > 0 && !kept.includes(secret), 'a secret is kept by the browser')
}

const csvCell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

async function keyAction(page: Page, name: string): Promise<void> {
  await button(page, 'Actions').click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}

async function keysOf(iam: IAMClient, UserName: string): Promise<Readonly<Record<string, string | undefined>>> {
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }))
  return Object.fromEntries(AccessKeyMetadata.map(({ AccessKeyId = '', Status }) => [AccessKeyId, Status]))
}

async function groupsOf(iam: IAMClient, UserName: string) {
  const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName }))
  return Groups.map(({ GroupName }) => GroupName)
}

async function membersOf(iam: IAMClient, GroupName: string) {
  const { Users = [] } = await iam.send(new GetGroupCommand({ GroupName }))
  return Users.map(({ UserName }) => UserName)
}
