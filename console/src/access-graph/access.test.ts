import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountDetails } from './account.ts'
import {
  ACCOUNT,
  accountOf,
  allow,
  arn,
  assumes,
  inline,
  managed,
  OWN_ACCOUNT,
  role,
  type Statement,
  trust,
  user,
} from './account-for-tests.ts'
import type { Overview, View } from './view.ts'
import '../policy-editor/library.fixture.ts'

const { graphOf } = await import('./graph.ts')
const { administratorRouteOf, overviewOf, viewOf } = await import('./view.ts')

const see = (parts: Partial<AccountDetails>, id: string): View =>
  viewOf(graphOf(accountOf(parts)), id) ?? assert.fail(id)
const overview = (parts: Partial<AccountDetails>): Overview => overviewOf(graphOf(accountOf(parts)))
const routesIn = ({ routes }: Overview) =>
  Object.fromEntries(routes.map((route) => [route[0]?.from.name, route.map(({ verb, to }) => `${verb} ${to.name}`)]))
const into = (parts: Partial<AccountDetails>, id: string) =>
  see(parts, id).into.map(({ from, verb, certain, conditions }) => [from.name, verb, certain, ...conditions])

test('a trust policy that names a user needs nothing else, one that names the account needs the permission of the user', () => {
  const users = [user('alice'), user('bob', [assumes('by-account')]), user('carol')]
  const roles = [role('by-account', trust(OWN_ACCOUNT)), role('by-name', trust({ AWS: arn('user/alice') }))]
  assert.deepEqual(into({ users, roles }, arn('role/by-name')), [['alice', 'may assume', true]])
  assert.deepEqual(into({ users, roles }, arn('role/by-account')), [['bob', 'may assume', true]])
  const [way] = see({ users, roles }, arn('role/by-account')).into
  assert.deepEqual(
    way?.steps.flatMap(({ evidence }) => evidence.map(({ sentence }) => sentence)),
    [
      'Statement 1 of the trust policy of role/by-account allows it.',
      'Statement 1 of inline policy permissions of user/bob allows it.',
    ],
  )
})

test('a Deny and a boundary keep somebody from a role, and a group gives it', () => {
  const deny = { Effect: 'Deny', Action: 'sts:*', Resource: '*' }
  const limit = managed('limit', [allow('s3:*')])
  const users = [
    user('denied', [assumes('app'), deny]),
    user('limited', [assumes('app')], { PermissionsBoundary: { PermissionsBoundaryArn: limit.Arn } }),
    user('member', [], { GroupList: ['operators'] }),
  ]
  const groups = [{ GroupName: 'operators', Arn: arn('group/operators'), GroupPolicyList: inline([assumes('app')]) }]
  const roles = [role('app', trust(OWN_ACCOUNT))]
  const names = into({ users, groups, roles, policies: [limit] }, arn('role/app')).map(([name]) => name)
  assert.deepEqual(names, ['member', 'operators'])
})

test('conditions on what nobody knows beforehand are told and never taken for granted', () => {
  const external = { Condition: { StringEquals: { 'sts:ExternalId': 'tour-7' } } }
  const noMfa = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  }
  const tagged = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } }
  const users = [
    user('alice', [assumes('partner'), noMfa]),
    user('blue', [assumes('team')], { Tags: [{ Key: 'team', Value: 'blue' }] }),
    user('red', [assumes('team')], { Tags: [{ Key: 'team', Value: 'red' }] }),
  ]
  const roles = [
    role('partner', trust({ AWS: [arn('root'), '210987654321'] }, external)),
    role('team', trust(OWN_ACCOUNT, tagged)),
  ]
  assert.deepEqual(into({ users, roles }, arn('role/partner')), [
    [
      'alice',
      'may assume',
      false,
      'if sts:ExternalId StringEquals "tour-7"',
      'unless aws:MultiFactorAuthPresent BoolIfExists "false"',
    ],
    [
      'Account 210987654321',
      'may assume',
      false,
      'if sts:ExternalId StringEquals "tour-7"',
      'if the policies of account 210987654321 permit it',
    ],
  ])
  assert.deepEqual(into({ users, roles }, arn('role/team')), [['blue', 'may assume', true]])
})

