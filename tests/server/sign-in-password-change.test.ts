/** Passwords that have to be changed at sign-in, and the account's policy on them. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  ChangePasswordCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteUserPolicyCommand,
  GetLoginProfileCommand,
  PutUserPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
  type UpdateAccountPasswordPolicyCommandInput,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import { clients } from '../harness.ts'
import { ACCOUNT, clock, form, goOn, PASSWORD, post, records, server, userWithPassword } from './sign-in-server.ts'

test('a password that must be changed is changed at sign-in, by the policy and with the permission for it', async () => {
  await userWithPassword('starter', 'iam:ChangePassword', true)
  const next = 'another Horse 8'
  const required = await post(form('starter'))
  assert.deepEqual([required.status, required.body.code], [403, 'PasswordChangeRequired'])
  assert.equal((await post(form('starter', 'wrong', { newPassword: next }))).status, 401)
  for (const newPassword of ['lowercase only', PASSWORD, 'emoji 🐎 Horse 1']) {
    const refused = await post(form('starter', PASSWORD, { newPassword }))
    assert.deepEqual([refused.status, refused.body.code], [400, 'PasswordPolicyViolation'], newPassword)
  }
  assert.equal((await post(form('starter', PASSWORD, { newPassword: next }))).status, 200)
  assert.equal((await post(form('starter'))).status, 401)
  assert.equal((await post(form('starter', next))).status, 200)
  const { iam } = clients(server)
  const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: 'starter' }))
  assert.equal(LoginProfile?.PasswordResetRequired, false)
  // Without being required it would be iam:ChangePassword.
  const unasked = await post(form('starter', next, { newPassword: 'a third Horse 9' }))
  assert.deepEqual([unasked.status, unasked.body.code], [400, 'InvalidRequest'])
  await iam.send(new UpdateLoginProfileCommand({ UserName: 'starter', PasswordResetRequired: true }))
  assert.equal((await post(form('starter', next))).status, 403)
})

/** Sets the account's password policy, for one test; the clock goes on after it. */
async function setPolicy(t: TestContext, policy: UpdateAccountPasswordPolicyCommandInput): Promise<void> {
  const { iam } = clients(server)
  t.after(() => {
    goOn()
    return iam.send(new DeleteAccountPasswordPolicyCommand({}))
  })
  await iam.send(new UpdateAccountPasswordPolicyCommand(policy))
}

test('who may not change the password that has to be changed is told so, and the trail explains it', async (t) => {
  await userWithPassword('newcomer', 'iam:GetAccountPasswordPolicy', true)
  records.length = 0
  const change = form('newcomer', PASSWORD, { newPassword: 'another Horse 8' })
  for (const body of [form('newcomer'), change]) {
    const refused = await post(body)
    assert.deepEqual([refused.status, refused.body.code], [403, 'AccessDenied'])
    assert.match(
      refused.body.message ?? '',
      /:user\/newcomer is not authorized to perform: iam:ChangePassword on resource: user newcomer because no identity-based policy allows the iam:ChangePassword action\. /,
    )
  }
  assert.deepEqual(
    records[0]?.verdicts.map(({ request, allowed }) => [request.action, allowed]),
    [['iam:ChangePassword', false]],
  )
  assert.equal(records[0]?.account, ACCOUNT)
  await setPolicy(t, { AllowUsersToChangePassword: true })
  assert.equal((await post(form('newcomer'))).body.code, 'PasswordChangeRequired')
  const DenyWithoutMfa = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      NotAction: 'iam:ListUsers',
      Resource: '*',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  })
  const policy = { UserName: 'newcomer', PolicyName: 'mfa', PolicyDocument: DenyWithoutMfa }
  await clients(server).iam.send(new PutUserPolicyCommand(policy))
  const denied = await post(change)
  assert.match(denied.body.message ?? '', /with an explicit deny in an identity-based policy/)
  await clients(server).iam.send(new DeleteUserPolicyCommand({ UserName: 'newcomer', PolicyName: 'mfa' }))
  assert.equal((await post(change)).status, 200)
})

test('the rules for the password that has to be chosen are told to who may read them', async (t) => {
  await userWithPassword('reader', undefined, true)
  const { iam } = clients(server)
  const may = (...Action: string[]) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: 'reader',
        PolicyName: 'may',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action, Resource: '*' },
        }),
      }),
    )
  await may('iam:ChangePassword')
  assert.ok(!('passwordPolicy' in (await post(form('reader'))).body))
  await may('iam:ChangePassword', 'iam:GetAccountPasswordPolicy')
  assert.equal((await post(form('reader'))).body.passwordPolicy, null, "IAM's default policy")
  await setPolicy(t, { MinimumPasswordLength: 20 })
  assert.equal((await post(form('reader'))).body.passwordPolicy?.MinimumPasswordLength, 20)
  const short = await post(form('reader', PASSWORD, { newPassword: 'another Horse 8' }))
  assert.deepEqual(
    [short.status, short.body.code, short.body.message],
    [400, 'PasswordPolicyViolation', 'Password should have a minimum length of 20'],
  )
})

test('an expired password is changed at sign-in, and its age begins anew', async (t) => {
  await userWithPassword('elder')
  await setPolicy(t, { MaxPasswordAge: 30, PasswordReusePrevention: 2, AllowUsersToChangePassword: true })
  const days = (count: number) => {
    clock.stopped = Date.now() + count * 86_400_000
  }
  days(29)
  assert.equal((await post(form('elder'))).status, 200)
  days(31)
  const expired = await post(form('elder'))
  assert.deepEqual([expired.status, expired.body.code], [403, 'PasswordChangeRequired'])
  assert.equal(expired.body.message, 'Your password has expired. You must change your password to continue.')
  const next = 'another Horse 8'
  assert.equal((await post(form('elder', PASSWORD, { newPassword: next }))).status, 200)
  days(60)
  assert.equal((await post(form('elder', next))).status, 200)
  days(62)
  const former = await post(form('elder', next, { newPassword: PASSWORD }))
  assert.deepEqual([former.status, former.body.code], [400, 'PasswordPolicyViolation'])
  assert.equal((await post(form('elder', 'wrong'))).status, 401)
})

test('with hard expiry an administrator, or a call with an access key, sets the next password', async (t) => {
  const keys = await userWithPassword('late')
  await setPolicy(t, { MaxPasswordAge: 1, HardExpiry: true, AllowUsersToChangePassword: true })
  const { iam } = clients(server)
  const inDays = (count: number) => {
    clock.stopped = Date.now() + count * 86_400_000
  }
  const attempt = async (password: string, more = {}) => {
    const { status, body } = await post(form('late', password, more))
    return [status, body.code]
  }
  const second = 'another Horse 8'
  inDays(2)
  assert.deepEqual(await attempt(PASSWORD), [403, 'PasswordExpired'])
  assert.deepEqual(await attempt(PASSWORD, { newPassword: second }), [403, 'PasswordExpired'])
  assert.deepEqual(await attempt('wrong'), [401, 'AuthenticationFailed'])
  goOn()
  // The access key goes on to work, and with it ChangePassword.
  const change = new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword: second })
  await clients(server, keys).iam.send(change)
  assert.deepEqual(await attempt(second), [200, undefined])
  inDays(2)
  assert.deepEqual(await attempt(second), [403, 'PasswordExpired'])
  goOn()
  await iam.send(new UpdateLoginProfileCommand({ UserName: 'late', Password: PASSWORD, PasswordResetRequired: true }))
  assert.deepEqual(await attempt(PASSWORD), [403, 'PasswordChangeRequired'])
})
