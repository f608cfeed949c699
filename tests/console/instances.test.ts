/** The way from a role to a log: EC2's pages, click by click, the SDK, and programs on the instance itself. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeInstanceAttributeCommand, ReplaceIamInstanceProfileAssociationCommand } from '@aws-sdk/client-ec2'
import type { Page } from 'playwright-core'
import { type ServerProcess, startServerProcess } from '../clients/server-process.ts'
import { clients } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, visit, withoutBrowser } from './browser.ts'
import { associationOf, choose, createLogWriter, theInstance } from './ec2.ts'

const SCRIPT = join(import.meta.dirname, 'on-instance.ts')

async function onInstance({ exec }: ServerProcess, instance: string, ...work: readonly string[]) {
  const { code, stdout, stderr } = await exec(instance, [process.execPath, SCRIPT, ...work])
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}

/** What the page shows below `latest/`, by path: undefined where it says that it does not know. */
const shownMetadata = (page: Page): Promise<Record<string, string | null>> =>
  page.getByRole('tree', { name: 'Instance metadata' }).evaluate((tree) => {
    const entries = [...tree.querySelectorAll('[title^="latest/"]')].flatMap((entry) => {
      const item = entry.closest('[role="treeitem"]')
      if (!item || item.querySelector('[role="treeitem"]') || entry.textContent?.match(/\/(Empty)?$/)) return []
      const path = entry.getAttribute('title')?.slice('latest/'.length) ?? ''
      return [[path, item.querySelector('.metadata-value')?.textContent ?? null] as const]
    })
    return Object.fromEntries(entries)
  })

