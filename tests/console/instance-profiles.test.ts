import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import { GetInstanceProfileCommand, GetRoleCommand, ListInstanceProfileTagsCommand } from '@aws-sdk/client-iam'
import { clients, createRole } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const EC2 = { Service: 'ec2.amazonaws.com' }

test('an instance profile is created with a role, shows its instances, gets another role and none, and is deleted', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { iam, ec2 } = clients(server)
  for (const role of ['web', 'db']) await createRole(server, role, EC2)
  const roleInIt = async () => {
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: 'server' }))
    return InstanceProfile?.Roles?.[0]?.RoleName
  }
  await visit(browser, server.console, {}, async ({ page }) => {
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const link = (name: string) => page.getByRole('link', { name, exact: true })
    const choose = async (label: RegExp, role: string) => {
      await page.getByRole('button', { name: label }).click()
      await page.getByRole('option', { name: role }).click()
    }
    await signIn(page, server)
    await link('Instance profiles').click()
    await page.getByText(/An instance profile is the container/).waitFor()
    await page.getByText('There are no instance profiles yet.').waitFor()
    await assertAccessible(page)

    await link('Create instance profile').click()
    await page.getByLabel('Instance profile name').fill('server')
    await page.getByRole('textbox', { name: /^Path/ }).fill('/fleet/')
    await choose(/^Role - optional/, 'web')
    await button('Add new tag').click()
    await page.getByLabel('Key of tag 1').fill('team')
    await assertAccessible(page)
    await button('Create instance profile').click()
    await page.getByText('Instance profile server created.').waitFor()
    await page.getByText('arn:aws:iam::123456789012:instance-profile/fleet/server').waitFor()
    assert.equal(await roleInIt(), 'web')
    const { Tags } = await iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName: 'server' }))
    assert.deepEqual(Tags, [{ Key: 'team', Value: '' }])

    const run = new RunInstancesCommand({
      ImageId: 'ami-12345678',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: 'server' },
    })
    const { Instances = [] } = await ec2.send(run)
    await button('Refresh instances').click()
    await link(Instances[0]?.InstanceId ?? 'none').waitFor()
    await assertAccessible(page)

    await link('Replace role').click()
    await choose(/^Role/, 'db')
    await button('Replace role').click()
    await page.getByText('server carries the role db.').waitFor()
    assert.equal(await roleInIt(), 'db')

    await button('Remove role').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove role' }).click()
    await link('Add role').waitFor()
    assert.equal(await roleInIt(), undefined)
    await link('Add role').click()
    await choose(/^Role/, 'web')
    await button('Add role').click()
    await link('web').waitFor()

    await link('Instance profiles').first().click()
    await page.getByRole('checkbox', { name: 'Select server' }).check()
    await button('Delete').click()
    const dialog = page.getByRole('dialog', { name: 'Delete server?' })
    await dialog.getByText('Remove the role web from the instance profile server').waitFor()
    await dialog.getByLabel('To confirm').fill('server')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Deleted server.').waitFor()
    await page.getByText('There are no instance profiles yet.').waitFor()
  })
  await assert.rejects(roleInIt(), { name: 'NoSuchEntityException' })
  await iam.send(new GetRoleCommand({ RoleName: 'web' }))
})
