import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { createUser, type Reachable, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { environment } from './environment.ts'

const run = promisify(execFile)

async function start(t: TestContext) {
  const server = await startTestServer()
  t.after(() => server.close())
  return server
}

const python = tool('python')

test('boto3 validates policies', { skip: python.skip }, async (t) => {
  const script = join(import.meta.dirname, 'access-analyzer.boto3.py')
  await run(python.path, [script], { env: environment(await start(t)) })
})

const cli = tool('aws')

test('the AWS CLI validates policies, page by page', { skip: cli.skip }, async (t) => {
  const env = environment(await start(t))
  const Action = ['s3:No1', 's3:No2', 's3:No3']
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
  const { stdout } = await run(
    cli.path,
    `accessanalyzer validate-policy --policy-type IDENTITY_POLICY --page-size 2 --output json --policy-document ${document}`.split(
      ' ',
    ),
    { env },
  )
  // The output is JSON of the API's shape.
  const { findings } = JSON.parse(stdout) as { findings: { findingType: string; findingDetails: string }[] }
  assert.deepEqual(
    findings.map(({ findingType, findingDetails }) => `${findingType} ${findingDetails}`),
    Action.map((action) => `ERROR The action ${action} does not exist.`),
  )
})

test('the AWS CLI shows why a request is refused', { skip: cli.skip }, async (t) => {
  const server = await start(t)
  const validate = (keys: Pick<Reachable, 'accessKeyId' | 'secretAccessKey'>, ...more: readonly string[]) =>
    run(
      cli.path,
      ['accessanalyzer', 'validate-policy', '--policy-type', 'IDENTITY_POLICY', '--policy-document', '{}', ...more],
      { env: environment(server, keys) },
    )
  await assert.rejects(
    validate(server, '--validate-policy-resource-type', 'AWS::S3::Bucket'),
    /\(ValidationException\) when calling the ValidatePolicy operation: InvalidInput/,
  )
  const bob = await createUser(server, 'bob', { Effect: 'Allow', Action: 's3:*' })
  await assert.rejects(
    validate(bob),
    /\(AccessDeniedException\) when calling the ValidatePolicy operation: User: \S+:user\/bob is not authorized to perform: access-analyzer:ValidatePolicy on resource: \S+ because no identity-based policy allows the access-analyzer:ValidatePolicy action/,
  )
  const carol = await createUser(server, 'carol', { Effect: 'Allow', Action: 'access-analyzer:ValidatePolicy' })
  const { stdout } = await validate(carol, '--query', 'findings[].issueCode', '--output', 'json')
  assert.deepEqual(JSON.parse(stdout), ['MISSING_VERSION', 'MISSING_STATEMENT'])
})
