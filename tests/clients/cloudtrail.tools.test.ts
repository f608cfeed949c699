import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { decide, explain, questionFromJson, reasonSentence } from '../../src/policy-library.ts'
import { createUser, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { environment } from './environment.ts'

const run = promisify(execFile)
const python = tool('python')

test('boto3 looks calls up', { skip: python.skip }, async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const script = join(import.meta.dirname, 'cloudtrail.boto3.py')
  await run(python.path, [script], { env: environment(server) })
})

const cli = tool('aws')

test('the AWS CLI looks a refusal up, and its policies explain it elsewhere', { skip: cli.skip }, async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const aws = async (keys: Parameters<typeof environment>[1], ...args: readonly string[]) =>
    (await run(cli.path, [...args, '--output', 'json'], { env: environment(server, keys) })).stdout
  const lookUp = async (key: string, value: string, ...more: readonly string[]) => {
    const attribute = `AttributeKey=${key},AttributeValue=${value}`
    const text = await aws(server, 'cloudtrail', 'lookup-events', '--lookup-attributes', attribute, ...more)
    // The output is JSON of the API's shape.
    return (JSON.parse(text) as { Events: { EventId: string; CloudTrailEvent: string }[] }).Events
  }
  const bob = await createUser(server, 'bob', { Sid: 'Look', Effect: 'Allow', Action: 'iam:Get*' })
  for (let call = 0; call < 3; call += 1) await assert.rejects(aws(bob, 'iam', 'list-users'), /AccessDenied/)
  const events = await lookUp('Username', 'bob', '--page-size', '1')
  assert.equal(events.length, 3)
  assert.equal((await lookUp('Username', 'bob', '--max-items', '2')).length, 2)
  const [event] = await lookUp('EventId', events[0]?.EventId ?? '')
  const { authorization } = JSON.parse(event?.CloudTrailEvent ?? '').additionalEventData
  const question = questionFromJson(authorization.verdicts[0].request)
  assert.equal(decide(question).effect, 'implicit deny')
  assert.equal(reasonSentence(explain(question)), 'Inline policy permissions of user/bob does not allow it.')
})
