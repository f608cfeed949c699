/** What is done with instances on EC2's pages, and what a caller without the permission is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import { clients, createUser } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { associationOf, choose, createLogWriter, theInstance } from './ec2.ts'

test('instances are stopped, started, terminated and changed, and a refusal is told in EC2s words', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { ec2 } = clients(server)
  await createLogWriter(server, 'log-writer')
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 2, MaxCount: 2 }),
  )
  const [id = '', other = ''] = Instances.map(({ InstanceId = '' }) => InstanceId)
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)

    await page.goto('/ec2/instances')
    await page.getByRole('checkbox', { name: `Select ${id}` }).check()
    const row = page.getByRole('row').filter({ hasText: id })
    const change = async (item: string) => {
      await page.getByRole('button', { name: 'Instance state' }).first().click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await change('Stop instance')
    await page.getByRole('dialog', { name: 'Stop instance?' }).getByRole('button', { name: 'Stop' }).click()
    await row.getByText('Stopped').waitFor()
    assert.equal((await theInstance(ec2, id)).State?.Name, 'stopped')
    await change('Start instance')
    await row.getByText('Running').waitFor()
    await change('Terminate (delete) instance')
    const dialog = page.getByRole('dialog', { name: 'Terminate instance?' })
    await dialog.getByLabel(/^To confirm/).fill('terminate')
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Terminate' }).click()
    await row.getByText('Terminated').waitFor()
    assert.equal((await theInstance(ec2, id)).State?.Name, 'terminated')

    await page.goto(`/ec2/instances/${other}`)
    await page.getByRole('button', { name: 'Actions', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Instance settings' }).click()
    await page.getByRole('menuitem', { name: 'Modify instance metadata options' }).click()
    await choose(page, 'Metadata version', 'V1 and V2 (token optional)')
    await page.getByLabel('Metadata response hop limit').fill('65')
    await page.getByText('Enter a whole number from 1 to 64.').first().waitFor()
    await page.getByLabel('Metadata response hop limit').fill('3')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(`Changed the metadata options of ${other}.`).waitFor()
    const { MetadataOptions } = await theInstance(ec2, other)
    assert.deepEqual([MetadataOptions?.HttpTokens, MetadataOptions?.HttpPutResponseHopLimit], ['optional', 3])

    await page.getByRole('tab', { name: 'Tags' }).click()
    await page.getByRole('link', { name: 'Manage tags' }).click()
    await page.getByRole('button', { name: 'Add new tag' }).click()
    await page.getByLabel('Key of tag 1').fill('Name')
    await page.getByLabel('Value of tag 1').fill('batch')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('heading', { name: `Instance summary for ${other} (batch)` }).waitFor()
    assert.deepEqual((await theInstance(ec2, other)).Tags, [{ Key: 'Name', Value: 'batch' }])

    await page.getByRole('link', { name: 'Connect' }).click()
    await page.getByText(`npx rolecall exec ${other} -- bash`, { exact: true }).waitFor()
    await assertAccessible(page)

    await page.goto(`/ec2/instances/${id}/metadata`)
    await page.getByText('A terminated instance has no metadata.').waitFor()

    await page.goto('/ec2/instances')
    await page.getByRole('link', { name: other }).waitFor()
    await page.getByRole('button', { name: 'N. Virginia us-east-1' }).click()
    await page.getByRole('menuitem', { name: 'Ohio' }).click()
    await page.getByText('There are no instances in us-east-2.').waitFor()
  })

  const clerk = await createUser(server, 'clerk', {
    Effect: 'Allow',
    Action: ['ec2:*', 'iam:ListInstanceProfiles', 'iam:GetInstanceProfile'],
  })
  await visit(browser, server.console, { width: 800, theme: 'dark' }, async ({ page, expectComplaint }) => {
    await signIn(page, server, clerk)
    await page.goto(`/ec2/instances/${other}/iam-role`)
    await choose(page, 'IAM role', 'log-writer')
    await page.getByRole('button', { name: 'Update IAM role' }).click()
    await page.getByText(/is not authorized to perform: iam:PassRole on resource: .*:role\/log-writer/).waitFor()
    await page.getByRole('link', { name: 'Why?' }).waitFor()
    await assertAccessible(page)
    expectComplaint(/: 403$/)
    assert.equal(await associationOf(ec2, other), undefined)

    // What may not be read hides itself alone.
    await page.goto(`/ec2/instances/${other}/metadata`)
    await page.getByText('No IAM role is attached').waitFor()
    await assertAccessible(page)
  })
})
