import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '../aws/caller.ts'
import { ACCOUNT, iamForTests, NOW, ROOT, sessionCaller, userCaller } from '../services/iam-for-tests.ts'
import { passwordExpiry } from './password-policy.ts'
import { loginProfiles, users } from './records.ts'

const UserName = 'ada'
const Password = 'correct Horse 7'
const NewPassword = 'another Horse 8'
const NOT_FOUND = 'Login Profile for User ada cannot be found.'
const BREAKS_POLICY = 'Password does not conform to the account password policy.'
const REUSES = 'Policy constraint violation with password reuse prevention during password change.'
const lacks = (...kinds: string[]) => kinds.map((kind) => `Password should have at least one ${kind}`).join(', ')
/** The sentences for a short one, and for one of too few kinds, were recorded from AWS. */
const SHORT = 'Password should have a minimum length of 8'
const more = (count: number, ...kinds: string[]) =>
  `Password should meet ${count} more of the following requirements: ${lacks(...kinds)}`

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
  const refused: readonly [string, string][] = [
    ['Shor7 !', SHORT],
    ['lowercase only', more(2, 'uppercase letter', 'number', 'symbol')],
    ['lower7digits', more(1, 'uppercase letter', 'symbol')],
    ['1234', `${SHORT}, ${more(2, 'uppercase letter', 'lowercase letter', 'symbol')}`],
    ['ACME-1-corp', BREAKS_POLICY],
    [ACCOUNT, more(2, 'uppercase letter', 'lowercase letter', 'symbol')],
  ]
  for (const [bad, sentence] of refused) {
    await failsPrepared('CreateLoginProfile', { UserName, Password: bad }, 'PasswordPolicyViolation', sentence)
  }
  for (const good of ['Abcdefg1', 'abcdef1!', 'ABCDEF1!', 'Abcdefg!', 'Aa1'.padEnd(128, 'x')]) {
    await runPrepared('CreateLoginProfile', { UserName, Password: good })
    run('DeleteLoginProfile', { UserName })
  }
  await runPrepared('CreateLoginProfile', { UserName, Password })
  const short = { UserName, Password: 'Shor7 !' }
  await failsPrepared('UpdateLoginProfile', short, 'PasswordPolicyViolation', SHORT)
  const change = { OldPassword: Password, NewPassword: 'Shor7 !' }
  await failsPrepared('ChangePassword', change, 'PasswordPolicyViolation', SHORT, ada)
})

test("an account's own policy takes the place of the default one, also where it asks for less", async () => {
  const { run, runPrepared, failsPrepared, ada } = withAda()
  run('CreateAccountAlias', { AccountAlias: 'acme-1-corp' })
  run('UpdateAccountPasswordPolicy', {})
  for (const good of ['sixsix', 'acme-1-corp']) {
    await runPrepared('CreateLoginProfile', { UserName, Password: good })
    run('DeleteLoginProfile', { UserName })
  }
  const refuses = (bad: string, sentence: string) =>
    failsPrepared('CreateLoginProfile', { UserName, Password: bad }, 'PasswordPolicyViolation', sentence)
  await refuses('short', 'Password should have a minimum length of 6')
  run('UpdateAccountPasswordPolicy', { MinimumPasswordLength: 12, RequireSymbols: true, RequireNumbers: true })
  await refuses('12 letters, all', lacks('symbol'))
  await refuses('short', `Password should have a minimum length of 12, ${lacks('number', 'symbol')}`)
  run('UpdateAccountPasswordPolicy', { RequireUppercaseCharacters: true, RequireLowercaseCharacters: true })
  await refuses('123456', lacks('uppercase letter', 'lowercase letter'))
  await runPrepared('CreateLoginProfile', { UserName, Password })
  const tooPlain = { OldPassword: Password, NewPassword: 'nocapitals' }
  await failsPrepared('ChangePassword', tooPlain, 'PasswordPolicyViolation', lacks('uppercase letter'), ada)
  run('DeleteAccountPasswordPolicy', {})
  const plain = { UserName, Password: 'sixsix' }
  const sentence = `${SHORT}, ${more(2, 'uppercase letter', 'number', 'symbol')}`
  await failsPrepared('UpdateLoginProfile', plain, 'PasswordPolicyViolation', sentence)
})

test('a user does not choose one of their last passwords again, and an administrator may set it', async () => {
  const { run, runPrepared, failsPrepared, ada, state, id } = withAda()
  const [first, second, third, fourth] = ['first Horse 1', 'second Horse 2', 'third Horse 3', 'fourth Horse 4'] as const
  const change = (OldPassword: string, NewPassword: string) =>
    runPrepared('ChangePassword', { OldPassword, NewPassword }, ada)
  const refuses = (OldPassword: string, NewPassword: string) =>
    failsPrepared('ChangePassword', { OldPassword, NewPassword }, 'PasswordPolicyViolation', REUSES, ada)
  const kept = () => state.get(loginProfiles, ACCOUNT, id)?.formerPasswords?.length ?? 0
  await runPrepared('CreateLoginProfile', { UserName, Password: first })
  await change(first, second)
  assert.equal(kept(), 0, 'without a policy that asks for it no former password is kept')
  await change(second, first)
  run('UpdateAccountPasswordPolicy', { PasswordReusePrevention: 3 })
  await change(first, second)
  await change(second, third)
  assert.equal(kept(), 2)
  for (const used of [first, second, third]) await refuses(third, used)
  await change(third, fourth)
  assert.equal(kept(), 2, 'no more than the policy asks for')
  await refuses(fourth, second)
  await change(fourth, first)
  await runPrepared('UpdateLoginProfile', { UserName, Password: fourth })
  await refuses(fourth, first)
  assert.doesNotMatch(JSON.stringify(run('GetLoginProfile', { UserName })), /hash|salt|former/i)
  run('UpdateAccountPasswordPolicy', { PasswordReusePrevention: 1 })
  await refuses(fourth, fourth)
  await change(fourth, first)
  assert.equal(kept(), 0)
})

test('a password is as old as it was set last, also where an older server kept no time of that', async () => {
  const { run, runPrepared, state, write, id, ada } = withAda()
  const profile = () => {
    const found = state.get(loginProfiles, ACCOUNT, id)
    assert.ok(found)
    return found
  }
  const day = 86_400_000
  await runPrepared('CreateLoginProfile', { UserName, Password })
  const set = NOW + 678
  assert.equal(passwordExpiry(state, profile(), set + 5000 * day), 'valid', 'the default policy lets none expire')
  run('UpdateAccountPasswordPolicy', { MaxPasswordAge: 90 })
  assert.equal(passwordExpiry(state, profile(), set + 90 * day - 1), 'valid')
  assert.equal(passwordExpiry(state, profile(), set + 90 * day), 'expired')
  run('UpdateAccountPasswordPolicy', { MaxPasswordAge: 90, HardExpiry: true })
  assert.equal(passwordExpiry(state, profile(), set + 90 * day), 'for good')
  const { passwordSet: _, ...older } = profile()
  write((tx) => tx.put(loginProfiles, { ...older, created: set - 90 * day }))
  assert.equal(passwordExpiry(state, profile(), set), 'for good')
  await runPrepared('UpdateLoginProfile', { UserName, PasswordResetRequired: true })
  assert.equal(passwordExpiry(state, profile(), set), 'for good', 'the password is the same')
  await runPrepared('ChangePassword', { OldPassword: Password, NewPassword }, ada)
  assert.equal(passwordExpiry(state, profile(), set), 'valid')
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
    REUSES,
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
