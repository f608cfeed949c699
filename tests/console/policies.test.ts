import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  type IAMClient,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam'
import { clients, createRole, createUser, policy } from '../harness.ts'
import { assertAccessible, eventually, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { button, link, tab, writePolicy } from './elements.ts'

const ARN = 'arn:aws:iam::123456789012:policy/reports'
const READ = policy({ Effect: 'Allow', Action: 's3:GetObject' })

test('a policy is found, created, attached, changed to a new version, compared and deleted', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await createUser(server, 'ann')
  await createRole(server, 'app', { Service: 'ec2.amazonaws.com' })
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await link(page, 'Policies').click()
    await page.getByRole('searchbox', { name: 'Find policies' }).fill('AmazonS3ReadOnly')
    await link(page, 'AmazonS3ReadOnlyAccess').waitFor()
    await eventually(async () => assert.equal(await page.getByRole('row').count(), 2, 'the heading and the one policy'))
    await assertAccessible(page)
    await page.getByRole('radio', { name: 'Select AmazonS3ReadOnlyAccess' }).check()
    await button(page, 'Delete').and(page.locator('[aria-disabled=true]')).waitFor()
    await link(page, 'AmazonS3ReadOnlyAccess').click()
    await page.getByRole('region', { name: 'Policy document' }).getByText('s3:Get*').waitFor()
    // Policies of AWS have no tags.
    await tab(page, 'Tags').waitFor({ state: 'detached' })
    await assertAccessible(page)

    await page.goto('/iam/policies?type=Customer+managed')
    await page.getByText('There are no policies of this type yet.').waitFor()
    await link(page, 'Create policy').click()
    await writePolicy(page, '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "no" }] }')
    await page.getByLabel('Policy name').fill('reports')
    await button(page, 'Create policy').click()
    await page.getByText('MalformedPolicyDocument').first().waitFor()
    expectComplaint(/: 400$/, 1)
    await writePolicy(page, READ)
    await page.getByLabel('Description').fill('The reports of the finance team')
    await button(page, 'Add new tag').click()
    await page.getByLabel('Key of tag 1').fill('team')
    await page.getByLabel('Value of tag 1').fill('finance')
    await assertAccessible(page)
    await button(page, 'Create policy').click()
    await page.getByRole('heading', { name: 'reports', level: 1 }).waitFor()
    await page.getByText('The reports of the finance team').waitFor()

    await tab(page, 'Entities attached').click()
    await link(page, 'Attach').click()
    await page.getByRole('checkbox', { name: 'Select user ann' }).check()
    await page.getByRole('checkbox', { name: 'Select role app' }).check()
    await assertAccessible(page)
    await button(page, 'Attach policy').click()
    await page.getByText('Attached reports to ann, app.').waitFor()
    assert.deepEqual(await entitiesOf(iam), ['ann', 'app'])
    await link(page, 'app').waitFor()
    await assertAccessible(page)
    await page.getByRole('checkbox', { name: 'Select user ann' }).check()
    await button(page, 'Detach').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Detach policy' }).click()
    await page.getByText('Detached reports from ann.').waitFor()
    assert.deepEqual(await entitiesOf(iam), ['app'])

    await tab(page, 'Permissions').click()
    await link(page, 'Edit').click()
    await writePolicy(page, policy({ Effect: 'Allow', Action: 's3:PutObject' }))
    await assertAccessible(page)
    await button(page, 'Save changes').click()
    await page.getByRole('region', { name: 'Policy document' }).getByText('s3:PutObject').waitFor()
    await tab(page, 'Policy versions').click()
    await page.getByRole('checkbox', { name: 'Select v1' }).check()
    await page.getByRole('region', { name: 'Text of version v1' }).getByText('s3:GetObject').waitFor()
    await page.getByRole('checkbox', { name: 'Select v2' }).check()
    const changes = page.getByRole('region', { name: 'Changes from v1 to v2' })
    await eventually(async () =>
      assert.match(await changes.innerText(), /^- +"Action": "s3:GetObject",\n\+ +"Action": "s3:PutObject",$/m),
    )
    await assertAccessible(page)
    await page.getByRole('checkbox', { name: 'Select v2' }).uncheck()
    await button(page, 'Set as default').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Set as default' }).click()
    await page.getByText('v1 (default)').waitFor()
    assert.equal((await iam.send(new GetPolicyCommand({ PolicyArn: ARN }))).Policy?.DefaultVersionId, 'v1')
    const { Tags } = await iam.send(new ListPolicyTagsCommand({ PolicyArn: ARN }))
    assert.deepEqual(Tags, [{ Key: 'team', Value: 'finance' }])

    // One that is attached is refused whole, with its versions.
    await button(page, 'Delete').first().click()
    const dialog = page.getByRole('dialog', { name: 'Delete reports?' })
    await dialog.getByLabel('To confirm').fill('reports')
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog.getByText('Cannot delete a policy attached to entities.').waitFor()
    expectComplaint(/: 409$/, 1)
    assert.deepEqual(await versionsOf(iam), ['v2', 'v1'])
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'app', PolicyArn: ARN }))
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Deleted the policy reports.').waitFor()
    await page.getByRole('heading', { name: /^Policies/ }).waitFor()
  })
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))
  assert.deepEqual(Policies, [])
})

