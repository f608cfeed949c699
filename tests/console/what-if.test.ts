import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  GetUserPolicyCommand,
  ListRolesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { clients, createRole, createUser, policy } from '../harness.ts'
import { assertAccessible, eventually, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

// One server and one browser for the file: each test has principals of its own.
const [server, browser] = withoutBrowser ? [] : await Promise.all([startConsole(), startBrowser()])

test('the calls that a draft decides otherwise are named, and so it is once saved', {
  skip: withoutBrowser,
}, async () => {
  assert.ok(server && browser)
  const alice = await createUser(server, 'alice', { Sid: 'Lists', Effect: 'Allow', Action: 'iam:ListUsers' })
  const bob = await createUser(server, 'bob')
  const { iam } = clients(server, alice)
  await iam.send(new ListUsersCommand({}))
  await assert.rejects(iam.send(new ListRolesCommand({})), { name: 'AccessDenied' })
  await assert.rejects(clients(server, bob).iam.send(new ListRolesCommand({})), { name: 'AccessDenied' })
  const arn = 'arn:aws:iam::123456789012:user/alice'
  const draft = policy({ Sid: 'Lists', Effect: 'Allow', Action: 'iam:ListRoles' })
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.getByRole('link', { name: 'What if' }).click()
    await page.getByRole('button', { name: 'Kind of policy' }).click()
    await page.getByRole('option', { name: /^Inline policy/ }).click()
    await page.getByRole('button', { name: 'User, group or role' }).click()
    await page.getByRole('option', { name: 'alice' }).click()
    await page.getByRole('button', { name: 'Inline policy Choose a policy' }).click()
    await page.getByRole('option', { name: 'permissions' }).click()
    await page.getByRole('heading', { name: 'Draft of permissions of user alice' }).waitFor()
    assert.equal(new URL(page.url()).searchParams.get('holder'), arn)
    const editor = page.getByRole('textbox', { name: 'Policy document' })
    await editor.fill('{ "Version": "2012-10-17", "Statement": [{}] }')
    await page.getByRole('status').filter({ hasText: 'MalformedPolicyDocument: ' }).waitFor()
    await editor.fill(draft)
    await page.getByRole('button', { name: 'Compare with recent calls' }).click()
    await page.getByText(/1 newly denied, 1 newly allowed\. \d+ calls were compared/).waitFor()
    const rows = page.getByRole('table', { name: 'Calls that are decided otherwise' }).getByRole('row')
    await eventually(async () => assert.equal(await rows.count(), 3))
    await rows
      .nth(1)
      .and(page.getByRole('row', { name: /Newly denied iam:ListUsers .*user\/alice/ }))
      .waitFor()
    await rows
      .nth(2)
      .and(page.getByRole('row', { name: /Newly allowed iam:ListRoles .*user\/alice/ }))
      .waitFor()
    await page.getByText(/Inline policy permissions of user\/alice does not allow it\./).waitFor()
    await assertAccessible(page)
    await rows.nth(2).getByRole('radio').click()
    await page.getByRole('listitem', { name: 'Identity-based policies: Allows' }).waitFor()
    // Nothing was saved by comparing.
    await iam.send(new ListUsersCommand({}))
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved permissions of user alice.').waitFor()
  })
  await iam.send(new ListRolesCommand({}))
  await assert.rejects(iam.send(new ListUsersCommand({})), { name: 'AccessDenied' })
})

