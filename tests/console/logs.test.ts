import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { clients, createUser } from '../harness.ts'
import { assertAccessible, eventually, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const group = '/app/web'
const stream = 'web-1'

test('a log group is made, its events are filtered, opened, exported and followed', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { logs } = clients(server)
  const put = (...messages: readonly string[]) =>
    logs.send(
      new PutLogEventsCommand({
        logGroupName: group,
        logStreamName: stream,
        logEvents: messages.map((message) => ({ timestamp: Date.now(), message })),
      }),
    )
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await page.goto('/logs')
    await page.getByText('There are no log groups yet.').waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Create log group' }).click()
    await page.getByLabel('Log group name').fill(group)
    await page.getByRole('button', { name: 'Retention setting' }).click()
    await page.getByRole('option', { name: '7 days', exact: true }).click()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByText(`Created log group ${group}.`).waitFor()
    const retention = async () =>
      (await logs.send(new DescribeLogGroupsCommand({}))).logGroups?.map(({ retentionInDays }) => retentionInDays)
    assert.deepEqual(await retention(), [7])

    await page.getByRole('link', { name: 'Edit retention setting' }).click()
    await page.getByRole('button', { name: 'Retention setting' }).click()
    await page.getByRole('option', { name: 'Never expire' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(`The retention of ${group} is saved.`).waitFor()
    assert.deepEqual(await retention(), [undefined])
    await page.getByText('There are no log streams yet.').waitFor()

    await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }))
    await put('GET /orders 200', 'GET /orders 500', '{"level":"error","status":500}')
    await page.getByRole('button', { name: 'Refresh log streams' }).click()
    await page.getByRole('link', { name: stream }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: stream }).click()

    // Events: a filter, a message that is opened, and a file of what is shown.
    const list = page.getByRole('region', { name: 'Log events' })
    await list.getByText('GET /orders 500').waitFor()
    await page.getByText('3 lines shown.').waitFor()
    await page.getByRole('searchbox', { name: 'Filter pattern' }).fill('{ $.status = 500 }')
    await page.keyboard.press('Enter')
    await page.getByText('1 line shown.').waitFor()
    await list.getByText('{"level":"error"').click()
    await list.getByText('"level": "error"').waitFor()
    await assertAccessible(page)
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export shown lines' }).click(),
    ])
    assert.equal(saved.suggestedFilename(), 'app-web.log')
    assert.match(readFileSync(await saved.path(), 'utf8'), /^20\S+Z web-1 \{"level":"error","status":500\}\n$/)
    await page.getByRole('searchbox', { name: 'Filter pattern' }).fill('{ $.status =')
    await page.keyboard.press('Enter')
    await page.getByText('InvalidParameterException').first().waitFor()
    expectComplaint(/: 400$/)

    // All streams, followed: a reader at the end stays there; one who reads further up is not moved.
    await page.goto(`/logs/view?group=${encodeURIComponent(group)}&stream=*`)
    await page.getByText('3 lines shown.').waitFor()
    await page.getByRole('checkbox', { name: 'Follow' }).click()
    await page.getByText('What is written comes by itself.').waitFor()
    await put('written while it is open')
    await list.getByText('written while it is open').waitFor()
    await put(...Array.from({ length: 200 }, (_, index) => `line ${index}`))
    await list.getByText('line 199').waitFor()
    const place = () => list.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)
    await eventually(async () => assert.ok((await place()) < 24))
    await list.evaluate((box) => box.scrollTo({ top: 0 }))
    await put('the newest of all')
    await page.getByRole('button', { name: 'Newer events' }).waitFor()
    assert.ok((await place()) > 1000, 'who reads further up is not moved')
    await page.getByRole('button', { name: 'Newer events' }).click()
    await eventually(async () => assert.ok((await place()) < 24))

    await page.goto(`/logs/view?group=${encodeURIComponent(group)}`)
    await page.getByRole('checkbox', { name: `Select ${stream}` }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByLabel('To confirm').fill(stream)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText(`Deleted ${stream}.`).waitFor()
    assert.deepEqual((await logs.send(new DescribeLogStreamsCommand({ logGroupName: group }))).logStreams, [])
  })

  const bob = await createUser(server, 'bob', { Effect: 'Allow', Action: 'logs:DescribeLogGroups' })
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server, bob)
    await page.goto(`/logs/view?group=${encodeURIComponent(group)}&stream=*`)
    await page.getByText('is not authorized to perform: logs:FilterLogEvents').waitFor()
    await page.getByRole('link', { name: 'Why?' }).waitFor()
    expectComplaint(/: 400$/)
  })
})
