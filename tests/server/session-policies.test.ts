import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  ListUsersCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clients, createRole, createUser, policy, startTestServer } from '../harness.ts'

const server = await startTestServer()
after(() => server.close())
const { iam } = clients(server)
const user = await createUser(server, 'user', { Effect: 'Allow', Action: 'sts:*' })
const trusts = { AWS: 'arn:aws:iam::123456789012:user/user' }
const RoleArn = await createRole(server, 'role', trusts, { Effect: 'Allow', Action: '*' })

const assume = (input: Partial<AssumeRoleCommandInput>) =>
  clients(server, user).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...input }))

const clientsOf = async (input: Partial<AssumeRoleCommandInput>) => {
  const { Credentials } = await assume(input)
  return clients(server, {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken,
  })
}

test('a session whose managed session policy is deleted may do nothing any more, and is told so', async () => {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'limit',
      PolicyDocument: policy({ Effect: 'Allow', Action: 'iam:ListUsers' }),
    }),
  )
  const arn = Policy?.Arn ?? ''
  const limited = await clientsOf({ PolicyArns: [{ arn }], Policy: policy({ Effect: 'Allow', Action: 'iam:List*' }) })
  assert.equal((await limited.iam.send(new ListUsersCommand())).Users?.length, 1)
  await iam.send(new DeletePolicyCommand({ PolicyArn: arn }))
  await assert.rejects(limited.iam.send(new ListUsersCommand()), {
    name: 'AccessDenied',
    message: /is not authorized to perform: iam:ListUsers .*because no session policy allows the iam:ListUsers action/,
  })
  assert.ok(await limited.sts.send(new GetCallerIdentityCommand()))
})

/** Random text: what a session carries is compressed, and this cannot be. */
const noise = (length: number, seed: number): string => {
  let state = seed
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return String.fromCharCode(97 + ((state >>> 16) % 26))
  }).join('')
}

test('tags that do not fit into a session token are refused as too large to pack', async () => {
  const trust = policy({ Effect: 'Allow', Principal: trusts, Action: ['sts:AssumeRole', 'sts:TagSession'] })
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'role', PolicyDocument: trust }))
  const Tags = Array.from({ length: 50 }, (_, i) => ({ Key: noise(60, i + 1), Value: noise(200, i + 1000) }))
  await assert.rejects(assume({ Tags }), {
    name: 'PackedPolicyTooLargeException',
    message: /consumes \d{3,}% of allotted space/,
  })
  const { PackedPolicySize = 0 } = await assume({ Tags: Tags.slice(0, 5) })
  assert.ok(PackedPolicySize > 0 && PackedPolicySize <= 100)
})

test('a session policy over 2,048 characters is refused as too large to pack', async () => {
  const Resource = Array.from({ length: 60 }, (_, i) => `arn:aws:s3:::${noise(40, i + 1)}`)
  await assert.rejects(assume({ Policy: policy({ Effect: 'Allow', Action: 's3:*', Resource }) }), {
    name: 'PackedPolicyTooLargeException',
    message: /^Packed policy consumes \d{3}% of allotted space, please use smaller policy\.$/,
  })
})
