import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreatePolicyCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { Page } from 'playwright-core'
import { clients, createRole, createUser, policy } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const AGENT_POLICY = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })

/** Replaces the whole text of a policy editor, as somebody does who pastes. */
async function writePolicy(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Policy editor' })
  await editor.click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(text)
}

test('Create role makes a role for EC2 with its policy and its instance profile, as the guides say', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await link(page, 'Roles').click()
    await link(page, 'Create role').click()

    await page.getByRole('heading', { name: 'Select trusted entity' }).waitFor()
    await button(page, 'Next').click()
    await page.getByText('Choose a service or use case.', { exact: true }).waitFor()
    await page.getByRole('radio', { name: 'AWS service' }).check()
    await page.getByRole('button', { name: /^Service or use case/ }).click()
    await page.getByRole('option', { name: 'EC2' }).click()
    assert.ok(await page.getByRole('radio', { name: 'EC2', exact: true }).isChecked())
    await page.getByText('Allows EC2 instances to call AWS services on your behalf.').waitFor()
    await assertAccessible(page)
    await button(page, 'Next').click()

    await page.getByRole('searchbox', { name: 'Find permissions policies' }).fill('CloudWatchAgentServerPolicy')
    await page.getByRole('checkbox', { name: 'Select CloudWatchAgentServerPolicy' }).check()
    await assertAccessible(page)
    await button(page, 'Next').click()

    await page.getByLabel('Role name').fill('agent')
    await page.getByRole('region', { name: 'Trust policy' }).getByText('ec2.amazonaws.com').waitFor()
    await page
      .getByRole('cell', { name: 'CloudWatchAgentServerPolicy' })
      .or(page.getByRole('rowheader', { name: 'CloudWatchAgentServerPolicy' }))
      .waitFor()
    await assertAccessible(page)
    await button(page, 'Create role').click()

    await page.getByText('Role agent created.').waitFor()
    await link(page, 'View role').click()
    await page.getByRole('heading', { name: 'agent', level: 1 }).waitFor()
    await link(page, 'CloudWatchAgentServerPolicy').waitFor()
    await page.getByText('arn:aws:iam::123456789012:instance-profile/agent').waitFor()
    await button(page, 'Show the text of CloudWatchAgentServerPolicy').click()
    await page.getByRole('region', { name: 'Text of CloudWatchAgentServerPolicy' }).getByText('PutMetricData').waitFor()
    await assertAccessible(page)
  })
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'agent' }))
  assert.equal(Role?.Description, 'Allows EC2 instances to call AWS services on your behalf.')
  assert.deepEqual(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')), {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: ['ec2.amazonaws.com'] } }],
  })
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'agent' }))
  assert.deepEqual(
    AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
    [AGENT_POLICY],
  )
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: 'agent' }))
  assert.deepEqual(
    InstanceProfile?.Roles?.map(({ RoleName }) => RoleName),
    ['agent'],
  )
})

test('a role is changed on its page: policies, boundary, trust policy, tags, details, and deleted with all that is its own', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await createRole(server, 'app', { Service: 'lambda.amazonaws.com' })
  const limit = policy({ Effect: 'Allow', Action: 's3:*' })
  await iam.send(new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: limit }))
  await visit(browser, server.console, {}, async ({ page }) => {
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

    await link(page, 'Edit').click()
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
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke active sessions' }).click()
    await page.getByText('The active sessions of app are revoked.').waitFor()
    await assertAccessible(page)
  })
  const { PolicyDocument = '' } = await iam.send(
    new GetRolePolicyCommand({ RoleName: 'app', PolicyName: 'AWSRevokeOlderSessions' }),
  )
  const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument))
  assert.deepEqual(
    { ...Statement[0], Condition: Object.keys(Statement[0].Condition.DateLessThan) },
    { Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: ['aws:TokenIssueTime'] },
  )
  await assert.rejects(before.send(new GetRoleCommand({ RoleName: 'app' })), /explicit deny/)
  // A session is issued at a whole second: at the next one it is issued after the revocation.
  await new Promise((resolve) => setTimeout(resolve, 1100))
  await (await session()).send(new GetRoleCommand({ RoleName: 'app' }))
})

test('what is refused is told with the request id, why, and what was done before it', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await createRole(server, 'app', { Service: 'ec2.amazonaws.com' })
  const reader = await createUser(server, 'reader', { Effect: 'Allow', Action: 'iam:ListRoles' })
  const maker = await createUser(server, 'maker', {
    Effect: 'Allow',
    Action: ['iam:ListRoles', 'iam:ListPolicies', 'iam:CreateRole', 'iam:GetRole'],
  })
  await visit(browser, server.console, {}, async ({ page, takeComplaints }) => {
    await signIn(page, server, reader)
    await link(page, 'Roles').click()
    await link(page, 'app').click()
    await page.getByText(/user\/reader is not authorized to perform: iam:GetRole/).waitFor()
    await page.getByText(/Request ID: \S+/).waitFor()
    assert.match((await link(page, 'Why?').getAttribute('href')) ?? '', /^\/trail\/[0-9a-z]+$/)
    assert.ok(takeComplaints().every((complaint) => complaint.endsWith(': 403')))
  })
  await visit(browser, server.console, {}, async ({ page, takeComplaints }) => {
    await signIn(page, server, maker)
    await page.goto('/iam/roles/create')
    await page.getByRole('radio', { name: 'Web identity' }).check()
    await page.getByText('Without a list of providers').waitFor()
    await page.getByRole('radio', { name: 'AWS service' }).check()
    await page.getByRole('button', { name: /^Service or use case/ }).click()
    await page.getByRole('option', { name: 'EC2' }).click()
    await button(page, 'Next').click()
    await page.getByRole('searchbox', { name: 'Find permissions policies' }).fill('CloudWatchAgentServerPolicy')
    await page.getByRole('checkbox', { name: 'Select CloudWatchAgentServerPolicy' }).check()
    await button(page, 'Next').click()
    await page.getByLabel('Role name').fill('half')
    await button(page, 'Create role').click()
    const steps = page.getByRole('list', { name: 'What was done and what was not' })
    await steps.waitFor()
    assert.deepEqual(await steps.getByRole('listitem').allTextContents(), [
      'Done: Create the role half',
      'Failed: Attach the policy CloudWatchAgentServerPolicy',
      'Not done: Create the instance profile half',
      'Not done: Add the role half to the instance profile half',
    ])
    await link(page, 'View role').waitFor()
    assert.ok(takeComplaints().every((complaint) => /: (403|501)$/.test(complaint)))
  })
  await iam.send(new GetRoleCommand({ RoleName: 'half' }))
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: 'half' }))
  assert.deepEqual(PolicyNames, [])
})
