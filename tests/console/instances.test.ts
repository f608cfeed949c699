/** EC2's pages, click by click; what they do is seen by the SDK, and by programs on the instance itself. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  type EC2Client,
  type Instance,
  ReplaceIamInstanceProfileAssociationCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import type { Page } from 'playwright-core'
import { AGENT_POLICY } from '../clients/documents.ts'
import { type ServerProcess, startServerProcess } from '../clients/server-process.ts'
import { clients, createRole, createUser, type Reachable } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const SCRIPT = join(import.meta.dirname, 'on-instance.ts')

/** A role for EC2 that may write logs, in a profile of its name, as the wizard of roles leaves it. */
async function createLogWriter(server: Reachable, iam: IAMClient, name: string): Promise<void> {
  await createRole(server, name, { Service: 'ec2.amazonaws.com' })
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: AGENT_POLICY }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }))
}

async function onInstance({ exec }: ServerProcess, instance: string, ...work: readonly string[]) {
  const { code, stdout, stderr } = await exec(instance, [process.execPath, SCRIPT, ...work])
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}

async function theInstance(ec2: EC2Client, id: string): Promise<Instance> {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }))
  const instance = Reservations?.[0]?.Instances?.[0]
  assert.ok(instance)
  return instance
}

async function associationOf(ec2: EC2Client, id: string) {
  const Filters = [{ Name: 'instance-id', Values: [id] }]
  const answer = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({ Filters }))
  return answer.IamInstanceProfileAssociations?.[0]
}

const choose = async (page: Page, label: string, option: string) => {
  await page.getByLabel(label, { exact: true }).click()
  await page.getByRole('option', { name: option }).click()
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
  const { ec2, iam, logs } = clients(server.ready)
  await createLogWriter(server.ready, iam, 'log-writer')
  await createLogWriter(server.ready, iam, 'other-writer')
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

test('instances are stopped, started, terminated and changed, and a refusal is told in EC2s words', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { ec2, iam } = clients(server)
  await createLogWriter(server, iam, 'log-writer')
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
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: `Instance summary for ${other} (batch)` }).waitFor()
    assert.deepEqual((await theInstance(ec2, other)).Tags, [{ Key: 'Name', Value: 'batch' }])

    await page.getByRole('link', { name: 'Connect' }).click()
    await page.getByText(`npx rolecall exec ${other} -- bash`, { exact: true }).waitFor()
    await assertAccessible(page)
  })

  const clerk = await createUser(server, 'clerk', {
    Effect: 'Allow',
    Action: ['ec2:*', 'iam:ListInstanceProfiles', 'iam:GetInstanceProfile'],
  })
  await visit(browser, server.console, { width: 800, theme: 'dark' }, async ({ page, takeComplaints }) => {
    await signIn(page, server, clerk)
    await page.goto(`/ec2/instances/${other}/iam-role`)
    await choose(page, 'IAM role', 'log-writer')
    await page.getByRole('button', { name: 'Update IAM role' }).click()
    await page.getByText(/is not authorized to perform: iam:PassRole on resource: .*:role\/log-writer/).waitFor()
    await page.getByRole('link', { name: 'Why?' }).waitFor()
    await assertAccessible(page)
    assert.match(takeComplaints().join(), /403/)
    assert.equal(await associationOf(ec2, other), undefined)

    // What may not be read hides itself alone.
    await page.goto(`/ec2/instances/${other}/metadata`)
    await page.getByText('No IAM role is attached').waitFor()
    await assertAccessible(page)
  })
})
