/** What callers of two accounts of one server learn of each other: nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { GetUserCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { explain, questionFromJson, reasonSentence } from '../../src/policy-library.ts'
import { clientConfig, clients, createRole, createUser, type Reachable, send, signed } from '../harness.ts'
import { ONE, twoAccounts } from '../two-accounts.ts'

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

test('a caller learns of a decision on another account’s resource what its own account decided, and no more', async (t) => {
  const { one, other } = await twoAccounts(t)
  const allow = (Action: string) => ({ Effect: 'Allow', Action }) as const
  const alice = await createUser(other, 'alice', allow('sts:AssumeRole'), allow('s3:GetObject'))
  await createRole(one, 'closed', { AWS: `arn:aws:iam::${ONE}:root` })
  const { s3 } = clients(one)
  await s3.send(new CreateBucketCommand({ Bucket: 'theirs' }))
  await s3.send(new PutObjectCommand({ Bucket: 'theirs', Key: 'k', Body: 'v', Tagging: 'class=secret' }))
  const trail = new CloudTrailClient(clientConfig(other))
  const hers = clients(other, alice)
  const assume = (name: string) =>
    hers.sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ONE}:role/${name}`, RoleSessionName: 'alice' }))
  const told = async (call: Promise<unknown>) => {
    const refused = await call.then(
      () => assert.fail('it was not refused'),
      (error: { readonly $metadata: { readonly requestId?: string } }) => error.$metadata.requestId ?? '',
    )
    const LookupAttributes = [{ AttributeKey: 'EventId', AttributeValue: refused } as const]
    const { Events: [event] = [] } = await trail.send(new LookupEventsCommand({ LookupAttributes }))
    const { authorization, authorizationId } = JSON.parse(event?.CloudTrailEvent ?? '').additionalEventData
    return { ...authorization, details: await detailsOf(other, authorizationId) }
  }
  const [standing, missing] = [await told(assume('closed')), await told(assume('missing'))]
  for (const { verdicts, ownSide } of [standing, missing]) {
    assert.deepEqual(verdicts, [])
    assert.equal(ownSide.length, 1)
    assert.equal(ownSide[0].allowed, true)
    assert.deepEqual(Object.keys(ownSide[0].request.policies), ['identity'])
    assert.equal(reasonSentence(explain(questionFromJson(ownSide[0].request))), STATEMENT)
  }
  for (const { details } of [standing, missing])
    assert.deepEqual(
      details.policies.map(({ type }: { readonly type: string }) => type),
      ['IDENTITY_BASED_POLICY'],
    )
  // But for the name and the time, nothing tells the role that is there from the one that is not.
  const shape = ({ ownSide }: typeof standing) => {
    const { request } = ownSide[0]
    const { 'aws:currenttime': _, 'aws:epochtime': __, ...context } = request.context
    return { ...request, resource: '', context }
  }
  assert.deepEqual(shape(standing), shape(missing))
  const object = await told(hers.s3.send(new GetObjectCommand({ Bucket: 'theirs', Key: 'k' })))
  assert.equal(object.ownSide[0].allowed, true)
  assert.ok(!JSON.stringify(object).includes('secret'))
  const put = await told(hers.s3.send(new PutObjectCommand({ Bucket: 'theirs', Key: 'k', Body: 'v' })))
  assert.equal(put.ownSide[0].allowed, false)
})

/** What GetRequestAuthorizationDetails answers the root of an account. */
async function detailsOf(server: Reachable, id: string) {
  const request = {
    method: 'GET',
    path: `/authorization-details/${id}`,
    query: '',
    rawHeaders: [],
    body: new Uint8Array(),
  }
  const { body } = await send(
    server,
    signed(server, request, { service: 'iam', region: server.region, credentials: server }),
  )
  return JSON.parse(body.toString())
}

const STATEMENT = 'Statement 1 of inline policy permissions of user/alice allows it.'
