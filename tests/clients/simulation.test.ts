import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SimulateCustomPolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { clients, createUser, policy, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { awsCli, awsCliIn } from './aws-cli.ts'
import { clientEnvironment, outcomeOf, startServerProcess } from './server-process.ts'

const python = tool('python')

test('boto3 simulates users, groups and roles, and reads statements, positions and keys', {
  skip: python.skip,
}, async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const env = { ...clientEnvironment(server, server), PYTHONDONTWRITEBYTECODE: '1' }
  const story = join(import.meta.dirname, 'simulation_story.py')
  const { code, stderr } = await outcomeOf(python.path, [story], env)
  assert.equal(code, 0, stderr)
})

test('the JavaScript SDK simulates levels of an organization, and leaves policies out', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const { iam } = clients(server)
  const everything = policy({ Effect: 'Allow', Action: '*' })
  const actions = ['s3:GetObject', 'ec2:RunInstances']
  const OrderedOrganizationPolicyInputList = [everything, policy({ Effect: 'Allow', Action: 'ec2:*' })].map(
    (level) => ({
      ServiceControlPolicyInputList: [level],
    }),
  )
  const asked = { PolicyInputList: [everything], ActionNames: actions, OrderedOrganizationPolicyInputList }
  const { EvaluationResults } = await iam.send(new SimulateCustomPolicyCommand(asked))
  assert.deepEqual(
    EvaluationResults?.map(({ EvalDecision, OrganizationsDecisionDetail: detail }) => [
      EvalDecision,
      detail?.AllowedByOrganizations,
    ]),
    [
      ['implicitDeny', false],
      ['allowed', true],
    ],
  )
  await createUser(server, 'ann', { Effect: 'Allow', Action: '*' })
  const PolicySourceArn = `arn:aws:iam::${server.account}:user/ann`
  const decided = async (PolicyExclusionList: { PolicyType: 'inline' | 'aws-managed' }[]) => {
    const input = { PolicySourceArn, ActionNames: actions, PolicyExclusionList }
    const answer = await iam.send(new SimulatePrincipalPolicyCommand(input))
    return answer.EvaluationResults?.map(({ EvalDecision }) => EvalDecision)
  }
  assert.deepEqual(await decided([{ PolicyType: 'aws-managed' }]), ['allowed', 'allowed'])
  assert.deepEqual(await decided([{ PolicyType: 'inline' }]), ['implicitDeny', 'implicitDeny'])
})

/** As an author writes it, so that positions span lines. */
const READ_POLICY = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::config/*"
    },
    {
      "Effect": "Deny",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::config/secret/*",
      "Condition": { "StringNotEquals": { "aws:PrincipalTag/team": "blue" } }
    }
  ]
}
`

test('the AWS CLI shows which statement of a role decides, and what a policy in a file would do', {
  skip: awsCli.skip,
}, async (t) => {
  const { ready, folder } = await startServerProcess(t)
  const { json, refused } = awsCliIn(clientEnvironment(ready, ready))
  const file = join(folder, 'read.json')
  writeFileSync(file, READ_POLICY)
  const trust =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
  const { Role } = await json('iam', 'create-role', '--role-name', 'web', '--assume-role-policy-document', trust)
  await json(
    'iam',
    'put-role-policy',
    '--role-name',
    'web',
    '--policy-name',
    'read',
    '--policy-document',
    `file://${file}`,
  )
  const source = ['--policy-source-arn', Role.Arn]

  await t.test('of a role', async () => {
    const asked = [
      '--action-names',
      's3:GetObject',
      '--resource-arns',
      'arn:aws:s3:::config/app.conf',
      'arn:aws:s3:::config/secret/key',
    ]
    const { EvaluationResults } = await json('iam', 'simulate-principal-policy', ...source, ...asked)
    const [result] = EvaluationResults
    assert.equal(result.EvalDecision, 'explicitDeny')
    const [open, secret] = result.ResourceSpecificResults
    assert.deepEqual(open, {
      EvalResourceName: 'arn:aws:s3:::config/app.conf',
      EvalResourceDecision: 'allowed',
      MatchedStatements: [
        {
          SourcePolicyId: 'role_web_read',
          SourcePolicyType: 'IAM Policy',
          StartPosition: { Line: 3, Column: 17 },
          EndPosition: { Line: 8, Column: 6 },
        },
      ],
    })
    assert.equal(secret.EvalResourceDecision, 'explicitDeny')
    assert.deepEqual(secret.MatchedStatements[0].StartPosition, { Line: 8, Column: 6 })
    assert.deepEqual(secret.MatchedStatements[0].EndPosition, { Line: 14, Column: 6 })
    assert.deepEqual(secret.MissingContextValues, ['aws:PrincipalTag/team'])
  })

  await t.test('with the key that was missing', async () => {
    const { ContextKeyNames } = await json('iam', 'get-context-keys-for-principal-policy', ...source)
    assert.deepEqual(ContextKeyNames, ['aws:PrincipalTag/team'])
    const { EvaluationResults } = await json(
      ...['iam', 'simulate-principal-policy', ...source, '--action-names', 's3:GetObject'],
      ...['--resource-arns', 'arn:aws:s3:::config/secret/key'],
      ...['--context-entries', `ContextKeyName=${ContextKeyNames[0]},ContextKeyValues=blue,ContextKeyType=string`],
    )
    assert.equal(EvaluationResults[0].EvalDecision, 'allowed')
  })

  await t.test('of a file, page after page', async () => {
    const document = JSON.stringify(JSON.parse(READ_POLICY))
    const actions = Array.from({ length: 5 }, (_, index) => `s3:Action${index}`)
    const { EvaluationResults } = await json(
      ...['iam', 'simulate-custom-policy', '--policy-input-list', document, '--action-names', ...actions],
      ...['--page-size', '2'],
    )
    assert.deepEqual(
      EvaluationResults.map(({ EvalActionName }: { EvalActionName: string }) => EvalActionName),
      actions,
    )
  })

  await t.test('and is refused in AWS’s words', async () => {
    const said = await refused(
      'iam',
      'simulate-custom-policy',
      '--policy-input-list',
      '{',
      '--action-names',
      's3:GetObject',
    )
    assert.match(said, /\(InvalidInput\).*Policy input list item 1 has invalid content$/)
  })
})
