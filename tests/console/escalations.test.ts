/** What Who can? says of somebody is so: each way is found in what IAM tells of the account, and walked by the SDK. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetAccountAuthorizationDetailsCommand,
  ListRolesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { clients, createRole, createUser, policy, type Reachable, type Statement, startTestServer } from '../harness.ts'
import '../../console/src/policy-editor/library.fixture.ts'

const { graphOf } = await import('../../console/src/access-graph/graph.ts')
const { administratorRouteOf } = await import('../../console/src/access-graph/view.ts')

const ACCOUNT = '123456789012'
const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`
const allow = (Action: string, Resource = '*', Condition?: Statement['Condition']): Statement => ({
  ...{ Effect: 'Allow', Action, Resource },
  ...(Condition && { Condition }),
})
const when = (key: string, value: string) => ({ StringEquals: { [key]: value } })
const ALL = policy({ Effect: 'Allow', Action: '*' })

/** The way to administrator of a user or role, in words; '': none. */
async function wayOf(server: Reachable, id: string): Promise<string> {
  const details = await clients(server).iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))
  assert.equal(details.IsTruncated, false)
  const { UserDetailList: users = [], GroupDetailList: groups = [], RoleDetailList: roles = [] } = details
  const read = { account: ACCOUNT, region: 'us-east-1', users, groups, roles, policies: details.Policies ?? [] }
  const route = administratorRouteOf(graphOf({ ...read, instances: [], buckets: [] }), arn(id))
  return route.map(({ verb, to }) => `${verb} ${to.name}`).join(', ')
}

/** Whether somebody has what was out of reach before. */
const listsRoles = async (server: Reachable, keys: SigningCredentials): Promise<boolean> =>
  clients(server, keys)
    .iam.send(new ListRolesCommand())
    .then(
      () => true,
      () => false,
    )

async function sessionOf(server: Reachable, keys: SigningCredentials, role: string): Promise<SigningCredentials> {
  const { sts } = clients(server, keys)
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: arn(`role/${role}`), RoleSessionName: 'session' }),
  )
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}

interface Case {
  readonly user?: readonly Statement[]
  readonly plant?: (server: Reachable) => Promise<unknown>
  readonly way: string
  /** Walks the way; answers whose keys have everything at its end. */
  readonly walk: (server: Reachable, keys: SigningCredentials) => Promise<SigningCredentials>
}

const OWN = { AWS: arn('root') }
const admin = (server: Reachable) => createRole(server, 'admin', OWN, { Effect: 'Allow', Action: '*' })

