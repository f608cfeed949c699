import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '../aws/caller.ts'
import { ACCOUNT, iamForTests, NOW, ROOT, sessionCaller, userCaller } from '../services/iam-for-tests.ts'
import { loginProfiles, users } from './records.ts'

const UserName = 'ada'
const Password = 'correct Horse 7'
const NewPassword = 'another Horse 8'
const NOT_FOUND = 'Login Profile for User ada cannot be found.'
const BREAKS_POLICY = 'Password does not conform to the account password policy.'

/** IAM with a user, and the user as a caller. */
function withAda() {
  const iam = iamForTests()
  const entityId = iam.run('CreateUser', { UserName, Path: '/p/' }).User?.UserId
  const ada: Caller = { ...userCaller(UserName), entityId }
  return { ...iam, ada, id: entityId ?? '' }
}

test('a password is created, shown without itself, and deleted', async () => {
  const { run, runPrepared, fails, state, id } = withAda()
  fails('GetLoginProfile', { UserName }, 'NoSuchEntity', NOT_FOUND)
  fails('DeleteLoginProfile', { UserName }, 'NoSuchEntity', NOT_FOUND)
  const shown = { UserName, CreateDate: new Date(NOW), PasswordResetRequired: false }
  assert.deepEqual(await runPrepared('CreateLoginProfile', { UserName, Password }), { LoginProfile: shown })
  assert.deepEqual(run('GetLoginProfile', { UserName }), { LoginProfile: shown })
  const stored = JSON.stringify(state.get(loginProfiles, ACCOUNT, id))
  assert.ok(!stored.includes(Password) && !stored.includes(Buffer.from(Password).toString('base64')))
  run('DeleteLoginProfile', { UserName })
  fails('GetLoginProfile', { UserName }, 'NoSuchEntity', NOT_FOUND)
})

test('a user has one password, and an unknown user none', async () => {
  const { runPrepared, failsPrepared } = withAda()
  await runPrepared('CreateLoginProfile', { UserName, Password })
  const exists = 'Login Profile for user ada already exists.'
  await failsPrepared('CreateLoginProfile', { UserName, Password }, 'EntityAlreadyExists', exists)
  const unknown = 'The user with name nobody cannot be found.'
  await failsPrepared('CreateLoginProfile', { UserName: 'nobody', Password }, 'NoSuchEntity', unknown)
  await failsPrepared('UpdateLoginProfile', { UserName: 'nobody', Password }, 'NoSuchEntity', unknown)
})

test("a password conforms to AWS's default policy or is refused", async () => {
  const { run, runPrepared, failsPrepared, ada } = withAda()
  run('CreateAccountAlias', { AccountAlias: 'acme-1-corp' })
  const refused = ['Shor7 !', 'lowercase only', 'lower 7digits'.replace(' ', ''), '12345678', 'ACME-1-corp', ACCOUNT]
  for (const bad of refused) {
    await failsPrepared('CreateLoginProfile', { UserName, Password: bad }, 'PasswordPolicyViolation', BREAKS_POLICY)
  }
  for (const good of ['Abcdefg1', 'abcdef1!', 'ABCDEF1!', 'Abcdefg!', 'Aa1'.padEnd(128, 'x')]) {
    await runPrepared('CreateLoginProfile', { UserName, Password: good })
    run('DeleteLoginProfile', { UserName })
  }
  await runPrepared('CreateLoginProfile', { UserName, Password })
  const short = { UserName, Password: 'Shor7 !' }
  await failsPrepared('UpdateLoginProfile', short, 'PasswordPolicyViolation', BREAKS_POLICY)
  const change = { OldPassword: Password, NewPassword: 'Shor7 !' }
  await failsPrepared('ChangePassword', change, 'PasswordPolicyViolation', BREAKS_POLICY, ada)
})

test('without a name it is the calling user; root and roles must name one', async () => {
  const { run, runPrepared, failsPrepared, fails, checks, ada } = withAda()
  await runPrepared('CreateLoginProfile', { Password }, ada)
  assert.equal(run('GetLoginProfile', {}, ada).LoginProfile.UserName, UserName)
  assert.equal(checks('GetLoginProfile', {}, ada)[0]?.resource, `arn:aws:iam::${ACCOUNT}:user/p/ada`)
  const must = 'Must specify userName when calling with non-User credentials'
  for (const caller of [ROOT, sessionCaller('role')]) {
    fails('GetLoginProfile', {}, 'ValidationError', must, caller)
    fails('DeleteLoginProfile', {}, 'ValidationError', must, caller)
    await failsPrepared('CreateLoginProfile', { Password }, 'ValidationError', must, caller)
  }
  run('DeleteLoginProfile', {}, ada)
})

