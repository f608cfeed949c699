import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ListUsersCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import type { Rolecall } from '../../src/library.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { clients, createRole, createUser, policy, startTestServer } from '../harness.ts'

let server: Rolecall
let user: SigningCredentials
before(async () => {
  server = await startTestServer()
  user = await createUser(server, 'ann', { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'] })
})
after(() => server.close())

async function assume(by: SigningCredentials, input: Partial<AssumeRoleCommandInput>): Promise<SigningCredentials> {
  const command = new AssumeRoleCommand({ RoleArn: undefined, RoleSessionName: 'work', ...input })
  const { Credentials } = await clients(server, by).sts.send(command)
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}

test('a transitive tag keeps its value along the chain in whatever case its key was named', async () => {
  const may = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'] } as const
  const tagging = { AWS: server.account }
  const first = await createRole(server, 'first', tagging, may)
  const trusting = (role: string) =>
    clients(server).iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: role,
        PolicyDocument: policy({ Effect: 'Allow', Principal: tagging, Action: [...may.Action] }),
      }),
    )
  await trusting('first')
  const second = await createRole(server, 'second', tagging, {
    Effect: 'Allow',
    Action: 'iam:ListUsers',
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
  })
  await trusting('second')
  const outer = await assume(user, {
    RoleArn: first,
    Tags: [{ Key: 'Team', Value: 'blue' }],
    TransitiveTagKeys: ['TEAM'],
  })
  const inner = await assume(outer, { RoleArn: second })
  await clients(server, inner).iam.send(new ListUsersCommand({}))
})

test('an MFA code is refused, since no device exists that could have shown it', async () => {
  const RoleArn = await createRole(server, 'guarded', { AWS: server.account })
  const SerialNumber = `arn:aws:iam::${server.account}:mfa/ann`
  await assert.rejects(assume(user, { RoleArn, SerialNumber, TokenCode: '123456' }), {
    name: 'AccessDenied',
    message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  })
})
