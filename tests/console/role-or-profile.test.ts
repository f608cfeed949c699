import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import { GetAccountAuthorizationDetailsCommand, ListInstanceProfilesCommand } from '@aws-sdk/client-iam'
import { startServerProcess } from '../clients/server-process.ts'
import { clients } from '../harness.ts'
import { assertAccessible, eventually, signIn, startBrowser, visit, withoutBrowser } from './browser.ts'

/** On the instance: lists the buckets with what the SDK's default chain finds there. */
const INSIDE = join(import.meta.dirname, '..', 'clients', 'inside.exfiltration.ts')

test('both ways to a role’s credentials are run on the server, and the differences are those that were seen', {
  skip: withoutBrowser,
}, async (t) => {
  const [server, browser] = await Promise.all([startServerProcess(t), startBrowser()])
  const origin = server.ready.console ?? assert.fail('there is no console')
  const { ec2, iam } = clients(server.ready)
  await visit(browser, origin, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server.ready)
    await page.getByRole('link', { name: 'Role or instance profile?' }).click()
    const table = page.getByRole('table', { name: 'The differences' })
    await table.waitFor()
    await eventually(async () => assert.equal(await table.getByText('run the step').count(), 22))
    await page.getByRole('button', { name: 'Run all' }).click()

    const assume = page.getByRole('region', { name: 'Assume a role', exact: true })
    await assume.getByText('Done').nth(3).waitFor()
    await assume.getByRole('button', { name: 'AssumeRole', exact: true }).click()
    const request = assume.getByRole('region', { name: 'Request of AssumeRole' })
    await request.getByText(/Action=AssumeRole/).waitFor()
    await request
      .getByText(/Credential=AKIA\w+\/\d{8}\/us-east-1\/sts\/aws4_request.*Signature=\w{6}… \(64 characters\)/)
      .waitFor()
    const answer = assume.getByRole('region', { name: 'Answer to AssumeRole' })
    await answer.getByText(/"SecretAccessKey": ".{6}… \(40 characters\)"/).waitFor()
    await answer.getByText(/"SessionToken": ".{6}… \(\d+ characters\)"/).waitFor()
    await assume.getByRole('button', { name: 'ListUsers: refused' }).waitFor()
    assert.match(
      (await assume.getByRole('link', { name: 'How it was decided: ListUsers' }).getAttribute('href')) ?? '',
      /^\/trail\/[0-9a-z]+$/,
    )

    const profile = page.getByRole('region', { name: 'Run as an instance profile' })
    await profile.getByText('Waiting for the instance').waitFor()
    await assertAccessible(page)
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}))
    const instance = Reservations[0]?.Instances?.[0]?.InstanceId ?? ''
    await profile.getByText(`npm run -s rolecall -- exec ${instance} -- aws s3 ls`).first().waitFor()
    const { code, stdout, stderr } = await server.exec(instance, [process.execPath, INSIDE])
    assert.equal(code, 0, stderr)
    const { listed, credentials } = JSON.parse(stdout)
    assert.equal(listed, 'done')
    await profile.getByText('Done').nth(4).waitFor()

    await eventually(async () => assert.equal(await table.getByText('run the step').count(), 0))
    const row = (name: string) => table.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
    const user = 'arn:aws:iam::123456789012:user/rolecall-lesson-user'
    await row('Who asks STS').getByText(user).waitFor()
    await row('Who asks STS').getByText(`ec2.amazonaws.com, for ${instance}`).waitFor()
    await row('Whom the trust policy names').getByText(`AWS: ${user}`).waitFor()
    await row('Whom the trust policy names').getByText('Service: ec2.amazonaws.com').waitFor()
    await row('What is handed out').getByText(credentials.accessKeyId).waitFor()
    await row('How long it lasts').getByText('1 hour', { exact: true }).waitFor()
    await row('How long it lasts').getByText('6 hours 34 minutes').waitFor()
    await row('How many roles')
      .getByText(/Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1/)
      .waitFor()
    await row('Who it is in the trail')
      .getByText(`arn:aws:sts::123456789012:assumed-role/rolecall-lesson-instance-role/${instance}`)
      .waitFor()
    await row('What it may not')
      .getByText(/not authorized to perform: iam:ListUsers/)
      .waitFor()
    const text = await page.locator('body').innerText()
    for (const secret of [credentials.secretAccessKey, credentials.sessionToken]) assert.ok(!text.includes(secret))
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Clean up' }).click()
    await page.getByText('Deleted what the lesson had made.').waitFor()
    // Refused as the lesson wants it, and looked for though it is not there.
    expectComplaint(/: (403|404|409)$/)
  })
  const { UserDetailList, RoleDetailList } = await iam.send(new GetAccountAuthorizationDetailsCommand({}))
  const { InstanceProfiles } = await iam.send(new ListInstanceProfilesCommand({}))
  assert.deepEqual([UserDetailList?.length, RoleDetailList?.length, InstanceProfiles?.length], [0, 0, 0])
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}))
  assert.ok(Reservations.every(({ Instances }) => Instances?.every(({ State }) => State?.Name !== 'running')))
})