test('an update changes what it names', async () => {
  const { run, runPrepared, state, id } = withAda()
  await runPrepared('CreateLoginProfile', { UserName, Password })
  const before = state.get(loginProfiles, ACCOUNT, id)
  await runPrepared('UpdateLoginProfile', { UserName, PasswordResetRequired: true })
  assert.equal(run('GetLoginProfile', { UserName }).LoginProfile.PasswordResetRequired, true)
  assert.deepEqual(state.get(loginProfiles, ACCOUNT, id)?.password, before?.password)
  await runPrepared('UpdateLoginProfile', { UserName, Password: NewPassword })
  assert.equal(run('GetLoginProfile', { UserName }).LoginProfile.PasswordResetRequired, true)
  assert.notDeepEqual(state.get(loginProfiles, ACCOUNT, id)?.password, before?.password)
})

test('a user changes their own password with the old one, which ends a required change', async () => {
  const { run, runPrepared, failsPrepared, ada } = withAda()
  const change = { OldPassword: Password, NewPassword }
  await failsPrepared('ChangePassword', change, 'NoSuchEntity', NOT_FOUND, ada)
  await runPrepared('CreateLoginProfile', { UserName, Password, PasswordResetRequired: true })
  const wrong = { OldPassword: NewPassword, NewPassword: Password }
  await failsPrepared('ChangePassword', wrong, 'AccessDenied', 'The old password was incorrect.', ada)
  await failsPrepared(
    'ChangePassword',
    { OldPassword: Password, NewPassword: Password },
    'PasswordPolicyViolation',
    'Policy constraint violation with password reuse prevention during password change.',
    ada,
  )
  await runPrepared('ChangePassword', change, ada)
  assert.equal(run('GetLoginProfile', { UserName }).LoginProfile.PasswordResetRequired, false)
  await failsPrepared('ChangePassword', change, 'AccessDenied', 'The old password was incorrect.', ada)
  const sentence = 'Only IAM Users can change their own password.'
  await failsPrepared('ChangePassword', change, 'InvalidUserType', sentence, ROOT)
  await failsPrepared('ChangePassword', change, 'InvalidUserType', sentence, sessionCaller('role'))
})

test('a change is refused where the password was replaced, or another change of the user runs, in the meantime', async () => {
  const { runPrepared, ada, state, write, id } = withAda()
  await runPrepared('CreateLoginProfile', { UserName, Password })
  const change = () => runPrepared('ChangePassword', { OldPassword: Password, NewPassword }, ada)
  const changes = Promise.allSettled([change(), change()])
  const profile = state.get(loginProfiles, ACCOUNT, id)
  assert.ok(profile)
  write((tx) => tx.put(loginProfiles, { ...profile, password: { ...profile.password, hash: 'of another' } }))
  const codes = (await changes).map((one) => (one.status === 'fulfilled' ? 'changed' : one.reason.code))
  assert.deepEqual(codes, ['EntityTemporarilyUnmodifiable', 'Throttling'])
  write((tx) => tx.put(loginProfiles, profile))
  await change()
})

test('a renamed user keeps the password; one who has a password is not deleted', async () => {
  const { run, runPrepared, fails } = withAda()
  await runPrepared('CreateLoginProfile', { UserName, Password })
  run('UpdateUser', { UserName, NewUserName: 'lovelace' })
  assert.equal(run('GetLoginProfile', { UserName: 'lovelace' }).LoginProfile.UserName, 'lovelace')
  const message = 'Cannot delete entity, must delete login profile first.'
  fails('DeleteUser', { UserName: 'lovelace' }, 'DeleteConflict', message)
  run('DeleteLoginProfile', { UserName: 'lovelace' })
  run('DeleteUser', { UserName: 'lovelace' })
})

test('when a password was last used is shown by GetUser and ListUsers, also when it has been deleted', () => {
  const { run, write } = withAda()
  run('CreateGroup', { GroupName: 'staff' })
  run('AddUserToGroup', { GroupName: 'staff', UserName })
  assert.equal(run('GetUser', { UserName }).User.PasswordLastUsed, undefined)
  write((tx) => {
    const user = tx.get(users, ACCOUNT, UserName)
    if (user) tx.put(users, { ...user, passwordLastUsed: NOW + 5123 })
  })
  const shown = new Date(NOW + 5000)
  assert.deepEqual(run('GetUser', { UserName }).User.PasswordLastUsed, shown)
  assert.deepEqual(run('ListUsers', {}).Users[0]?.PasswordLastUsed, shown)
  assert.equal(run('GetGroup', { GroupName: 'staff' }).Users[0]?.PasswordLastUsed, undefined)
})