const CASES: Readonly<Record<string, Case>> = {
  'tags itself as its own policy asks': {
    user: [allow('*', '*', when('aws:PrincipalTag/team', 'ops')), allow('iam:TagUser', arn('user/${aws:username}'))],
    way: 'may tag itself team=ops and is allowed everything Administrator',
    async walk(server, keys) {
      const Tags = [{ Key: 'team', Value: 'ops' }]
      await clients(server, keys).iam.send(new TagUserCommand({ UserName: 'mallory', Tags }))
      return keys
    },
  },
  'tags itself so that it may write its policy': {
    user: [allow('iam:PutUserPolicy', '*', when('aws:ResourceTag/team', 'dev')), allow('iam:TagUser')],
    way: 'may tag itself team=dev and may write a policy of itself Administrator',
    async walk(server, keys) {
      const { iam } = clients(server, keys)
      const put = new PutUserPolicyCommand({ UserName: 'mallory', PolicyName: 'all', PolicyDocument: ALL })
      await assert.rejects(iam.send(put), { name: 'AccessDenied' })
      await iam.send(new TagUserCommand({ UserName: 'mallory', Tags: [{ Key: 'team', Value: 'dev' }] }))
      await iam.send(put)
      return keys
    },
  },
  'tags itself otherwise than a Deny minds': {
    user: [
      { Effect: 'Allow', Action: '*' },
      {
        ...{ Effect: 'Deny', Action: ['iam:List*', 'iam:Put*', 'iam:Attach*', 'iam:Create*', 'iam:Delete*', 'sts:*'] },
        Condition: when('aws:PrincipalTag/team', 'guest'),
      },
    ],
    plant: (server) =>
      clients(server).iam.send(new TagUserCommand({ UserName: 'mallory', Tags: [{ Key: 'team', Value: 'guest' }] })),
    way: 'may tag itself team=another and is allowed everything Administrator',
    async walk(server, keys) {
      const Tags = [{ Key: 'team', Value: 'another' }]
      await clients(server, keys).iam.send(new TagUserCommand({ UserName: 'mallory', Tags }))
      return keys
    },
  },
  'takes a tag off itself that a Deny minds': {
    user: [
      { Effect: 'Allow', Action: '*' },
      {
        Effect: 'Deny',
        Action: ['iam:List*', 'iam:Put*', 'iam:A*', 'iam:C*', 'iam:D*', 'iam:Tag*', 'iam:Update*', 'sts:*'],
        Condition: when('aws:PrincipalTag/team', 'guest'),
      },
    ],
    plant: (server) =>
      clients(server).iam.send(new TagUserCommand({ UserName: 'mallory', Tags: [{ Key: 'team', Value: 'guest' }] })),
    way: 'may take the tag team off itself and is allowed everything Administrator',
    async walk(server, keys) {
      await clients(server, keys).iam.send(new UntagUserCommand({ UserName: 'mallory', TagKeys: ['team'] }))
      return keys
    },
  },
  'tags itself as a trust policy asks': {
    user: [allow('iam:TagUser'), allow('sts:AssumeRole')],
    async plant(server) {
      await clients(server).iam.send(
        new PutRolePolicyCommand({ RoleName: await trusting(server), PolicyName: 'all', PolicyDocument: ALL }),
      )
    },
    way: 'may tag itself team=ops and may assume admin, is allowed everything Administrator',
    async walk(server, keys) {
      await assert.rejects(sessionOf(server, keys, 'admin'), { name: 'AccessDenied' })
      const Tags = [{ Key: 'team', Value: 'ops' }]
      await clients(server, keys).iam.send(new TagUserCommand({ UserName: 'mallory', Tags }))
      return sessionOf(server, keys, 'admin')
    },
  },
  'tags a role that it may assume by its tag': {
    user: [allow('iam:TagRole'), allow('sts:AssumeRole', '*', when('aws:ResourceTag/team', 'dev'))],
    plant: admin,
    way: 'may tag it team=dev and may assume admin, is allowed everything Administrator',
    async walk(server, keys) {
      await assert.rejects(sessionOf(server, keys, 'admin'), { name: 'AccessDenied' })
      const Tags = [{ Key: 'team', Value: 'dev' }]
      await clients(server, keys).iam.send(new TagRoleCommand({ RoleName: 'admin', Tags }))
      return sessionOf(server, keys, 'admin')
    },
  },
  'moves itself below where it may write policies': {
    user: [allow('iam:UpdateUser'), allow('iam:PutUserPolicy', arn('user/admins/*'))],
    way: 'may rename itself to admins/new and may write a policy of itself Administrator',
    async walk(server, keys) {
      const { iam } = clients(server, keys)
      const put = { PolicyName: 'all', PolicyDocument: ALL }
      await assert.rejects(iam.send(new PutUserPolicyCommand({ UserName: 'mallory', ...put })), {
        name: 'AccessDenied',
      })
      await iam.send(new UpdateUserCommand({ UserName: 'mallory', NewPath: '/admins/', NewUserName: 'new' }))
      await iam.send(new PutUserPolicyCommand({ UserName: 'new', ...put }))
      return keys
    },
  },
  'takes the name of a role that it may assume by its name': {
    user: [allow('iam:UpdateUser'), allow('sts:AssumeRole', arn('role/${aws:username}'))],
    plant: admin,
    way: 'may rename itself to admin and may assume admin, is allowed everything Administrator',
    async walk(server, keys) {
      await assert.rejects(sessionOf(server, keys, 'admin'), { name: 'AccessDenied' })
      await clients(server, keys).iam.send(new UpdateUserCommand({ UserName: 'mallory', NewUserName: 'admin' }))
      return sessionOf(server, keys, 'admin')
    },
  },
  'moves its group below where it may write policies': {
    user: [allow('iam:UpdateGroup'), allow('iam:PutGroupPolicy', arn('group/loose/*'))],
    async plant(server) {
      const { iam } = clients(server)
      await iam.send(new CreateGroupCommand({ GroupName: 'staff' }))
      await iam.send(new AddUserToGroupCommand({ GroupName: 'staff', UserName: 'mallory' }))
    },
    way: 'may rename its group staff to loose/new and may write a policy of its group Administrator',
    async walk(server, keys) {
      const { iam } = clients(server, keys)
      const put = { PolicyName: 'all', PolicyDocument: ALL }
      await assert.rejects(iam.send(new PutGroupPolicyCommand({ GroupName: 'staff', ...put })), {
        name: 'AccessDenied',
      })
      await iam.send(new UpdateGroupCommand({ GroupName: 'staff', NewPath: '/loose/', NewGroupName: 'new' }))
      await iam.send(new PutGroupPolicyCommand({ GroupName: 'new', ...put }))
      return keys
    },
  },
  'moves a user below where it may make keys': {
    user: [allow('iam:UpdateUser'), allow('iam:CreateAccessKey', arn('user/loose/*'))],
    plant: (server) => createUser(server, 'boss', { Effect: 'Allow', Action: '*' }),
    way: 'may rename it to loose/new and may make an access key of boss, is allowed everything Administrator',
    async walk(server, keys) {
      const { iam } = clients(server, keys)
      await assert.rejects(iam.send(new CreateAccessKeyCommand({ UserName: 'boss' })), { name: 'AccessDenied' })
      await iam.send(new UpdateUserCommand({ UserName: 'boss', NewPath: '/loose/', NewUserName: 'new' }))
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'new' }))
      return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
    },
  },
  'rewrites a narrow policy of its own that is full of versions': {
    async plant(server) {
      await attachNarrow(server, [allow('s3:Get*'), allow('iam:CreatePolicyVersion'), allow('iam:DeletePolicyVersion')])
    },
    way: 'may rewrite a policy of itself Administrator',
    async walk(server, keys) {
      const { iam } = clients(server, keys)
      const version = new CreatePolicyVersionCommand({ PolicyArn: NARROW, PolicyDocument: ALL, SetAsDefault: true })
      await assert.rejects(iam.send(version), { name: 'LimitExceededException' })
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn: NARROW, VersionId: 'v2' }))
      await iam.send(version)
      return keys
    },
  },
}

