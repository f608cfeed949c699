import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreatePolicyCommand,
  ListUsersCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { clients, createRole, createUser, policy, type Statement } from '../harness.ts'
import { ONE, twoAccounts } from '../two-accounts.ts'
import {
  assertAccessible,
  eventually,
  navigate,
  signIn,
  startBrowser,
  startConsole,
  visit,
  withoutBrowser,
} from './browser.ts'

// One server and one browser for the file: each test has principals of its own.
const [server, browser] = withoutBrowser ? [] : await Promise.all([startConsole(), startBrowser()])

/** What reading the trail takes, and seeing the policies that decided. */
const READS_TRAIL: Statement = {
  Sid: 'Trail',
  Effect: 'Allow',
  Action: ['cloudtrail:LookupEvents', 'iam:GetAccountAuthorizationDetails'],
}
const OFFICE: Statement = {
  Sid: 'Office',
  Effect: 'Allow',
  Action: ['iam:ListUsers', 'iam:ListRoles'],
  Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
}

/** The authorization id of a call that fails. */
async function denied(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => assert.fail('the call was to be denied'),
    (refusal: unknown) => refusal,
  )
  // The SDK's errors carry the answer's metadata.
  const { $metadata } = error as { readonly $metadata: { readonly requestId: string } }
  return $metadata.requestId.toLowerCase().replaceAll('-', '')
}

test('a denial in the console leads to the picture of its decision', { skip: withoutBrowser }, async () => {
  assert.ok(server && browser)
  const alice = await createUser(server, 'alice', OFFICE, READS_TRAIL)
  const bob = await createUser(server, 'bob')
  await visit(browser, server.console, { width: 800, theme: 'dark' }, async ({ page, expectComplaint }) => {
    await signIn(page, server, alice)
    await navigate(page, 'Roles')
    await page.getByText('is not authorized to perform: iam:ListRoles').waitFor()
    expectComplaint(/: 403$/)
    await page
      .getByRole('link', { name: 'Why?' })
      .or(page.getByRole('button', { name: 'Why?' }))
      .click()
    await page.getByRole('heading', { name: 'Why was iam:ListRoles denied?' }).waitFor()
    const gates = page.getByRole('list', { name: 'The decision, layer by layer' })
    const stop = gates.getByRole('listitem', { name: 'Identity-based policies: Does not allow' })
    await stop.getByText('Stops here').waitFor()
    // The statement that came nearest is open, with the element that failed; the other is not.
    const elements = stop.getByRole('table', { name: 'Elements of Statement 1 “Office”' })
    await elements
      .getByRole('row', { name: /^Condition.*IpAddress aws:SourceIp .*198\.51\.100\.0\/24.*127\.0\.0\.1/ })
      .getByText('No', { exact: true })
      .waitFor()
    await stop.getByRole('button', { name: '1 other statement that does not apply' }).click()
    await stop.getByRole('button', { name: /Allow Statement 2 “Trail”.*does not apply/ }).waitFor()
    const place = page.getByRole('link', { name: 'permissions of user alice', exact: true })
    await place.and(page.locator('[href="/iam/users/alice"]')).waitFor()
    await assertAccessible(page)
  })
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server, bob)
    const id = await denied(clients(server, bob).iam.send(new ListUsersCommand({})))
    await page.goto(`/trail/${id}`)
    await page.getByText('You may not read the trail').waitFor()
    expectComplaint(/: 400$/, 1)
    await assertAccessible(page)
    // Reading the trail is one permission, seeing the policies that decided another.
    const PolicyDocument = policy({ Effect: 'Allow', Action: 'cloudtrail:LookupEvents' })
    await clients(server).iam.send(new PutUserPolicyCommand({ UserName: 'bob', PolicyName: 'trail', PolicyDocument }))
    await page.reload()
    await page.getByText('The policies that decided are not shown to you').waitFor()
    await page.getByText('is not authorized to perform: iam:ListUsers').first().waitFor()
    assert.equal(await page.getByRole('list', { name: 'The decision, layer by layer' }).count(), 0)
  })
})

