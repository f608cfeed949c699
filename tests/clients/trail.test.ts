/** From the id in a refused client's message to the details of the decision, with the clients that people have. */
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Rolecall } from '../../src/library.ts'
import { createUser, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { awsCli, awsCliIn } from './aws-cli.ts'
import { clientEnvironment, outcomeOf } from './server-process.ts'

const curl = tool('curl')
const python = tool('python')

const ID =
  /For complete details, call the GetRequestAuthorizationDetails API with the following authorization id: ([0-9a-z]+)$/

async function deniedByCli(t: TestContext): Promise<{ readonly server: Rolecall; readonly id: string }> {
  const server = await startTestServer()
  t.after(() => server.close())
  const { accessKeyId, secretAccessKey } = await createUser(server, 'alice', {
    Sid: 'NotFromHere',
    Effect: 'Deny',
    Action: 'iam:ListUsers',
    Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
  })
  const message = await awsCliIn(clientEnvironment(server, { accessKeyId, secretAccessKey })).refused(
    'iam',
    'list-users',
  )
  const id = ID.exec(message)?.[1] ?? assert.fail(message)
  return { server, id }
}

function assertDetails(text: string): void {
  const { requestContext, evaluations, policies, ...rest } = JSON.parse(text)
  assert.deepEqual(rest, {})
  assert.equal(requestContext['aws:SourceIp'], '127.0.0.1')
  assert.equal(requestContext['aws:username'], 'alice')
  assert.equal(policies.length, 1)
  assert.deepEqual(
    evaluations.map(({ action, evaluatedEffect, matchedPolicies }: Record<string, unknown>) => ({
      action,
      evaluatedEffect,
      matchedPolicies,
    })),
    [
      {
        action: 'iam:ListUsers',
        evaluatedEffect: 'EXPLICIT_DENY',
        matchedPolicies: [
          { uri: policies[0].uri, matchedStatements: [{ sid: 'NotFromHere', evaluatedEffect: 'DENY' }] },
        ],
      },
    ],
  )
}

test('the id that the AWS CLI prints leads to the details by curl', { skip: awsCli.skip || curl.skip }, async (t) => {
  const { server, id } = await deniedByCli(t)
  const signature = ['--aws-sigv4', `aws:amz:${server.region}:iam`]
  const user = ['--user', `${server.accessKeyId}:${server.secretAccessKey}`]
  const url = `${server.endpoint}/authorization-details/${id}`
  const { code, stdout, stderr } = await outcomeOf(curl.path, ['-sS', '--fail', ...signature, ...user, url], {})
  assert.equal(code, 0, stderr)
  assertDetails(stdout)
})

test('the id that the AWS CLI prints leads to the details by boto3', {
  skip: awsCli.skip || python.skip,
}, async (t) => {
  const { server, id } = await deniedByCli(t)
  // A boto3 that is older than the service learns of it as it learns of all: by AWS's model.
  const models = mkdtempSync(join(tmpdir(), 'rolecall-models-'))
  t.after(() => rmSync(models, { recursive: true, force: true }))
  const folder = join(models, 'iam-toolbox', '2018-05-10')
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(import.meta.dirname, '../../models/iam-toolbox.json'), join(folder, 'service-2.json'))
  const env = { ...clientEnvironment(server, server), AWS_DATA_PATH: models }
  const script = join(import.meta.dirname, 'authorization_details.py')
  const { code, stdout, stderr } = await outcomeOf(python.path, [script, id], env)
  assert.equal(code, 0, stderr)
  assertDetails(stdout)
})
