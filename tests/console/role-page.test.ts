import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreatePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRoleTagsCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { clients, createRole, createUser, policy } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { button, link, tab, writePolicy } from './elements.ts'

test('a role is changed on its page: policies, boundary, trust policy, tags, details, and deleted with all that is its own', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await createRole(server, 'app', { Service: 'lambda.amazonaws.com' })
  const limit = policy({ Effect: 'Allow', Action: 's3:*' })
  await iam.send(new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: limit }))
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await page.goto('/iam/roles/app')

    await button(page, 'Add permissions').click()
    await page.getByRole('menuitem', { name: 'Attach policies' }).click()
    await page.getByRole('searchbox', { name: 'Find other permissions policies' }).fill('CloudWatchAgentServerPolicy')
    await page.getByRole('checkbox', { name: 'Select CloudWatchAgentServerPolicy' }).check()
    await assertAccessible(page)
    await button(page, 'Add permissions').click()
    await page.getByText('CloudWatchAgentServerPolicy attached to app.').waitFor()

    await button(page, 'Add permissions').click()
    await page.getByRole('menuitem', { name: 'Create inline policy' }).click()
    await writePolicy(page, policy({ Effect: 'Allow', Action: 's3:GetObject' }))
    await page.getByLabel('Policy name').fill('read')
    await button(page, 'Create policy').click()
    await link(page, 'read').click()
    await writePolicy(page, policy({ Effect: 'Allow', Action: 's3:PutObject' }))
    await button(page, 'Save changes').click()
    await page.getByText('Policy read changed.').waitFor()
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName: 'app', PolicyName: 'read' }))
    assert.match(decodeURIComponent(inline.PolicyDocument ?? ''), /s3:PutObject/)

    await link(page, 'Set permissions boundary').click()
    await page.getByRole('searchbox', { name: 'Find policies' }).fill('limit')
    await page.getByRole('radio', { name: 'Select limit' }).check()
    await button(page, 'Set boundary').click()
    await page.getByRole('heading', { name: 'Permissions boundary (set)' }).waitFor()
    const limited = await iam.send(new GetRoleCommand({ RoleName: 'app' }))
    assert.match(limited.Role?.PermissionsBoundary?.PermissionsBoundaryArn ?? '', /policy\/limit$/)
    await button(page, 'Remove boundary').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove boundary' }).click()
    await page.getByRole('heading', { name: 'Permissions boundary (not set)' }).waitFor()

    await tab(page, 'Trust relationships').click()
    await link(page, 'Edit trust policy').click()
    const trust = policy({ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' })
    await writePolicy(page, trust)
    await button(page, 'Update policy').click()
    await page.getByText('Trust policy updated.').waitFor()
    await page.getByText('Link to switch roles in console').waitFor()
    await page.getByText('/switch-role?roleName=app&account=123456789012').waitFor()

    await tab(page, 'Tags').click()
    await link(page, 'Manage tags').click()
    await button(page, 'Add new tag').click()
    await page.getByLabel('Key of tag 1').fill('team')
    await page.getByLabel('Value of tag 1').fill('blue')
    await assertAccessible(page)
    await button(page, 'Save changes').click()
    await page.getByRole('gridcell', { name: 'blue' }).waitFor()
    const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName: 'app' }))
    assert.deepEqual(Tags, [{ Key: 'team', Value: 'blue' }])

    // Changed elsewhere while the page stands there: the form begins with what is there now.
    await iam.send(new UpdateRoleCommand({ RoleName: 'app', Description: 'Changed elsewhere.' }))
    await link(page, 'Edit').click()
    await page.getByText('Changed elsewhere.').waitFor()
    await page.getByLabel('Description').fill('Serves the app.')
    await page.getByRole('button', { name: /^Maximum session duration/ }).click()
    await page.getByRole('option', { name: '4 hours' }).click()
    await button(page, 'Save changes').click()
    await page.getByText('Role app updated.').waitFor()
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'app' }))
    assert.equal(Role?.Description, 'Serves the app.')
    assert.equal(Role?.MaxSessionDuration, 14_400)

    await page.getByRole('checkbox', { name: 'Select CloudWatchAgentServerPolicy' }).check()
    await button(page, 'Remove').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove policy' }).click()
    await page.getByText('Removed CloudWatchAgentServerPolicy from app.').waitFor()
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'app' }))
    assert.deepEqual(attached.AttachedPolicies, [])

    await button(page, 'Delete').click()
    const dialog = page.getByRole('dialog', { name: 'Delete app?' })
    await dialog.getByText('Delete the inline policy read').waitFor()
    await dialog.getByLabel('To confirm').fill('app')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Deleted app.').waitFor()
    await page.getByRole('heading', { name: 'Roles' }).waitFor()
    await page.goBack()
    await page.getByText('The role with name app cannot be found.').waitFor()
    expectComplaint(/: 404$/)
  })
  await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'app' })), { name: 'NoSuchEntityException' })
})

test('Revoke active sessions denies everything to the sessions before, and nothing to those afterwards', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  const ann = await createUser(server, 'ann', { Effect: 'Allow', Action: 'sts:AssumeRole' })
  const RoleArn = await createRole(server, 'app', { AWS: '123456789012' }, { Effect: 'Allow', Action: 'iam:GetRole' })
  const session = async () => {
    const { sts } = clients(server, ann)
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ann' }))
    return clients(server, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }).iam
  }
  const before = await session()
  await before.send(new GetRoleCommand({ RoleName: 'app' }))
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.goto('/iam/roles/app?tab=revoke-sessions')
    await button(page, 'Revoke active sessions').click()
    await page
      .getByRole('checkbox', { name: 'I acknowledge that I am revoking all active sessions for this role.' })
      .check()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke active sessions' }).click()
    await page.getByText('The active sessions of app are revoked.').waitFor()
    await assertAccessible(page)
  })
  const { PolicyDocument = '' } = await iam.send(
    new GetRolePolicyCommand({ RoleName: 'app', PolicyName: 'AWSRevokeOlderSessions' }),
  )
  const document = JSON.parse(decodeURIComponent(PolicyDocument))
  const moment = document.Statement[0].Condition.DateLessThan['aws:TokenIssueTime']
  assert.ok(Math.abs(Date.parse(moment) - Date.now()) < 60_000, moment)
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': moment } }
  assert.deepEqual(document, {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition }],
  })
  await assert.rejects(before.send(new GetRoleCommand({ RoleName: 'app' })), /explicit deny/)
  // A session is issued at a whole second: at the next one it is issued after the revocation.
  await new Promise((resolve) => setTimeout(resolve, 1100))
  await (await session()).send(new GetRoleCommand({ RoleName: 'app' }))
})