test('the shortest way to an administrator is found, and nobody is accused who has none', () => {
  const users = [
    user('mallory', [assumes('deployer')]),
    user('innocent', [allow('s3:GetObject'), allow('iam:Get*'), assumes('reader')]),
    user('boss', [allow('*')]),
  ]
  const roles = [
    role('deployer', trust(OWN_ACCOUNT), [allow('iam:AttachRolePolicy', arn('role/deployer'))]),
    role('reader', trust(OWN_ACCOUNT), [allow('iam:PutRolePolicy', arn('role/other'))]),
    role('other', trust({ Service: 'ec2.amazonaws.com' })),
  ]
  const found = overview({ users, roles })
  assert.deepEqual(routesIn(found), {
    deployer: ['may attach any policy to itself Administrator'],
    mallory: ['may assume deployer', 'may attach any policy to itself Administrator'],
    boss: ['is allowed everything Administrator'],
    'root user': ['is the root user Administrator'],
  })
  assert.equal(found.administrators, 2)
  assert.equal(found.incomplete, false)
})

test('a role with an instance profile is become by who may pass it and run an instance', () => {
  const launch = (Resource: string) => [allow('iam:PassRole', Resource), allow('ec2:RunInstances')]
  const users = [user('launcher', launch(arn('role/powerful'))), user('other', launch(arn('role/plain')))]
  const profile = { InstanceProfileName: 'powerful', Arn: arn('instance-profile/powerful') }
  const ec2 = trust({ Service: 'ec2.amazonaws.com' })
  const more = { InstanceProfileList: [profile as never] }
  const roles = [role('powerful', ec2, [allow('*')], more), role('plain', ec2)]
  const instances = [{ id: 'i-0123456789abcdef0', name: 'web', profileArn: profile.Arn }]
  assert.deepEqual(routesIn(overview({ users, roles, instances })), {
    launcher: ['may run an instance as powerful', 'is allowed everything Administrator'],
    'web (i-0123456789abcdef0)': ['runs as powerful', 'carries powerful', 'is allowed everything Administrator'],
    powerful: ['is allowed everything Administrator'],
    'root user': ['is the root user Administrator'],
  })
  const asked = see({ users, roles, instances }, arn('role/powerful'))
  assert.deepEqual(
    asked.into.map(({ from }) => from.name),
    ['launcher', 'powerful', 'ec2.amazonaws.com'],
  )
})

