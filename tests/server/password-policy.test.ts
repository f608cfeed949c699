/** What the account's password policy permits its users, and what of it and of passwords outlives the server. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  GetAccountPasswordPolicyCommand,
  GetUserCommand,
  type IAMClient,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
  type UpdateAccountPasswordPolicyCommandInput,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { Rolecall } from '../../src/library.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { clients, createRole, createUser, policy, startTestServer } from '../harness.ts'
import { runProgram, startProgram, temporaryFolder } from './program.ts'

const FIRST = 'correct Horse 7'
const SECOND = 'another Horse 8'
const BOUNDARY = 'arn:aws:iam::aws:policy/AmazonS3FullAccess'

let server: Rolecall
let ada: SigningCredentials

before(async () => {
  server = await startTestServer()
  ada = await createUser(server, 'ada')
  await createUser(server, 'bob')
  for (const UserName of ['ada', 'bob']) {
    await root().send(new CreateLoginProfileCommand({ UserName, Password: FIRST }))
  }
})
after(() => server.close())

const root = (): IAMClient => clients(server).iam
const setPolicy = (input: UpdateAccountPasswordPolicyCommandInput) =>
  root().send(new UpdateAccountPasswordPolicyCommand(input))
const changes = (iam: IAMClient, OldPassword: string, NewPassword: string) =>
  iam.send(new ChangePasswordCommand({ OldPassword, NewPassword }))

/** Asserts AWS's sentence of a denial, up to what follows its reason. */
async function denied(call: Promise<unknown>, reason: RegExp): Promise<void> {
  await assert.rejects(call, (error: Error) => {
    assert.equal(error.name, 'AccessDenied')
    assert.match(error.message, reason)
    return true
  })
}

test('users change their own password and read the policy without a policy of their own, where it lets them', async () => {
  const { iam } = clients(server, ada)
  const none = /because no identity-based policy allows the iam:ChangePassword action\./
  await denied(changes(iam, FIRST, SECOND), none)
  await setPolicy({})
  await denied(changes(iam, FIRST, SECOND), none)
  await denied(iam.send(new GetAccountPasswordPolicyCommand({})), /iam:GetAccountPasswordPolicy on resource: \*/)
  await setPolicy({ AllowUsersToChangePassword: true })
  await changes(iam, FIRST, SECOND)
  const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}))
  assert.equal(PasswordPolicy?.AllowUsersToChangePassword, true)
  await denied(iam.send(new GetUserCommand({})), /iam:GetUser/)
  await denied(iam.send(new DeleteAccountPasswordPolicyCommand({})), /iam:DeleteAccountPasswordPolicy/)
  await root().send(new DeleteAccountPasswordPolicyCommand({}))
  await denied(changes(iam, SECOND, FIRST), none)
})

test('a deny and a permissions boundary stand above what the password policy permits, and roles get nothing', async () => {
  await setPolicy({ AllowUsersToChangePassword: true })
  const { iam, sts } = clients(server, ada)
  const read = (by: IAMClient = iam) => by.send(new GetAccountPasswordPolicyCommand({}))
  await read()
  const PolicyDocument = policy({ Effect: 'Deny', Action: 'iam:GetAccountPasswordPolicy' })
  await root().send(new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'no', PolicyDocument }))
  await denied(read(), /with an explicit deny in an identity-based policy/)
  await root().send(new DeleteUserPolicyCommand({ UserName: 'ada', PolicyName: 'no' }))
  await root().send(new PutUserPermissionsBoundaryCommand({ UserName: 'ada', PermissionsBoundary: BOUNDARY }))
  await denied(read(), /because no permissions boundary allows the iam:GetAccountPasswordPolicy action/)
  await root().send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'ada' }))
  await read()
  const RoleArn = await createRole(server, 'app', { AWS: `arn:aws:iam::${server.account}:user/ada` })
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ada' }))
  const asRole = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  await denied(read(clients(server, asRole).iam), /no identity-based policy allows the iam:GetAccountPasswordPolicy/)
})

test('policy and former passwords outlive the server, and the trail says what permitted a change', async () => {
  const folder = temporaryFolder()
  const third = 'a third Horse 9'
  const first = await startProgram(['--data', folder])
  const keys = await createUser(first.ready, 'eve')
  const administrator = clients(first.ready).iam
  const policyOfAccount = { AllowUsersToChangePassword: true, PasswordReusePrevention: 2 }
  await administrator.send(new UpdateAccountPasswordPolicyCommand(policyOfAccount))
  await administrator.send(new CreateLoginProfileCommand({ UserName: 'eve', Password: FIRST }))
  const { $metadata } = await changes(clients(first.ready, keys).iam, FIRST, SECOND)
  const why = await runProgram(['why', $metadata.requestId ?? '', '--data', folder])
  assert.match(why.stdout, /^Allowed +arn:aws:iam::123456789012:user\/eve may iam:ChangePassword /, why.stderr)
  assert.match(why.stdout, /Why +Statement 1 of the account password policy allows it\./)
  await first.stop()
  const { ready } = await startProgram(['--data', folder])
  const { iam } = clients(ready, keys)
  const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}))
  assert.equal(PasswordPolicy?.PasswordReusePrevention, 2)
  await assert.rejects(changes(iam, SECOND, FIRST), {
    name: 'PasswordPolicyViolationException',
    message: 'Policy constraint violation with password reuse prevention during password change.',
  })
  await changes(iam, SECOND, third)
  await changes(iam, third, FIRST)
})
