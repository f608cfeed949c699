import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { clients, createUser } from '../harness.ts'
import { assertAccessible, eventually, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const MINUTE = 60_000

test('metrics are found by namespace, graphed, and read as a table', { skip: withoutBrowser }, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { cloudwatch } = clients(server)
  const now = Math.floor(Date.now() / MINUTE) * MINUTE
  const data = (host: string, values: readonly number[]) =>
    values.map((Value, index) => ({
      MetricName: 'Latency',
      Dimensions: [{ Name: 'Host', Value: host }],
      Timestamp: new Date(now - (1 + Math.floor(index / 2)) * MINUTE),
      Value,
    }))
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'App',
      MetricData: [...data('web-1', [10, 20, 30, 50]), ...data('web-2', [1, 3])],
    }),
  )
  await cloudwatch.send(
    new PutMetricDataCommand({ Namespace: 'Other', MetricData: [{ MetricName: 'Jobs', Value: 1 }] }),
  )
  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.goto('/metrics')
    await page.getByText('Your graph is empty.').waitFor()
    await page.getByRole('link', { name: 'Other' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'App', exact: true }).click()
    await page.getByText('Host: web-1').waitFor()
    await page.getByText('Jobs').waitFor({ state: 'detached' })
    for (const host of ['web-1', 'web-2'])
      await page.getByRole('checkbox', { name: `Select ["App","Latency","Host","${host}"]` }).check()
    await page.getByRole('button', { name: 'Graph', exact: true }).click()
    await page.getByRole('application', { name: /^Graph of Latency \(Host: web-1\), Latency/ }).waitFor()
    await page.getByText('Average over periods of 1 minute').waitFor()
    await assertAccessible(page)

    await page.getByRole('tab', { name: 'Data points' }).click()
    const valuesAt = async (time: number) =>
      page
        .getByRole('row')
        .filter({ hasText: new Date(time).toISOString() })
        .getByRole('gridcell')
        .allInnerTexts()
    await page
      .getByRole('row')
      .filter({ hasText: new Date(now - MINUTE).toISOString() })
      .waitFor()
    await eventually(async () => assert.deepEqual((await valuesAt(now - MINUTE)).slice(1), ['15', '2']))
    await eventually(async () => assert.deepEqual((await valuesAt(now - 2 * MINUTE)).slice(1), ['40', '-']))
    await assertAccessible(page)

    await page.getByRole('button', { name: 'Statistic' }).click()
    await page.getByRole('option', { name: 'p99' }).click()
    await page.getByText('p99 over periods of 1 minute').waitFor()
    await page.getByRole('row').filter({ hasText: '50' }).first().waitFor()
    await eventually(async () => assert.deepEqual((await valuesAt(now - 2 * MINUTE)).slice(1), ['50', '-']))
    await page.getByRole('button', { name: 'Time range' }).click()
    await page.getByRole('radio', { name: 'Last 1 hour' }).check()
    await page.getByRole('button', { name: 'Apply' }).click()

    // All of it stands in the address.
    await page.waitForURL(/range=1h/)
    await page.reload()
    await page.getByText('p99 over periods of 1 minute').waitFor()
    await eventually(async () => assert.deepEqual((await valuesAt(now - 2 * MINUTE)).slice(1), ['50', '-']))
    await page.getByRole('tab', { name: 'Graphed metrics (2)' }).click()
    await page.getByRole('checkbox', { name: 'Select ["App","Latency","Host","web-2"]' }).check()
    await page.getByRole('button', { name: 'Remove from graph' }).click()
    await page.getByRole('tab', { name: 'Graphed metrics (1)' }).waitFor()
  })

  const bob = await createUser(server, 'bob')
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server, bob)
    await page.goto('/metrics')
    await page.getByText('is not authorized to perform: cloudwatch:ListMetrics').waitFor()
    await page.getByRole('link', { name: 'Why?' }).waitFor()
    expectComplaint(/: 400$/)
  })
})