test('each known way to become more is found where it leads, and only there', () => {
  const own = managed('own', [allow('s3:Get*')])
  const versions = managed('versions', [allow('s3:Get*')], [allow('*')])
  const narrow = managed('narrow', [allow('s3:Get*')], [allow('s3:*')])
  const attached = ({ Arn, PolicyName }: { Arn: string; PolicyName: string }) => ({
    AttachedManagedPolicies: [{ PolicyArn: Arn, PolicyName }],
  })
  const limit = managed('limit', [allow(['s3:*', 'iam:*'])])
  const users = [
    user('attaches', [allow('iam:AttachUserPolicy', arn('user/attaches'))]),
    user('only-read-only', [
      allow('iam:AttachUserPolicy', '*', {
        Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
      }),
    ]),
    user('within-limits', [allow('iam:*')], { PermissionsBoundary: { PermissionsBoundaryArn: limit.Arn } }),
    user('rewrites', [allow('iam:CreatePolicyVersion', own.Arn)], attached(own)),
    user('restores', [allow('iam:SetDefaultPolicyVersion')], attached(versions)),
    user('restores-nothing', [allow('iam:SetDefaultPolicyVersion')], attached(narrow)),
    user('joins', [allow('iam:AddUserToGroup', arn('group/admins'))]),
    user('joins-in-vain', [
      allow('iam:AddUserToGroup', arn('group/admins')),
      { Effect: 'Deny', NotAction: 'iam:AddUserToGroup', Resource: '*' },
    ]),
    user('makes-keys', [allow('iam:CreateAccessKey', arn('user/attaches'))]),
    user('own-keys', [allow('iam:CreateAccessKey', arn('user/own-keys'))]),
    user('trusts-itself', [allow('iam:UpdateAssumeRolePolicy', arn('role/admin'))]),
    user('widens', [allow(['iam:PutRolePolicy', 'sts:AssumeRole'], arn('role/plain'))]),
    user('widens-in-vain', [allow('iam:PutRolePolicy', arn('role/plain'))]),
    user('creates', [allow(['iam:CreateRole', 'iam:PutRolePolicy'], arn('role/team-*'))]),
  ]
  const groups = [{ GroupName: 'admins', Arn: arn('group/admins'), GroupPolicyList: inline([allow('*')]) }]
  const roles = [
    role('admin', trust({ Service: 'ec2.amazonaws.com' }), [allow('*')]),
    role('plain', trust(OWN_ACCOUNT)),
  ]
  const found = routesIn(overview({ users, groups, roles, policies: [own, versions, narrow, limit] }))
  assert.deepEqual(found, {
    attaches: ['may attach any policy to itself Administrator'],
    rewrites: ['may rewrite a policy of itself Administrator'],
    restores: ['may restore a wider version of a policy of itself Administrator'],
    creates: ['may make a role that is allowed everything Administrator'],
    widens: ['may write a policy of plain and may assume it Administrator'],
    joins: ['may join admins', 'is allowed everything Administrator'],
    'trusts-itself': ['may rewrite the trust policy of admin', 'is allowed everything Administrator'],
    'makes-keys': ['may make an access key of attaches', 'may attach any policy to itself Administrator'],
    // iam:* within the boundary: its own boundary it may take away.
    'within-limits': ['may attach any policy to itself Administrator'],
    admin: ['is allowed everything Administrator'],
    'root user': ['is the root user Administrator'],
  })
})

test('an instance whose role does not trust EC2 leads nowhere, and says why', () => {
  const profile = { InstanceProfileName: 'app', Arn: arn('instance-profile/app') }
  const roles = [role('app', trust({ AWS: arn('root') }), [allow('*')], { InstanceProfileList: [profile as never] })]
  const instances = [{ id: 'i-1', name: undefined, profileArn: profile.Arn }]
  const [way] = see({ roles, instances }, profile.Arn).outOf
  assert.equal(way?.blocked, 'the trust policy of app does not let ec2.amazonaws.com assume it')
  const instance = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`
  assert.deepEqual(administratorRouteOf(graphOf(accountOf({ roles, instances })), instance), [])
})

test('whoever is an administrator under a condition alone is told of the way that needs none', () => {
  const fromOffice = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }
  const users = [
    user('conditional', [allow('*', '*', fromOffice)]),
    user('both', [allow('*', '*', fromOffice), allow('iam:PutUserPolicy', arn('user/both'))]),
  ]
  const found = overview({ users })
  assert.deepEqual(routesIn(found), {
    conditional: ['is allowed everything Administrator'],
    both: ['may write a policy of itself Administrator'],
    'root user': ['is the root user Administrator'],
  })
  const of = (name: string) => found.routes.find(([first]) => first?.from.name === name)?.[0]
  assert.equal(of('both')?.certain, true)
  assert.deepEqual(
    [of('conditional')?.certain, of('conditional')?.conditions],
    [false, ['if aws:SourceIp IpAddress "203.0.113.0/24"']],
  )
})

test('a trust policy for everybody, for one session, for a provider and for a service is read as it is written', () => {
  const provider = arn('saml-provider/office')
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/ci/deploy`
  const roles = [
    role('ci', trust({ Service: 'ec2.amazonaws.com' })),
    role('open', trust({ AWS: '*' }), [allow('*')]),
    role('one-session', trust({ AWS: session })),
    role('federated', trust({ Federated: provider }, { Action: 'sts:AssumeRoleWithSAML' })),
  ]
  const groups = [{ GroupName: 'idle', Arn: arn('group/idle') }]
  assert.deepEqual(into({ roles, groups }, arn('role/open')), [
    ['ci', 'may assume', true],
    ['one-session', 'may assume', true],
    ['federated', 'may assume', true],
    ['Everybody (*)', 'may assume', false, 'if the policies of its own account permit it'],
  ])
  assert.deepEqual(into({ roles }, arn('role/one-session')), [
    ['ci', 'may assume', false, 'if its session is named deploy'],
  ])
  assert.deepEqual(into({ roles }, arn('role/federated')), [['office', 'may assume', true]])
  const walked = (id: string) => see({ roles }, id).outOf.map(({ to }) => to.name)
  assert.deepEqual(walked('ec2.amazonaws.com'), ['ci'])
  assert.deepEqual(walked(provider), ['federated'])
  assert.deepEqual(Object.keys(routesIn(overview({ roles }))).sort(), [
    'Everybody (*)',
    'ci',
    'federated',
    'office',
    'one-session',
    'open',
    'root user',
  ])
})

