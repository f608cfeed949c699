/** Sign-in over HTTP as the console's listener mounts it, and the APIs with the credentials that it answers. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import {
  ChangePasswordCommand,
  CreateAccountAliasCommand,
  CreateLoginProfileCommand,
  DeleteAccessKeyCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UpdateAccountPasswordPolicyCommand,
  type UpdateAccountPasswordPolicyCommandInput,
  UpdateLoginProfileCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { type App, openApp } from '../../src/app.ts'
import { serveHttp } from '../../src/aws/http.ts'
import type { CallRecord } from '../../src/aws/record.ts'
import { ephemeralRootKey } from '../../src/secrets/root-key.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { openMemoryStore } from '../../src/store/memory/memory-store.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import type { Store } from '../../src/store/store.ts'
import { awsCli, awsCliIn } from '../clients/aws-cli.ts'
import { clientEnvironment } from '../clients/server-process.ts'
import { clients, createRole, createUser, type Reachable, send, signed } from '../harness.ts'
import { temporaryFolder } from './program.ts'

const ACCOUNT = '123456789012'
const PASSWORD = 'correct Horse 7'
const INCORRECT = {
  code: 'AuthenticationFailed',
  message: 'Your authentication information is incorrect. Please try again.',
}

const rootKey = ephemeralRootKey()
/** Where a test stops the server's clock; clients sign by the system's. */
let stopped: number | undefined
let app: App
let server: Reachable
let consoleEndpoint: string
const servers: Server[] = []
const records: CallRecord[] = []

/** The parts on this store, the APIs, and the console's listener as far as it signs in. */
async function start(store: Store): Promise<{ app: App; server: Reachable; consoleEndpoint: string }> {
  const opened = await openApp({
    store,
    rootKey,
    directory: undefined,
    account: ACCOUNT,
    region: 'us-east-1',
    clock: () => stopped ?? Date.now(),
  })
  const apis = createServer()
  serveHttp(apis, { pipeline: opened.pipeline, own: () => false, isOurHost: () => true })
  return {
    app: opened,
    server: { endpoint: await listen(apis), region: 'us-east-1', ...opened.root },
    consoleEndpoint: await listen(createServer(opened.signIn)),
  }
}

before(async () => {
  const started = await start(openMemoryStore())
  app = started.app
  server = started.server
  consoleEndpoint = started.consoleEndpoint
  app.trail.follow((record) => records.push(record))
  await clients(server).iam.send(new CreateAccountAliasCommand({ AccountAlias: 'acme' }))
})
after(async () => {
  for (const one of servers) {
    one.closeAllConnections()
    one.close()
  }
  await app.close()
})

async function listen(one: Server): Promise<string> {
  servers.push(one)
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an AddressInfo.
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`
}

const goOn = (): void => {
  stopped = undefined
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  /** As it came. */
  readonly body: {
    readonly code?: string
    readonly message?: string
    readonly credentials: Readonly<Record<'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration', string>>
    readonly principal: Readonly<Record<string, string>>
    readonly passwordPolicy?: { readonly MinimumPasswordLength: number } | null
  }
}

async function post(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
  endpoint = consoleEndpoint,
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${endpoint}/sign-in`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: text }),
  })
  // The handler answers one of these shapes.
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
}

const form = (userName: string, password = PASSWORD, more: object = {}) => ({
  account: ACCOUNT,
  userName,
  password,
  ...more,
})

/** A user with PASSWORD, and perhaps permissions. */
async function userWithPassword(name: string, action?: string, PasswordResetRequired = false) {
  const keys = await createUser(
    server,
    name,
    ...(action === undefined ? [] : [{ Effect: 'Allow', Action: action } as const]),
  )
  const command = new CreateLoginProfileCommand({ UserName: name, Password: PASSWORD, PasswordResetRequired })
  await clients(server).iam.send(command)
  return keys
}

/** The request `{}` signed as `post` sends it. */
async function postSigned(
  credentials: SigningCredentials,
  more: { readonly service?: string; readonly region?: string; readonly expires?: number; readonly body?: string } = {},
) {
  const { service = 'signin', region = 'eu-central-1', body = '{}', ...rest } = more
  const request = {
    method: 'POST',
    path: '/sign-in',
    query: '',
    rawHeaders: ['Content-Type', 'application/json'],
    body: Buffer.from(body),
  }
  const target = { endpoint: consoleEndpoint }
  const response = await send(target, signed(target, request, { credentials, service, region, ...rest }))
  return { status: response.status, body: JSON.parse(response.body.toString()) as Answer['body'] }
}

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
    stopped = Date.now() + count * 86_400_000
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
    stopped = Date.now() + count * 86_400_000
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
  stopped = Date.now() - 12 * 3_600_000 - 1000
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
  stopped = Date.now() + 3_600_000
  assert.deepEqual(await tries('target'), [401, 401, 401, 401, 401, 429])
  assert.deepEqual(await tries('nobody-at-all'), [401, 401, 401, 401, 401, 429])
  const refused = await post(form('target'))
  const at = `${new Date(stopped + 1000).toISOString().slice(0, 19)}Z`
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.message, refused.headers.get('retry-after')],
    [429, 'TooManyAttempts', `Too many failed attempts. Try again in 1 s, at ${at}.`, '1'],
  )
  assert.equal((await post(form('bystander'))).status, 200)
  stopped += 1000
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
