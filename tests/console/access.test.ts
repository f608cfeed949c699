import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssociateIamInstanceProfileCommand, RunInstancesCommand } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { clientConfig, clients, createRole, createUser, policy, type Reachable } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`
const assumes = (name: string) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role(name) }) as const
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess'

/**
 * mallory may assume deployer, which may widen itself; an instance runs as the administrators' role. alice may read and
 * assume a role that leads nowhere, and bob only with an external id.
 */
async function plant(server: Reachable) {
  const { iam, ec2 } = clients(server)
  const own = { AWS: 'arn:aws:iam::123456789012:root' }
  const mallory = await createUser(server, 'mallory', assumes('deployer'))
  await createUser(server, 'alice', assumes('reader'), { Effect: 'Allow', Action: 'iam:Get*' })
  await createUser(server, 'bob', assumes('partner'))
  await createRole(server, 'deployer', own, {
    Effect: 'Allow',
    Action: 'iam:AttachRolePolicy',
    Resource: role('deployer'),
  })
  await createRole(server, 'reader', own, { Effect: 'Allow', Action: 's3:GetObject' })
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'partner',
      AssumeRolePolicyDocument: policy({
        ...{ Effect: 'Allow', Principal: own, Action: 'sts:AssumeRole' },
        Condition: { StringEquals: { 'sts:ExternalId': 'tour-7' } },
      }),
    }),
  )
  await createRole(server, 'web', { Service: 'ec2.amazonaws.com' })
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'web', PolicyArn: ADMINISTRATOR }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'web-profile' }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'web-profile', RoleName: 'web' }))
  const { Instances } = await ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
  )
  const InstanceId = Instances?.[0]?.InstanceId ?? ''
  await ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Name: 'web-profile' } }))
  return { mallory, instance: InstanceId }
}

test('the path to administrator among innocent principals is found, and walked by keyboard', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { mallory, instance } = await plant(server)
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.getByRole('link', { name: 'Who can?' }).click()
    const table = page.getByRole('grid', { name: 'Paths to administrator' })
    await table.getByRole('link', { name: 'mallory' }).waitFor()
    for (const who of ['deployer', instance, 'web', 'root user'])
      await table.getByRole('link', { name: who, exact: true }).first().waitFor()
    await page.getByText('3 can become an administrator, and 2 are allowed everything already.').waitFor()
    for (const innocent of ['alice', 'bob', 'reader', 'partner'])
      assert.equal(await table.getByText(innocent).count(), 0, `${innocent} is accused`)
    await assertAccessible(page)

    const start = page.getByRole('button', { name: /Start from/ })
    await start.click()
    await page.getByRole('combobox', { name: 'Find a place to start from' }).fill('mall')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'User mallory' }).waitFor()
    await page.getByText('2 steps away:').waitFor()
    const steps = page.getByRole('list', { name: 'Steps' })
    await steps.getByRole('button', { name: /Why mallory may assume deployer/ }).click()
    await steps.getByText('Statement 1 of the trust policy of role/deployer allows it.').waitFor()
    await steps.getByText('Statement 1 of inline policy permissions of user/mallory allows it.').waitFor()
    await assertAccessible(page)

    // The drawing's own places are links: Tab goes from one to the next, Enter walks on.
    const drawing = page.getByRole('region', { name: 'Access graph around mallory' })
    await drawing.focus()
    const deployer = drawing.getByRole('link', { name: 'deployer' })
    for (let presses = 0; presses < 5; presses += 1) {
      await page.keyboard.press('Tab')
      if ((await deployer.and(page.locator(':focus')).count()) > 0) break
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Role deployer' }).waitFor()
    assert.match(page.url(), /\/access\?node=arn/)
    await page.getByText('1 step away:').waitFor()
    await page.getByRole('list', { name: 'In one step' }).getByRole('link', { name: 'mallory' }).waitFor()

    await page.goto(`/access?node=${encodeURIComponent(role('partner'))}`)
    const ways = page.getByRole('list', { name: 'In one step' })
    await ways.getByText('if sts:ExternalId StringEquals "tour-7"').first().waitFor()
    await ways.getByText('Conditional').first().waitFor()
    await page.getByText('No way from partner to an administrator was found.').waitFor()

    await page.goto(`/access?node=arn:aws:ec2:us-east-1:123456789012:instance/${instance}`)
    await page.getByText('1 step away:').or(page.getByText('2 steps away:')).first().waitFor()
    await page
      .getByRole('region', { name: /Access graph/ })
      .getByRole('link', { name: 'web-profile' })
      .waitFor()
    await assertAccessible(page)
  })
  // What the page says of mallory is so.
  const { Credentials } = await new STSClient(clientConfig(server, mallory)).send(
    new AssumeRoleCommand({ RoleArn: role('deployer'), RoleSessionName: 'mallory' }),
  )
  const stolen = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  await clients(server, stolen).iam.send(
    new AttachRolePolicyCommand({ RoleName: 'deployer', PolicyArn: ADMINISTRATOR }),
  )
})

test('without permission to read the account the page says so, and why', { skip: withoutBrowser }, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const nobody = await createUser(server, 'nobody')
  await visit(browser, server.console, { width: 800, theme: 'dark' }, async ({ page, expectComplaint }) => {
    await signIn(page, server, nobody)
    await page.goto('/access')
    await page.getByText(/is not authorized to perform: iam:GetAccountAuthorizationDetails/).waitFor()
    await page.getByRole('link', { name: 'Why?' }).waitFor()
    expectComplaint(/: 403$/)
  })
})