test('a further policy and a request that nobody has made are tried before they are', {
  skip: withoutBrowser,
}, async () => {
  assert.ok(server && browser)
  const root = clients(server)
  const dave = await createUser(server, 'dave')
  await assert.rejects(clients(server, dave).iam.send(new ListUsersCommand({})), { name: 'AccessDenied' })
  await visit(browser, server.console, { width: 800, theme: 'dark' }, async ({ page }) => {
    await signIn(page, server)
    // From the denial itself.
    await page.goto('/trail?principal=dave')
    await page.getByRole('link', { name: 'iam:ListUsers' }).click()
    await page.getByRole('link', { name: 'Try a change' }).click()
    await page.getByRole('heading', { name: 'Draft of a further policy of user dave' }).waitFor()
    const editor = page.getByRole('textbox', { name: 'Policy document' })
    await editor.fill(
      policy(
        { Effect: 'Allow', Action: 'iam:ListUsers' },
        { Effect: 'Allow', Action: 's3:GetObject', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      ),
    )
    await page.getByRole('checkbox', { name: 'Only calls of user dave' }).check()
    await page.getByRole('button', { name: 'Compare with recent calls' }).click()
    await page.getByText(/0 newly denied, 1 newly allowed\. 1 call was compared/).waitFor()

    await page.getByRole('textbox', { name: 'Action' }).fill('s3:GetObject')
    await page.getByRole('button', { name: 'Try request' }).click()
    const tried = page.locator('form').filter({ hasText: 'Try request' })
    await tried.getByRole('table', { name: 'Elements of Statement 2' }).getByText('no aws:SourceIp').waitFor()
    await page.getByRole('button', { name: 'Add condition key' }).click()
    await page.getByRole('textbox', { name: 'Condition key' }).fill('aws:SourceIp')
    await page.getByRole('textbox', { name: 'Value' }).fill('10.1.2.3')
    await page.getByRole('button', { name: 'Try request' }).click()
    await tried.getByRole('listitem', { name: 'Identity-based policies: Allows' }).waitFor()
    await assertAccessible(page)

    await page.getByRole('textbox', { name: 'Policy name' }).fill('lists')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('heading', { name: 'Draft of lists of user dave' }).waitFor()
  })
  const { PolicyDocument = '' } = await root.iam.send(
    new GetUserPolicyCommand({ UserName: 'dave', PolicyName: 'lists' }),
  )
  assert.match(decodeURIComponent(PolicyDocument), /iam:ListUsers/)
  await clients(server, dave).iam.send(new ListUsersCommand({}))
})

test('trust policies and managed policies are drafted for everybody whom they concern', {
  skip: withoutBrowser,
}, async () => {
  assert.ok(server && browser)
  const { iam } = clients(server)
  const RoleArn = await createRole(server, 'web-server', { Service: 'ec2.amazonaws.com' })
  const erin = await createUser(server, 'erin')
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'team',
      PolicyDocument: policy({ Effect: 'Allow', Action: 'iam:ListUsers' }),
    }),
  )
  const arn = Policy?.Arn ?? ''
  await iam.send(new CreateGroupCommand({ GroupName: 'team' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'team', UserName: 'erin' }))
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'team', PolicyArn: arn }))
  const theirs = clients(server, erin)
  await theirs.iam.send(new ListUsersCommand({}))
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'erin' })
  await assert.rejects(theirs.sts.send(assume), { name: 'AccessDenied' })
  const trust = policy({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::123456789012:user/erin' },
    Action: 'sts:AssumeRole',
  })
  const broken = policy({ Effect: 'Deny', Action: 'iam:List*' })
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    const compare = page.getByRole('button', { name: 'Compare with recent calls' })
    await page.goto(`/what-if?${new URLSearchParams({ kind: 'trust', holder: RoleArn })}`)
    await page.getByRole('textbox', { name: 'Policy document' }).fill(trust)
    await compare.click()
    await page.getByText(/^0 newly denied, 1 newly allowed\./).waitFor()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved the trust policy of role web-server.').waitFor()

    await page.goto(`/what-if?${new URLSearchParams({ kind: 'managed', arn })}`)
    await page.getByRole('textbox', { name: 'Policy document' }).fill(broken)
    await compare.click()
    await page.getByText(/^1 newly denied, 0 newly allowed\./).waitFor()
    await page.getByRole('checkbox', { name: 'Compare as if the policy were removed' }).check()
    await page.getByText(/^1 newly denied/).waitFor({ state: 'hidden' })
    await compare.click()
    await page.getByText(/^1 newly denied, 0 newly allowed\./).waitFor()
    await page.getByRole('checkbox', { name: 'Compare as if the policy were removed' }).uncheck()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved policy team.').waitFor()
  })
  await theirs.sts.send(assume)
  await assert.rejects(theirs.iam.send(new ListUsersCommand({})), { name: 'AccessDenied' })
})