test('at five versions one that is named makes room, and who may not read a policy is told why', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam } = clients(server)
  await iam.send(new CreatePolicyCommand({ PolicyName: 'reports', PolicyDocument: READ }))
  for (let version = 2; version <= 5; version++)
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument: READ, SetAsDefault: version === 3 }),
    )
  const lister = await createUser(server, 'lister', { Effect: 'Allow', Action: 'iam:ListPolicies' })
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await page.goto(`/iam/policies/edit?arn=${ARN}`)
    await page.getByText('The policy has 5 versions').waitFor()
    await assertAccessible(page)
    await writePolicy(page, '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "no" }] }')
    await button(page, 'Save changes').click()
    await page.getByText('MalformedPolicyDocument').first().waitFor()
    assert.deepEqual(
      await versionsOf(iam),
      ['v5', 'v4', 'v3', 'v2', 'v1'],
      'none is given up for a text that is refused',
    )
    expectComplaint(/: 400$/, 1)
    await writePolicy(page, policy({ Effect: 'Allow', Action: 's3:PutObject' }))
    await page.getByRole('button', { name: /^Version to delete/ }).click()
    await page.getByRole('option', { name: /^v4/ }).click()
    await page.getByRole('checkbox', { name: 'Set this new version as the default.' }).uncheck()
    await button(page, 'Save changes').click()
    await page.getByText('The new version of reports is saved.').waitFor()
    assert.deepEqual(await versionsOf(iam), ['v6', 'v5', 'v3', 'v2', 'v1'])
    assert.equal((await iam.send(new GetPolicyCommand({ PolicyArn: ARN }))).Policy?.DefaultVersionId, 'v3')
  })
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server, lister)
    await page.goto('/iam/policies?type=Customer+managed')
    await link(page, 'reports').click()
    await page.getByText('is not authorized to perform: iam:GetPolicy on resource: policy').waitFor()
    assert.match((await link(page, 'Why?').getAttribute('href')) ?? '', /^\/trail\/[0-9a-z]+$/)
    await assertAccessible(page)
    expectComplaint(/: 403$/)
  })
})

async function versionsOf(iam: IAMClient) {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: ARN }))
  return Versions.map(({ VersionId }) => VersionId)
}

async function entitiesOf(iam: IAMClient) {
  const { PolicyUsers = [], PolicyRoles = [] } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: ARN }))
  return [...PolicyUsers.map(({ UserName }) => UserName), ...PolicyRoles.map(({ RoleName }) => RoleName)]
}