test('a name of the account that is deleted, and a policy that cannot be read, permit nobody anything', () => {
  const users = [user('alice', [], { UserPolicyList: [{ PolicyName: 'broken', PolicyDocument: '{' }] })]
  const roles = [role('orphan', trust({ AWS: 'AIDADELETEDUSER' }), [allow('*')])]
  assert.deepEqual(into({ users, roles }, arn('role/orphan')), [])
  assert.deepEqual(see({ users, roles }, arn('user/alice')).outOf, [])
})

test('of several statements that each permit it under a condition any will do, and one without a condition is enough', () => {
  const from = (range: string) => ({ Condition: { IpAddress: { 'aws:SourceIp': range } } })
  const allowed = (more: Statement) => allow('sts:AssumeRole', arn('role/app'), more)
  const users = [
    user('either', [allowed(from('203.0.113.0/24')), allowed(from('198.51.100.0/24'))]),
    user('one', [allowed(from('203.0.113.0/24')), allowed({})]),
  ]
  const roles = [role('app', trust(OWN_ACCOUNT, { Condition: { StringEquals: { 'sts:ExternalId': 'tour-7' } } }))]
  assert.deepEqual(into({ users, roles }, arn('role/app')), [
    [
      ...['either', 'may assume', false, 'if sts:ExternalId StringEquals "tour-7"'],
      'if aws:SourceIp IpAddress "203.0.113.0/24", or aws:SourceIp IpAddress "198.51.100.0/24"',
    ],
    ['one', 'may assume', false, 'if sts:ExternalId StringEquals "tour-7"'],
  ])
})

test('everybody of one’s own account is not everybody, and what is known of everybody is not known of one account', () => {
  const from = (account: string) => ({ Condition: { StringEquals: { 'aws:PrincipalAccount': account } } })
  const roles = [
    role('own', trust('*', from(ACCOUNT))),
    role('partner', trust('*', from('210987654321'))),
    role('partner-too', trust({ AWS: ['210987654321', '*'] }, from('210987654321'))),
  ]
  const outside = (name: string) => into({ roles }, arn(`role/${name}`)).filter(([, , certain]) => !certain)
  assert.deepEqual(outside('own'), [])
  const theirs = 'if the policies of its own account permit it'
  const everybody = [
    'Everybody (*)',
    'may assume',
    false,
    'if aws:PrincipalAccount StringEquals "210987654321"',
    theirs,
  ]
  assert.deepEqual(outside('partner'), [everybody])
  assert.deepEqual(outside('partner-too'), [
    ['Account 210987654321', 'may assume', false, 'if the policies of account 210987654321 permit it'],
    everybody,
  ])
})

