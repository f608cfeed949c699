import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { COMMON_SERVICES, OTHER_SERVICES } from '../../console/src/roles/use-cases.ts'
import { clients, createRole, createUser } from '../harness.ts'
import { assertAccessible, eventually, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import { button, link } from './elements.ts'

const AGENT_POLICY = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'

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
    await page.getByRole('radio', { name: 'EC2', exact: true, checked: true }).waitFor()
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
  for (const { policy: PolicyArn } of [...COMMON_SERVICES, ...OTHER_SERVICES].flatMap(({ useCases }) => useCases))
    if (PolicyArn !== undefined) await iam.send(new GetPolicyCommand({ PolicyArn }))
})

test('what is refused is told with the request id, why, and what was done before it, and another try goes on from there', {
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
  const permit = (Action: readonly string[]) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: 'maker',
        PolicyName: 'more',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action, Resource: '*' },
        }),
      }),
    )
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server, reader)
    await link(page, 'Roles').click()
    await link(page, 'app').click()
    await page.getByText(/user\/reader is not authorized to perform: iam:GetRole/).waitFor()
    await page.getByText(/Request ID: \S+/).waitFor()
    assert.match((await link(page, 'Why?').getAttribute('href')) ?? '', /^\/trail\/[0-9a-z]+$/)
    expectComplaint(/: 403$/)
  })
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
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
    await eventually(async () =>
      assert.deepEqual(await steps.getByRole('listitem').allTextContents(), [
        'Done: Create the role half',
        'Failed: Attach the policy CloudWatchAgentServerPolicy to half',
        'Not done: Create the instance profile half',
        'Not done: Add the role half to the instance profile half',
      ]),
    )
    await link(page, 'View role').waitFor()
    await page.getByText('Another try goes on from what failed').waitFor()
    await permit(['iam:AttachRolePolicy', 'iam:CreateInstanceProfile'])
    await button(page, 'Create role').click()
    await eventually(async () =>
      assert.deepEqual(await steps.getByRole('listitem').allTextContents(), [
        'Done: Create the role half',
        'Done: Attach the policy CloudWatchAgentServerPolicy to half',
        'Done: Create the instance profile half',
        'Failed: Add the role half to the instance profile half',
      ]),
    )
    // The role would be another one, and is there.
    const description = await page.getByLabel('Description').inputValue()
    await page.getByLabel('Description').fill('changed')
    await button(page, 'Create role').click()
    await page.getByText(/Done before, with what you have changed since: Create the role half\./).waitFor()
    await page.getByLabel('Description').fill(description)
    await permit(['iam:AttachRolePolicy', 'iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile', 'iam:PassRole'])
    await button(page, 'Create role').click()
    await page.getByText('Role half created.').waitFor()
    expectComplaint(/: (403|501)$/)
    expectComplaint(/: 409$/, 1)
  })
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: 'half' }))
  assert.deepEqual(
    InstanceProfile?.Roles?.map(({ RoleName }) => RoleName),
    ['half'],
  )
})