test('a bucket policy is drafted where there is none, and a request is tried on what a resource is tagged with', {
  skip: withoutBrowser,
}, async () => {
  assert.ok(server && browser)
  const { s3, iam } = clients(server)
  const frank = await createUser(server, 'frank', { Effect: 'Allow', Action: 's3:PutObject' })
  await s3.send(new CreateBucketCommand({ Bucket: 'drafts' }))
  await s3.send(new PutObjectCommand({ Bucket: 'drafts', Key: 'k', Body: 'v', Tagging: 'class=public' }))
  const theirs = clients(server, frank).s3
  const get = () => theirs.send(new GetObjectCommand({ Bucket: 'drafts', Key: 'k' }))
  const put = () => theirs.send(new PutObjectCommand({ Bucket: 'drafts', Key: 'mine', Body: 'v' }))
  await assert.rejects(get(), { name: 'AccessDenied' })
  await put()
  const Principal = { AWS: 'arn:aws:iam::123456789012:user/frank' }
  const draft = policy(
    {
      ...{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::drafts/*' },
      Condition: { StringEquals: { 's3:ExistingObjectTag/class': 'public' } },
    },
    { Effect: 'Deny', Principal, Action: 's3:PutObject', Resource: 'arn:aws:s3:::drafts/*' },
  )
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await page.goto('/what-if')
    await page.getByRole('button', { name: 'Kind of policy' }).click()
    await page.getByRole('option', { name: /^Bucket policy/ }).click()
    await page.getByRole('button', { name: /^Bucket Choose/ }).click()
    await page.getByRole('option', { name: 'drafts' }).click()
    await page.getByRole('heading', { name: 'Draft of the policy of bucket drafts' }).waitFor()
    const editor = page.getByRole('textbox', { name: 'Policy document' })
    await editor.fill(policy({ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/*' }))
    await page.getByRole('status').filter({ hasText: 'MalformedPolicy: Policy has invalid resource' }).waitFor()
    await editor.fill(draft)
    await page.getByRole('button', { name: 'Compare with recent calls' }).click()
    await page.getByText(/^1 newly denied, 1 newly allowed\./).waitFor()
    await page.getByText(/Statement 2 of the resource-based policy of arn:aws:s3:::drafts denies it/).waitFor()
    await assertAccessible(page)

    // By hand: what decides is the tag that the object would have.
    await page.getByRole('button', { name: /^Principal/ }).click()
    await page.getByRole('option', { name: 'frank' }).click()
    await page.getByRole('textbox', { name: 'Action' }).fill('s3:GetObject')
    await page.getByRole('textbox', { name: 'Resource' }).fill('arn:aws:s3:::drafts/another')
    const tried = page.locator('form').filter({ hasText: 'Try request' })
    await page.getByRole('button', { name: 'Add condition key' }).click()
    await page.getByRole('textbox', { name: 'Condition key' }).fill('s3:ExistingObjectTag/class')
    await page.getByRole('textbox', { name: 'Value' }).fill('secret')
    await page.getByRole('button', { name: 'Try request' }).click()
    await tried.getByText('Denied', { exact: true }).nth(1).waitFor()
    await page.getByRole('textbox', { name: 'Value' }).fill('public')
    await page.getByRole('button', { name: 'Try request' }).click()
    await tried.getByText('Allowed', { exact: true }).first().waitFor()

    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved the policy of bucket drafts.').waitFor()
    // S3's answer for a bucket without a policy.
    expectComplaint(/\?policy=: 404$/)
    // Now that it stands, what its removal would decide otherwise.
    await page.getByRole('checkbox', { name: 'Compare as if the policy were removed' }).check()
    await page.getByRole('button', { name: 'Compare with recent calls' }).click()
    await page.getByText(/^1 newly denied, 1 newly allowed\./).waitFor()
  })
  await get()
  await assert.rejects(put(), { name: 'AccessDenied' })

  // aws:ResourceTag of whatever resource: a role's tags are entered as they would be.
  await iam.send(new PutUserPolicyCommand({ UserName: 'frank', PolicyName: 'tagged', PolicyDocument: TAGGED }))
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    const holder = 'arn:aws:iam::123456789012:user/frank'
    await page.goto(`/what-if?${new URLSearchParams({ kind: 'inline', holder, policy: 'tagged' })}`)
    await page.getByRole('textbox', { name: 'Action' }).fill('iam:GetRole')
    await page.getByRole('textbox', { name: 'Resource' }).fill('arn:aws:iam::123456789012:role/any')
    const tried = page.locator('form').filter({ hasText: 'Try request' })
    await page.getByRole('button', { name: 'Try request' }).click()
    await tried.getByText('no aws:ResourceTag/team').first().waitFor()
    await page.getByRole('button', { name: 'Add condition key' }).click()
    await page.getByRole('textbox', { name: 'Condition key' }).fill('aws:ResourceTag/team')
    await page.getByRole('textbox', { name: 'Value' }).fill('blue')
    await page.getByRole('button', { name: 'Try request' }).click()
    await tried.getByText('Allowed', { exact: true }).first().waitFor()
  })
})

const TAGGED = policy({
  Effect: 'Allow',
  Action: 'iam:GetRole',
  Condition: { StringEquals: { 'aws:ResourceTag/team': 'blue' } },
})