const NARROW = arn('policy/narrow')

/** A policy of mallory's with five versions that all say the same. */
async function attachNarrow(server: Reachable, statements: readonly Statement[]): Promise<void> {
  const { iam } = clients(server)
  const PolicyDocument = policy(...statements)
  await iam.send(new CreatePolicyCommand({ PolicyName: 'narrow', PolicyDocument }))
  for (let version = 2; version <= 5; version += 1)
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: NARROW, PolicyDocument }))
  await iam.send(new AttachUserPolicyCommand({ UserName: 'mallory', PolicyArn: NARROW }))
}

/** A role that trusts whoever of the account has the tag. */
async function trusting(server: Reachable): Promise<string> {
  const { iam } = clients(server)
  await createRole(server, 'admin', OWN)
  const PolicyDocument = policy({
    ...{ Effect: 'Allow', Principal: OWN, Action: 'sts:AssumeRole' },
    Condition: when('aws:PrincipalTag/team', 'ops'),
  })
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'admin', PolicyDocument }))
  return 'admin'
}

for (const [name, { user = [], plant, way, walk }] of Object.entries(CASES)) {
  test(`whoever ${name} is told of, and does so`, async (t) => {
    const server = await startTestServer()
    t.after(() => server.close())
    const keys = await createUser(server, 'mallory', ...user)
    await plant?.(server)
    assert.equal(await wayOf(server, 'user/mallory'), way)
    assert.ok(!(await listsRoles(server, keys)), 'nothing had to be done for it')
    assert.ok(await listsRoles(server, await walk(server, keys)))
  })
}

