/** Sign-in over HTTP, and the APIs with the credentials that it answers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { awsCli, awsCliIn } from '../clients/aws-cli.ts'
import { clientEnvironment } from '../clients/server-process.ts'
import { clients, createRole, createUser } from '../harness.ts'
import { temporaryFolder } from './program.ts'
import {
  ACCOUNT,
  app,
  clock,
  consoleEndpoint,
  form,
  goOn,
  INCORRECT,
  PASSWORD,
  post,
  postSigned,
  records,
  server,
  start,
  userWithPassword,
} from './sign-in-server.ts'

test('a password signs in for twelve hours, with all that the user may do and nothing else', async () => {
  await userWithPassword('lister', 'iam:ListUsers')
  await userWithPassword('idle')
  const { status, body, headers } = await post(form('lister'), {
    origin: consoleEndpoint,
    'sec-fetch-site': 'same-origin',
  })
  assert.equal(status, 200)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.deepEqual(body.principal, {
    arn: `arn:aws:iam::${ACCOUNT}:user/lister`,
    account: ACCOUNT,
    accountAlias: 'acme',
    userName: 'lister',
  })
  assert.match(body.credentials.accessKeyId, /^ASIA/)
  const hours = (Date.parse(body.credentials.expiration) - Date.now()) / 3_600_000
  assert.ok(hours > 11.9 && hours <= 12, String(hours))
  const { iam, sts } = clients(server, body.credentials)
  assert.equal((await iam.send(new ListUsersCommand({}))).Users?.length, 2)
  assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, body.principal['arn'])
  const other = await post(form('idle'))
  await assert.rejects(clients(server, other.body.credentials).iam.send(new ListUsersCommand({})), {
    name: 'AccessDenied',
    message: /because no identity-based policy allows the iam:ListUsers action/,
  })
})

test('the AWS CLI works with what sign-in answered', { skip: awsCli.skip }, async () => {
  await userWithPassword('cli', 'iam:ListUsers')
  const { body } = await post({ ...form('CLI'), account: 'acme' })
  const { json, refused } = awsCliIn(clientEnvironment(server, body.credentials))
  const { Users } = await json('iam', 'list-users')
  assert.ok(Users.some(({ UserName }: { readonly UserName: string }) => UserName === 'cli'))
  assert.match(await refused('iam', 'list-roles'), /AccessDenied/)
})

test('such a session takes a role as its user does, without the hour of chained roles, and makes no other session', async () => {
  await userWithPassword('switcher', 'sts:AssumeRole')
  const RoleArn = await createRole(server, 'switched', { AWS: ACCOUNT })
  await clients(server).iam.send(new UpdateRoleCommand({ RoleName: 'switched', MaxSessionDuration: 7200 }))
  const { body } = await post(form('switcher'))
  const { sts } = clients(server, body.credentials)
  await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'long', DurationSeconds: 7200 }))
  await assert.rejects(sts.send(new GetSessionTokenCommand({})), { name: 'AccessDenied' })
})

test('whatever is wrong, the answer is the same', async () => {
  await userWithPassword('known')
  await createUser(server, 'passwordless')
  const wrong = [
    form('known', 'wrong'),
    form('known', ''),
    form('known', `${PASSWORD}${'x'.repeat(2000)}`),
    form('unknown'),
    form('passwordless'),
    { ...form('known'), account: '999999999999' },
    { ...form('known'), account: 'no-such-alias' },
    { ...form('known'), account: '' },
    {},
  ]
  for (const body of wrong) {
    const answer = await post(body)
    assert.deepEqual({ status: answer.status, ...answer.body }, { status: 401, ...INCORRECT }, JSON.stringify(body))
  }
  await clients(server).iam.send(new DeleteLoginProfileCommand({ UserName: 'known' }))
  assert.equal((await post(form('known'))).status, 401)
})

test('an access key signs in its user or root, and the secret stays where it is', async () => {
  const ann = await createUser(server, 'ann', { Effect: 'Allow', Action: 'iam:ListUsers' })
  const user = await postSigned(ann)
  assert.deepEqual([user.status, user.body.principal['arn']], [200, `arn:aws:iam::${ACCOUNT}:user/ann`])
  await clients(server, user.body.credentials).iam.send(new ListUsersCommand({}))
  const root = await postSigned(app.root, { region: 'us-east-1' })
  assert.deepEqual(root.body.principal, { arn: `arn:aws:iam::${ACCOUNT}:root`, account: ACCOUNT, accountAlias: 'acme' })
  await clients(server, root.body.credentials).iam.send(new ListUsersCommand({}))
})

test('no other signature signs in', async () => {
  const keys = await createUser(server, 'signer')
  const session = (await postSigned(keys)).body.credentials
  const refusals = [
    await postSigned({ ...keys, secretAccessKey: 'wrong' }),
    await postSigned({ ...keys, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
    await postSigned(session),
    await postSigned({ accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey }),
    await postSigned(keys, { service: 'sts' }),
    await postSigned(keys, { expires: 60 }),
    await postSigned(keys, { body: JSON.stringify(form('signer')) }),
  ]
  for (const { status, body } of refusals) assert.deepEqual([status, body.code], [401, 'AuthenticationFailed'])
  const command = new UpdateAccessKeyCommand({ UserName: 'signer', AccessKeyId: keys.accessKeyId, Status: 'Inactive' })
  await clients(server).iam.send(command)
  assert.equal((await postSigned(keys)).status, 401)
})

test('a session ends with its user', async () => {
  const { accessKeyId } = await userWithPassword('leaver', 'iam:ListUsers')
  const { body } = await post(form('leaver'))
  const { iam } = clients(server)
  const UserName = 'leaver'
  const held = clients(server, body.credentials).iam
  await iam.send(new DeleteLoginProfileCommand({ UserName }))
  await held.send(new ListUsersCommand({}))
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: accessKeyId }))
  await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'permissions' }))
  await iam.send(new DeleteUserCommand({ UserName }))
  await createUser(server, 'leaver', { Effect: 'Allow', Action: 'iam:ListUsers' })
  await assert.rejects(held.send(new ListUsersCommand({})), { name: 'InvalidClientTokenId' })
})

test('a session ends with its time', async () => {
  await userWithPassword('sleeper', 'iam:ListUsers')
  clock.stopped = Date.now() - 12 * 3_600_000 - 1000
  const { body } = await post(form('sleeper')).finally(goOn)
  await assert.rejects(clients(server, body.credentials).iam.send(new ListUsersCommand({})), { name: 'ExpiredToken' })
})

test('only JSON by POST is taken, from the console’s page or from none', async () => {
  await userWithPassword('visitor')
  const body = form('visitor')
  const statusOf = async (headers: Readonly<Record<string, string>>) => (await post(body, headers)).status
  assert.equal(await statusOf({ origin: 'https://evil.example' }), 403)
  assert.equal(await statusOf({ origin: 'null' }), 403)
  assert.equal(await statusOf({ 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await statusOf({ 'sec-fetch-site': 'same-site', origin: consoleEndpoint }), 403)
  assert.equal(await statusOf({ 'content-type': 'text/plain' }), 415)
  assert.equal(await statusOf({ 'content-type': 'application/jsonp' }), 415)
  assert.equal(await statusOf({ 'content-type': 'application/json; charset=utf-8', 'sec-fetch-site': 'none' }), 200)
  const got = await post('', {}, 'GET')
  assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST'])
})

test('what is no form is refused without being repeated', async () => {
  const secret = 'hunter2-hunter2'
  const bodies: readonly unknown[] = [
    `{"password":"${secret}"`,
    `["${secret}"]`,
    'null',
    '"text"',
    { account: ACCOUNT, userName: 'visitor' },
    form('visitor', secret, { newPassword: 7 }),
    form('visitor', secret, { [secret]: 'x' }),
  ]
  for (const body of bodies) {
    const answer = await post(body)
    assert.equal(answer.status, 400)
    assert.doesNotMatch(JSON.stringify(answer.body), /hunter2/)
  }
  const large = await post(form('visitor', 'x'.repeat(5000)))
  assert.deepEqual([large.status, large.body.code], [413, 'RequestTooLarge'])
  assert.doesNotMatch(JSON.stringify(records), /hunter2/)
})

test('wrong passwords make the next ones wait, and no other user', async (t) => {
  await userWithPassword('target')
  await userWithPassword('bystander')
  const tries = async (userName: string) => {
    const answers = []
    for (let guess = 0; guess < 6; guess += 1) answers.push(await post(form(userName, 'wrong')))
    return answers.map(({ status }) => status)
  }
  t.after(goOn)
  // An hour later nothing is left of the other tests' wrong passwords.
  clock.stopped = Date.now() + 3_600_000
  assert.deepEqual(await tries('target'), [401, 401, 401, 401, 401, 429])
  assert.deepEqual(await tries('nobody-at-all'), [401, 401, 401, 401, 401, 429])
  const refused = await post(form('target'))
  const at = `${new Date(clock.stopped + 1000).toISOString().slice(0, 19)}Z`
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.message, refused.headers.get('retry-after')],
    [429, 'TooManyAttempts', `Too many failed attempts. Try again in 1 s, at ${at}.`, '1'],
  )
  assert.equal((await post(form('bystander'))).status, 200)
  clock.stopped += 1000
  assert.equal((await post(form('target'))).status, 200, 'after the wait the right password is looked at')
})

test('each attempt is in the trail as ConsoleLogin, a failed one in nobody’s account, and no password is', async () => {
  await userWithPassword('traced')
  records.length = 0
  await post(form('traced'), { 'user-agent': 'browser' })
  await post(form('traced', 'wrong-password-wrong'))
  await post(form(PASSWORD, 'swapped-for-the-name'))
  await postSigned(app.root)
  const shown = records.map((one) => [
    one.service,
    one.operation,
    one.status,
    one.account,
    one.callerArn,
    one.userAgent,
  ])
  const arn = `arn:aws:iam::${ACCOUNT}:user/traced`
  const node = records[1]?.userAgent
  assert.deepEqual(shown, [
    ['signin', 'ConsoleLogin', 200, ACCOUNT, arn, 'browser'],
    ['signin', 'ConsoleLogin', 401, '', '', node],
    ['signin', 'ConsoleLogin', 401, '', '', node],
    ['signin', 'ConsoleLogin', 200, ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, undefined],
  ])
  assert.equal(records[1]?.errorMessage, `${INCORRECT.message} (${arn})`)
  assert.equal(records[2]?.errorMessage, INCORRECT.message)
  assert.equal(records[3]?.accessKeyId, app.root.accessKeyId)
  assert.doesNotMatch(JSON.stringify(records), /wrong-password|correct Horse|swapped/)
  const [newest] = await app.trail.newest({}, 1)
  assert.equal(newest?.operation, 'ConsoleLogin')
})

test('a user who signed in changes the password with ChangePassword where that is permitted', async () => {
  await userWithPassword('changer', 'iam:ChangePassword')
  const { body } = await post(form('changer'))
  const NewPassword = 'another Horse 8'
  const command = new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword })
  await clients(server, body.credentials).iam.send(command)
  assert.equal((await post(form('changer', NewPassword))).status, 200)
})

test('one user who changes the password many times at once leaves the others room to sign in', async () => {
  await userWithPassword('flooder', 'iam:ChangePassword')
  await userWithPassword('neighbour')
  const { body } = await post(form('flooder'))
  const { iam } = clients(server, body.credentials)
  const command = new ChangePasswordCommand({ OldPassword: 'wrong Horse 7', NewPassword: 'another Horse 8' })
  const flood = Array.from({ length: 40 }, () => iam.send(command).catch((error: Error) => error.name))
  const refusals = Promise.all(flood)
  await Promise.race(flood)
  assert.equal((await post(form('neighbour'))).status, 200)
  assert.deepEqual([...new Set(await refusals)].sort(), ['AccessDenied', 'Throttling'])
})

test('after another start passwords and sessions are good, and it is known when a password was last used', async () => {
  const directory = temporaryFolder()
  const first = await start(await openSqliteStore({ directory }))
  await createUser(first.server, 'keeper', { Effect: 'Allow', Action: 'iam:GetUser' })
  const UserName = 'keeper'
  await clients(first.server).iam.send(new CreateLoginProfileCommand({ UserName, Password: PASSWORD }))
  const { body } = await post(form('keeper'), {}, 'POST', first.consoleEndpoint)
  await first.app.close()
  const second = await start(await openSqliteStore({ directory }))
  const { User } = await clients(second.server, body.credentials).iam.send(new GetUserCommand({}))
  assert.ok(Math.abs(Number(User?.PasswordLastUsed) - Date.now()) < 60_000)
  assert.equal((await post(form('keeper'), {}, 'POST', second.consoleEndpoint)).status, 200)
  await second.app.close()
})
