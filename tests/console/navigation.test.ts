/** What holds on every page: where one begins, what the tab is called, and that a second press does nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateRoleCommand, DeleteRoleCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { clients, createUser } from '../harness.ts'
import { eventually, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { button, link } from './elements.ts'

test('pages begin at their top and heading, and lists and refusals are named', { skip: withoutBrowser }, async () => {
  const server = await startConsole()
  const browser = await startBrowser()
  const { iam, s3 } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket: 'there' }))
  for (let n = 0; n < 25; n += 1) {
    await iam.send(
      new CreateRoleCommand({
        RoleName: `role-${String(n).padStart(2, '0')}`,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      }),
    )
  }
  await visit(browser, server.console, {}, async ({ page }) => {
    await page.goto('/')
    await page.getByLabel('IAM user name').waitFor()
    await eventually(async () => assert.equal(await page.title(), 'Sign in | Rolecall'))
    await signIn(page, server)
    await link(page, 'Roles').first().click()
    await link(page, 'role-24').click()
    await page.getByRole('heading', { level: 1, name: 'role-24' }).waitFor()
    await eventually(async () => assert.equal(await page.evaluate('scrollY'), 0))
    await link(page, 'Users').first().click()
    const heading = page.getByRole('heading', { level: 1, name: 'Users' })
    await heading.waitFor()
    await heading.and(page.locator(':focus')).waitFor()
    await eventually(async () => assert.equal(await page.title(), 'Users | Rolecall'))
    // The keyboard comes to what skips the bar and the navigation first; it is seen then alone.
    await page.reload()
    await heading.waitFor()
    await page.keyboard.press('Tab')
    const skip = link(page, 'Skip to main content')
    await skip.and(page.locator(':focus')).waitFor()
    await eventually(async () =>
      assert.equal(await page.evaluate('getComputedStyle(document.activeElement).clipPath'), 'none'),
    )
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.locator('main :focus').waitFor()
    assert.equal(new URL(page.url()).hash, '')
    // The pane of a tab is the same page.
    await page.goto('/iam/roles/role-00')
    await page.getByRole('tab', { name: 'Trust relationships' }).click()
    await page.getByRole('tab', { name: 'Trust relationships', selected: true }).and(page.locator(':focus')).waitFor()
  })

  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    const code = /\/assets\/LogGroupsPage-/
    await page.route(code, (route) => route.abort('connectionrefused'))
    await link(page, 'Log groups').first().click()
    await page.getByText('The server cannot be reached').waitFor()
    expectComplaint(/LogGroupsPage/)
    await page.unroute(code)
    await button(page, 'Try again').click()
    await page.getByRole('heading', { level: 1, name: 'Log groups' }).waitFor()
  })

  // What is gone offers nothing to do with it; an address that names nothing asks the server nothing.
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    for (const [path, sentence] of [
      ['/iam/users/gone', 'The user with name gone cannot be found.'],
      ['/iam/groups/gone', 'The group with name gone cannot be found.'],
      ['/logs/view?group=gone', 'The specified log group does not exist.'],
      ['/s3/there/object?key=gone', 'It does not exist.'],
      ['/s3/gone?tab=permissions', 'The specified bucket does not exist'],
      ['/ec2/instances/i-0123456789abcdef0/metadata', "The instance ID 'i-0123456789abcdef0' does not exist"],
    ] as const) {
      await page.goto(path)
      await page.getByText(sentence).first().waitFor()
      for (const name of [/^Delete/, /^Edit/, /^Modify/])
        assert.equal(await page.getByRole('button', { name }).count(), 0)
    }
    await page.goto('/iam/roles/role-01')
    await button(page, 'Delete').waitFor()
    await iam.send(new DeleteRoleCommand({ RoleName: 'role-01' }))
    // Who comes back to the tab has it read anew, unless it was a moment ago.
    await eventually(async () => {
      await page.evaluate("dispatchEvent(new Event('visibilitychange'))")
      assert.ok((await page.getByText('The role with name role-01 cannot be found.').count()) > 0)
    })
    await button(page, 'Delete').waitFor({ state: 'hidden' })
    expectComplaint(/: 40[04]$/)
  })
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    for (const [path, back] of [
      ['/iam/policies/view', 'Policies'],
      ['/iam/policies/tags?arn=', 'Policies'],
      ['/logs/retention', 'Log groups'],
      ['/s3/some-bucket/object', 'Buckets'],
    ] as const) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
      await link(page, `Go to ${back}`).waitFor()
    }
    await link(page, 'Go to Buckets').click()
    await page.getByRole('heading', { level: 1, name: 'Buckets' }).waitFor()
  })

  const nobody = await createUser(server, 'nobody')
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server, nobody)
    await page.goto('/ec2/instances')
    await page.getByRole('heading', { level: 1, name: 'Instances' }).waitFor()
    await page.getByText('is not authorized to perform: ec2:DescribeInstances').waitFor()
    // What EC2 encodes is there for who asks for it.
    await button(page, 'Copy Encoded message').waitFor({ state: 'hidden' })
    await button(page, 'Encoded authorization failure message').click()
    await button(page, 'Copy Encoded message').waitFor()
    expectComplaint(/: 403$/)
  })

  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.goto('/iam/users/create')
    await page.getByLabel('User name').fill('twice')
    await button(page, 'Next').click()
    await button(page, 'Next').click()
    await button(page, 'Create user').dblclick()
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
    const { Users = [] } = await iam.send(new ListUsersCommand({}))
    assert.deepEqual(
      Users.map(({ UserName }) => UserName),
      ['nobody', 'twice'],
    )
  })

  // A narrow window has no table that scrolls sideways.
  await visit(browser, server.console, { width: 800 }, async ({ page }) => {
    await signIn(page, server)
    for (const [path, shown] of [
      ['/iam/users', 'nobody'],
      ['/iam/policies', 'AdministratorAccess'],
      ['/trail', 'iam:ListUsers'],
    ] as const) {
      await page.goto(path)
      await link(page, shown).first().waitFor()
      await eventually(async () =>
        assert.deepEqual(
          await page.evaluate(
            "[...document.querySelectorAll('table')].map((table) => table.offsetWidth - table.parentElement.clientWidth).filter((over) => over > 0)",
          ),
          [],
          path,
        ),
      )
    }
  })
})
