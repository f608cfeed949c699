/** What callers of two accounts of one server learn of each other: nothing. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { GetUserCommand } from '@aws-sdk/client-iam'
import { startServer } from '../../src/server.ts'
import { clientConfig, clients, type Reachable } from '../harness.ts'
import { temporaryFolder } from './program.ts'

const [ONE, OTHER] = ['123456789012', '210987654321'] as const

/** A server whose folder was begun by one account and goes on as another's: both have a root user. */
async function twoAccounts(t: TestContext): Promise<{ readonly one: Reachable; readonly other: Reachable }> {
  const home = temporaryFolder()
  const start = (account: string) =>
    startServer({ port: 0, tlsPort: 0, host: '127.0.0.1', home, account, region: 'us-east-1' })
  const before = await start(ONE)
  await before.close()
  const server = await start(OTHER)
  t.after(() => server.close())
  const { accessKeyId, secretAccessKey } = before.ready
  return { one: { ...server.ready, accessKeyId, secretAccessKey }, other: server.ready }
}

test('a token of one account’s lookup tells no request id, and goes on with nothing for another account', async (t) => {
  const { one, other } = await twoAccounts(t)
  const [mine, theirs] = [one, other].map((account) => new CloudTrailClient(clientConfig(account)))
  assert.ok(mine && theirs)
  for (const account of [one, other, one, other]) await clients(account).iam.send(new GetUserCommand())
  const events = async (client: CloudTrailClient, NextToken?: string) =>
    client.send(new LookupEventsCommand({ MaxResults: 1, NextToken }))
  const { NextToken = '', Events: [event] = [] } = await events(mine)
  assert.ok(event?.EventId && NextToken)
  const plain = Buffer.from(NextToken, 'base64').toString('latin1')
  for (const id of [event.EventId, event.EventId.replaceAll('-', '')]) assert.ok(!plain.includes(id))
  assert.equal((await events(mine, NextToken)).Events?.length, 1)
  await assert.rejects(events(theirs, NextToken), { name: 'InvalidNextTokenException' })
  // What somebody else writes into a token is none, whether the call that it names is there or not.
  for (const id of [event.EventId, '0'.repeat(32)])
    await assert.rejects(events(theirs, Buffer.from(`0/${id}`).toString('base64')), {
      name: 'InvalidNextTokenException',
    })
})