test('whoever lacks one part of a way is not accused, and is refused', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const { iam } = clients(server)
  await admin(server)
  await createUser(server, 'boss', { Effect: 'Allow', Action: '*' })
  const put = (UserName: string) => new PutUserPolicyCommand({ UserName, PolicyName: 'all', PolicyDocument: ALL })
  const ops = [{ Key: 'team', Value: 'ops' }]
  const innocents: Readonly<Record<string, readonly [readonly Statement[], (UserName: string) => object]>> = {
    'tags-others': [
      [allow('*', '*', when('aws:PrincipalTag/team', 'ops')), allow('iam:TagUser', arn('user/other'))],
      (UserName) => new TagUserCommand({ UserName, Tags: ops }),
    ],
    'sets-other-tags': [
      [
        allow('*', '*', when('aws:PrincipalTag/team', 'ops')),
        allow('iam:TagUser', '*', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'cost' } }),
      ],
      (UserName) => new TagUserCommand({ UserName, Tags: ops }),
    ],
    'may-not-go-there': [
      [allow('iam:UpdateUser', arn('user/may-not-go-there')), allow('iam:PutUserPolicy', arn('user/admins/*'))],
      (UserName) => new UpdateUserCommand({ UserName, NewPath: '/admins/' }),
    ],
    'wants-a-name-that-is-taken': [
      [allow('iam:UpdateUser'), allow('*', '*', when('aws:username', 'boss'))],
      (UserName) => new UpdateUserCommand({ UserName, NewUserName: 'boss' }),
    ],
    'tags-a-role-in-vain': [
      [allow('iam:TagRole', arn('role/other')), allow('sts:AssumeRole', '*', when('aws:ResourceTag/team', 'ops'))],
      () => new TagRoleCommand({ RoleName: 'admin', Tags: ops }),
    ],
    'tags-for-nothing': [[allow('iam:TagUser'), allow('iam:UpdateUser'), allow('s3:Get*')], put],
  }
  for (const [name, [statements, attempt]] of Object.entries(innocents)) {
    const keys = await createUser(server, name, ...statements)
    assert.equal(await wayOf(server, `user/${name}`), '', name)
    const denied = { name: name.includes('taken') ? 'EntityAlreadyExistsException' : 'AccessDenied' }
    // Each is a command of IAM.
    await assert.rejects(clients(server, keys).iam.send(attempt(name) as TagUserCommand), denied, name)
  }
  // The same of an own policy that is full, of which no version may be deleted.
  const keys = await createUser(server, 'mallory')
  await attachNarrow(server, [allow('s3:Get*'), allow('iam:CreatePolicyVersion')])
  assert.equal(await wayOf(server, 'user/mallory'), '')
  const version = new CreatePolicyVersionCommand({ PolicyArn: NARROW, PolicyDocument: ALL, SetAsDefault: true })
  await assert.rejects(clients(server, keys).iam.send(version), { name: 'LimitExceededException' })
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn: NARROW, VersionId: 'v2' }))
  assert.equal(await wayOf(server, 'user/mallory'), 'may rewrite a policy of itself Administrator')
})

test('a role whose sessions are allowed everything once it is tagged so may tag itself', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const boss = await createUser(server, 'boss', { Effect: 'Allow', Action: 'sts:AssumeRole' })
  const asked = allow('*', '*', when('aws:PrincipalTag/team', 'ops'))
  await createRole(server, 'worker', OWN, asked, allow('iam:TagRole', arn('role/worker')))
  // A session may bring the tag along, so that this comes first.
  assert.equal(await wayOf(server, 'role/worker'), 'is allowed everything Administrator')
  const before = await sessionOf(server, boss, 'worker')
  assert.ok(!(await listsRoles(server, before)))
  const Tags = [{ Key: 'team', Value: 'ops' }]
  await clients(server, before).iam.send(new TagRoleCommand({ RoleName: 'worker', Tags }))
  assert.ok(await listsRoles(server, await sessionOf(server, boss, 'worker')))
})