test('the address that IAM names in a denial shows the statement that denied', { skip: withoutBrowser }, async () => {
  assert.ok(server && browser)
  const { iam, s3 } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket: 'tour-config' }))
  const carol = await createUser(server, 'carol', { Effect: 'Allow', Action: '*' })
  const limit = policy(
    { Effect: 'Allow', Action: '*' },
    { Sid: 'NoLists', Effect: 'Deny', Action: ['iam:List*', 's3:Delete*'] },
  )
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: limit }))
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'carol', PermissionsBoundary: Policy?.Arn }))
  const id = await denied(clients(server, carol).iam.send(new ListUsersCommand({})))
  const Objects = [{ Key: 'a' }, { Key: 'b' }]
  const { $metadata } = await clients(server, carol).s3.send(
    new DeleteObjectsCommand({ Bucket: 'tour-config', Delete: { Objects } }),
  )
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.goto(`/iam/home?region=us-east-1#/authorization-details/${id}`)
    await page.waitForURL(`**/trail/${id}`)
    const stop = page.getByRole('listitem', { name: 'Permissions boundary: Denies' })
    await stop.getByRole('table', { name: 'Elements of Statement 2 “NoLists”' }).waitFor()
    await page.getByRole('listitem', { name: 'Identity-based policies: Allows' }).waitFor()
    await page.getByText('no Allow elsewhere helps against an explicit Deny').waitFor()
    const place = page.getByRole('link', { name: 'Policy limit', exact: true })
    await place.and(page.locator(`[href="/iam/policies/view?arn=${encodeURIComponent(Policy?.Arn ?? '')}"]`)).waitFor()
    await assertAccessible(page)
    // Of several questions one is explained, the others are a choice away.
    await page.goto(`/trail/${$metadata.requestId?.toLowerCase()}`)
    await page.getByRole('radio', { name: 'Explain s3:DeleteObject on arn:aws:s3:::tour-config/b' }).click()
    await page.getByText(/may not s3:DeleteObject on arn:aws:s3:::tour-config\/b\./).waitFor()
    await page.waitForURL(/\?question=2$/)
    await page.goto('/trail/0123456789abcdef')
    await page.getByText('The trail does not hold this call').waitFor()
    await assertAccessible(page)
  })
})

test('calls appear as they happen, and filters stand in the address', { skip: withoutBrowser }, async () => {
  assert.ok(server && browser)
  const { iam } = clients(server)
  const dave = await createUser(server, 'dave')
  const theirs = clients(server, dave)
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.getByRole('link', { name: 'Event history' }).click()
    const table = page.getByRole('grid', { name: 'Event history' })
    await table.getByRole('row', { name: /iam:CreateUser user\/dave/ }).waitFor()
    await assertAccessible(page)
    await denied(theirs.iam.send(new ListUsersCommand({})))
    const live = table.getByRole('row', { name: /user\/dave.*iam:ListUsers.*Denied/ })
    await live.waitFor()
    await table.getByRole('row').nth(1).and(live).waitFor()

    await page.getByRole('button', { name: 'Pause' }).click()
    await iam.send(new ListUsersCommand({}))
    await page.getByRole('button', { name: 'Decision Any decision' }).click()
    await page.getByRole('option', { name: 'Denied', exact: true }).click()
    await page.getByRole('combobox', { name: 'Principal' }).fill('dave')
    await page.getByRole('combobox', { name: 'Principal' }).press('Tab')
    await page.waitForURL(/decision=denied&principal=dave|principal=dave&decision=denied/)
    const reach = page.getByText(/^1 of \d+ calls that were read, back to .*, where the trail begins/)
    await reach.waitFor()
    await eventually(async () => assert.equal(await table.getByRole('row').count(), 2))
    await page.reload()
    await reach.waitFor()
    await eventually(async () => assert.equal(await table.getByRole('row').count(), 2))
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await table.getByRole('row', { name: /root.*iam:ListUsers.*Allowed/ }).waitFor()
    await live.getByRole('link', { name: 'iam:ListUsers' }).click()
    await page.getByRole('heading', { name: 'Why was iam:ListUsers denied?' }).waitFor()
    await page.getByText('No policy is attached to user/dave.', { exact: true }).waitFor()
  })
})

test('more calls than a page are read on demand', { skip: withoutBrowser }, async () => {
  assert.ok(server && browser)
  const { iam } = clients(server)
  const erin = await createUser(server, 'erin')
  await denied(clients(server, erin).iam.send(new ListUsersCommand({})))
  for (let call = 0; call < 120; call += 1) await iam.send(new ListUsersCommand({}))
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.goto('/trail')
    const table = page.getByRole('grid', { name: 'Event history' })
    await page.getByText(/50 of \d+ calls that were read/).waitFor()
    await page.getByRole('button', { name: 'Load older' }).click()
    await page.getByRole('button', { name: 'Page 2' }).waitFor()
    await page.goto('/trail?principal=erin')
    await table.getByRole('row', { name: /user\/erin.*iam:ListUsers.*Denied/ }).waitFor()
    await page.getByText(/1 of \d{3} calls that were read/).waitFor()
  })
})

test('of a call on another account’s resource its own account’s side is shown', { skip: withoutBrowser }, async (t) => {
  assert.ok(browser)
  const { one, other } = await twoAccounts(t)
  const grace = await createUser(other, 'grace', { Effect: 'Allow', Action: 'sts:AssumeRole' })
  const RoleArn = await createRole(one, 'closed', { AWS: `arn:aws:iam::${ONE}:root` })
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'grace' })
  const id = await denied(clients(other, grace).sts.send(assume))
  await visit(browser, other.console ?? '', {}, async ({ page }) => {
    await signIn(page, other)
    await page.goto(`/trail/${id}`)
    await page.getByText('The resource is another account’s.').waitFor()
    await page.getByRole('heading', { name: 'This account’s side allows it' }).waitFor()
    await page.getByRole('listitem', { name: /^Identity-based polic.*Allows/ }).waitFor()
    await assertAccessible(page)
  })
})