test('an instance is launched, given a role by Modify IAM role, and then writes its log', {
  skip: withoutBrowser,
}, async (t) => {
  const [server, browser] = await Promise.all([startServerProcess(t), startBrowser()])
  const { ec2, logs } = clients(server.ready)
  await createLogWriter(server.ready, 'log-writer')
  await createLogWriter(server.ready, 'other-writer')
  await visit(browser, server.ready.console ?? '', {}, async ({ page }) => {
    await signIn(page, server.ready)

    // Launch
    await page.getByRole('link', { name: 'Instances', exact: true }).click()
    await page.getByText('There are no instances in us-east-1.').waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Launch instances' }).click()
    await page.getByLabel('Name', { exact: true }).fill('web')
    await page.getByRole('button', { name: 'Add new tag' }).click()
    await page.getByLabel('Key of tag 1').fill('team')
    await page.getByLabel('Value of tag 1').fill('platform')
    await page.getByRole('combobox', { name: 'AMI ID' }).fill('ami-0abcdef1234567890')
    await choose(page, 'Metadata version', 'V2 only (token required)')
    await choose(page, 'Allow tags in metadata', 'Enable')
    await page.getByLabel('User data - optional').fill('#!/bin/sh\necho grüezi\n')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Launch instance', exact: true }).click()
    await page.getByRole('heading', { name: /^Instance summary for i-\w+ \(web\)$/ }).waitFor()
    const id = /i-[0-9a-f]{17}/.exec(page.url())?.[0] ?? ''
    const launched = await theInstance(ec2, id)
    assert.equal(launched.ImageId, 'ami-0abcdef1234567890')
    assert.equal(launched.InstanceType, 't3.micro')
    assert.deepEqual(launched.Tags?.map(({ Key, Value }) => `${Key}=${Value}`).sort(), ['Name=web', 'team=platform'])
    assert.equal(launched.MetadataOptions?.HttpTokens, 'required')
    assert.equal(launched.MetadataOptions?.InstanceMetadataTags, 'enabled')
    const { UserData } = await ec2.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' }))
    assert.equal(Buffer.from(UserData?.Value ?? '', 'base64').toString(), '#!/bin/sh\necho grüezi\n')
    await assertAccessible(page)

    // EC2 > Instances > tick > Actions > Security > Modify IAM role > select > Update IAM role
    assert.equal(await onInstance(server, id, 'log', '/web'), 'CredentialsProviderError')
    await page.getByRole('link', { name: 'Instances', exact: true }).first().click()
    await page.getByRole('checkbox', { name: `Select ${id}` }).check()
    await page.getByRole('button', { name: 'Actions', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Security' }).click()
    await page.getByRole('menuitem', { name: 'Modify IAM role' }).click()
    await page.getByRole('heading', { name: 'Modify IAM role' }).waitFor()
    await choose(page, 'IAM role', 'log-writer')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Update IAM role' }).click()
    await page.getByText(`Attached log-writer to ${id}.`).waitFor()
    const first = await associationOf(ec2, id)
    assert.match(first?.IamInstanceProfile?.Arn ?? '', /:instance-profile\/log-writer$/)
    await page.getByText(first?.AssociationId ?? 'no association').waitFor()

    // The instance writes its log.
    assert.equal(await onInstance(server, id, 'log', '/web'), 'written')
    const { events } = await logs.send(new GetLogEventsCommand({ logGroupName: '/web', logStreamName: id }))
    assert.deepEqual(
      events?.map(({ message }) => message),
      [`written on ${id}`],
    )

    // Live metadata: what the instance sees, and what it sees next without a reload.
    await page.getByRole('link', { name: 'View instance metadata' }).click()
    const seen: Record<string, string> = await onInstance(server, id, 'metadata')
    const credentials = 'meta-data/iam/security-credentials'
    const keySeen = JSON.parse(seen[`${credentials}/log-writer`] ?? '{}').AccessKeyId
    await page.getByText(keySeen, { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Expand all' }).click()
    await assertAccessible(page)
    assertMirrors(await shownMetadata(page), seen)

    await ec2.send(
      new ReplaceIamInstanceProfileAssociationCommand({
        AssociationId: first?.AssociationId,
        IamInstanceProfile: { Name: 'other-writer' },
      }),
    )
    await page.getByText('Nothing on the instance has asked for the credentials of').waitFor()
    const rotated: Record<string, string> = await onInstance(server, id, 'metadata')
    const keyRotated = JSON.parse(rotated[`${credentials}/other-writer`] ?? '{}').AccessKeyId
    assert.notEqual(keyRotated, keySeen)
    await page.getByText(keyRotated, { exact: true }).first().waitFor()
    assertMirrors(await shownMetadata(page), rotated)

    // No IAM Role: Detach has to be typed.
    await page.getByRole('link', { name: 'Modify IAM role' }).click()
    await choose(page, 'IAM role', 'No IAM Role')
    await page.getByRole('button', { name: 'Update IAM role' }).click()
    const dialog = page.getByRole('dialog', { name: 'Detach IAM role' })
    await dialog.getByLabel(/^To confirm/).fill('Detach')
    await dialog.getByRole('button', { name: 'Detach' }).click()
    await page.getByText(`Detached other-writer from ${id}.`).waitFor()
    assert.equal(await associationOf(ec2, id), undefined)
  })
})

/** Every path is shown, and no other; each text that the page knows is exactly the service's. */
function assertMirrors(shown: Readonly<Record<string, string | null>>, seen: Readonly<Record<string, string>>) {
  assert.deepEqual(Object.keys(shown).sort(), Object.keys(seen).sort())
  const hidden = Object.keys(shown).filter((path) => shown[path] === null)
  assert.deepEqual(hidden.sort(), [
    'dynamic/instance-identity/pkcs7',
    'dynamic/instance-identity/rsa2048',
    'dynamic/instance-identity/signature',
    'meta-data/identity-credentials/ec2/security-credentials/ec2-instance',
  ])
  for (const [path, text] of Object.entries(shown)) {
    if (text !== null) assert.equal(masked(seen[path] ?? '', text), text, path)
  }
}

/** The service's text with the same members masked as the page masks: secrets, and times that only the instance learns. */
function masked(text: string, shown: string): string {
  const replacements = [...shown.matchAll(/^ {2}"(\w+)" : ("\*{8}"|"\(known to the instance\)")/gm)]
  for (const [, name, mask] of replacements)
    assert.ok(['SecretAccessKey', 'Token', 'LastUpdated'].includes(name ?? ''), `${name} is ${mask}`)
  return replacements.reduce((so, [, name, mask]) => so.replace(new RegExp(`("${name}" : )"[^"]*"`), `$1${mask}`), text)
}