test('a policy of a user and one of its group that have one name are told apart', () => {
  const users = [user('alice', [allow('s3:*')], { GroupList: ['staff'] })]
  const groups = [{ GroupName: 'staff', Arn: arn('group/staff'), GroupPolicyList: inline([assumes('app')]) }]
  const [way] = see({ users, groups, roles: [role('app', trust(OWN_ACCOUNT))] }, arn('role/app')).into
  const evidence = way?.steps.flatMap((step) => step.evidence) ?? []
  assert.equal(evidence[1]?.sentence, 'Statement 1 of inline policy permissions of group/staff allows it.')
  assert.match(evidence[1]?.text ?? '', /sts:AssumeRole/)
})

test('allowed everything is whoever no policy can refuse anything, and nobody else', () => {
  const except = (NotAction: string | readonly string[]) => ({ Effect: 'Allow', NotAction, Resource: '*' })
  const deny = (Action: string, more: Statement = {}) => ({ Effect: 'Deny', Action, Resource: '*', ...more })
  const withoutMfa = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }
  const ofTeam = (team: string) => ({ Condition: { StringEquals: { 'aws:PrincipalTag/team': team } } })
  const inIam = { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }
  const tags = { Tags: [{ Key: 'team', Value: 'blue' }] }
  const EVERYTHING: Readonly<Record<string, readonly Statement[]>> = {
    whole: [allow('*')],
    spelled: [allow('*:*', ['arn:aws:s3:::a', '*'])],
    'two-halves': [except('iam:*'), allow('iam:*')],
    'halves-of-halves': [except(['iam:*', 's3:Get*']), allow(['i*', 's3:G*'])],
    'denied-to-another-team': [allow('*'), deny('s3:*', ofTeam('red'))],
  }
  const NOT: Readonly<Record<string, readonly Statement[]>> = {
    sampled: [allow(['any-service:*', 'iam:Attach*', 'iam:CreateUser', 's3:*', 'ec2:*'])],
    'a-gap': [except(['iam:*', 'organizations:*']), allow('iam:*')],
    'a-narrow-gap': [except('s3:Get*'), allow('s3:Get?*')],
    'one-is-denied': [allow('*'), deny('s3:DeleteBucket')],
    'one-object-is-denied': [allow('*'), { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::log/*' }],
    'denied-to-its-team': [allow('*'), deny('s3:*', ofTeam('blue'))],
    'not-on-one-bucket': [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::log' }],
    'every-arn': [allow('*', 'arn:*')],
  }
  const users = Object.entries({ ...EVERYTHING, ...NOT }).map(([name, statements]) => user(name, statements, tags))
  const limit = managed('limit', [except('s3:DeleteBucket')])
  const more = [
    user('limited', [allow('*')], { PermissionsBoundary: { PermissionsBoundaryArn: limit.Arn } }),
    user('with-mfa', [allow('*'), deny('iam:*', withoutMfa)]),
    user('denied-one-use', [allow('*'), deny('iam:PassRole', inIam)]),
  ]
  const { routes } = overview({ users: [...users, ...more], policies: [limit] })
  const told = routes
    .filter(([way]) => way?.kind === 'administrator' && way.from.kind === 'user')
    .map(([way]) => [way?.from.name, way?.certain, ...(way?.conditions ?? [])])
  const whole = Object.keys(EVERYTHING).map((name) => [name, true])
  const conditional = ['with-mfa', false, 'unless aws:MultiFactorAuthPresent BoolIfExists "false"']
  assert.deepEqual(told.sort(), [...whole, conditional].sort())
  const wayOut = (name: string) => see({ users: more, policies: [limit] }, arn(`user/${name}`)).outOf
  const being = (name: string) => wayOut(name).find(({ kind }) => kind === 'administrator')
  assert.equal(being('limited'), undefined)
  assert.deepEqual(being('denied-one-use')?.conditions, [
    'unless iam:PassedToService StringEquals "lambda.amazonaws.com"',
  ])
})
