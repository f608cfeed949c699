import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountDetails } from './account.ts'
import { accountOf, allow, arn, inline, managed, OWN_ACCOUNT, role, trust, user } from './account-for-tests.ts'
import '../policy-editor/library.fixture.ts'

const { graphOf } = await import('./graph.ts')
const { administratorRouteOf } = await import('./view.ts')

const EC2 = trust({ Service: 'ec2.amazonaws.com' })
const PASS = allow('iam:PassRole')
const group = (GroupName: string, ...statements: Parameters<typeof inline>[0]) => ({
  ...{ GroupName, Arn: arn(`group/${GroupName}`), GroupPolicyList: inline(statements) },
})
const profile = (name: string) => ({
  // As much of an instance profile as the graph reads.
  InstanceProfileList: [{ InstanceProfileName: name, Arn: arn(`instance-profile/${name}`) } as never],
})
const has = ({ Arn, PolicyName }: ReturnType<typeof managed>) => ({
  AttachedManagedPolicies: [{ PolicyArn: Arn, PolicyName }],
})
const limited = (policy: ReturnType<typeof managed>) => ({
  PermissionsBoundary: { PermissionsBoundaryArn: policy.Arn },
})
const instance = (name: string) => [{ id: 'i-1', name: 'web', profileArn: arn(`instance-profile/${name}`) }]

const ADMINS = group('admins', allow('*'))
const STAFF = group('staff')
const admin = role('admin', EC2, [allow('*')], profile('admin'))
const bare = role('admin', EC2, [allow('*')])
const weak = role('weak', EC2, [], profile('weak'))
const limit = managed('limit', [allow(['s3:*', 'iam:*'])])
const rewritable = managed('rewritable', [allow(['s3:*', 'iam:CreatePolicyVersion'])])
const wide = managed('wide', [allow('*')])
const onlyOwn = { Condition: { ArnLike: { 'iam:PolicyARN': arn('policy/*') } } }
const deny = (...NotAction: readonly string[]) => ({ Effect: 'Deny', NotAction, Resource: '*' })

const ifTag = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } })
const tags = (team: string) => ({ Tags: [{ Key: 'team', Value: team }] })
const narrow = managed('narrow', [allow('s3:Get*')])
const full = managed('full', ...Array.from({ length: 5 }, () => [allow('s3:Get*')]))

/** What x may do for it, step by step; undefined: x has no way. */
const FOUND: Readonly<Record<string, readonly [Partial<AccountDetails>, string | undefined]>> = {
  'a group of administrators joined': [
    { users: [user('x', [allow('iam:AddUserToGroup')])], groups: [ADMINS] },
    'may join, is allowed everything',
  ],
  'a group joined and widened': [
    { users: [user('x', [allow(['iam:AddUserToGroup', 'iam:PutGroupPolicy'])])], groups: [STAFF] },
    'may join staff and may write a policy of the group',
  ],
  'a group widened that one is not in': [
    { users: [user('x', [allow('iam:PutGroupPolicy')])], groups: [STAFF] },
    undefined,
  ],
  'a group made, widened and joined': [
    { users: [user('x', [allow(['iam:CreateGroup', 'iam:AddUserToGroup', 'iam:PutGroupPolicy'])])] },
    'may join a new group and may write a policy of the group',
  ],
  'somebody else put among the administrators, whose key one may make': [
    {
      users: [user('y')],
      roles: [role('x', trust(OWN_ACCOUNT), [allow(['iam:AddUserToGroup', 'iam:CreateAccessKey'])])],
      groups: [ADMINS],
    },
    'may add y to admins and may make an access key of it',
  ],
  'an older version that lets itself be widened': [
    {
      users: [
        user(
          'x',
          [allow('iam:SetDefaultPolicyVersion')],
          has(managed('p', [allow('s3:Get*')], [allow('iam:PutUserPolicy')])),
        ),
      ],
      policies: [managed('p', [allow('s3:Get*')], [allow('iam:PutUserPolicy')])],
    },
    'may restore a wider version of a policy of itself',
  ],
  'one wide policy of AWS alone may be attached': [
    {
      users: [
        user('x', [
          allow('iam:AttachUserPolicy', '*', {
            Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/IAMFullAccess' } },
          }),
        ]),
      ],
    },
    'may attach IAMFullAccess to itself',
  ],
  'own policies alone may be attached, and one is wide': [
    { users: [user('x', [allow('iam:AttachUserPolicy', '*', onlyOwn)])], policies: [wide] },
    'may attach wide to itself',
  ],
  'own policies alone may be attached, and none is wide': [
    { users: [user('x', [allow('iam:AttachUserPolicy', '*', onlyOwn)])], policies: [limit] },
    undefined,
  ],
  'own policies may be made and attached': [
    { users: [user('x', [allow('iam:AttachUserPolicy', '*', onlyOwn), allow('iam:CreatePolicy')])] },
    'may make a policy and attach it to itself',
  ],
  'a boundary lifted': [
    { users: [user('x', [allow('*')], limited(limit))], policies: [limit] },
    'may lift the permissions boundary of itself',
  ],
  'a boundary whose text may be changed': [
    { users: [user('x', [allow('*')], limited(rewritable))], policies: [rewritable] },
    'may lift the permissions boundary of itself',
  ],
  // What is denied stays denied, whatever becomes of the boundary.
  'a boundary whose text may be changed, under a Deny that stays': [
    {
      users: [
        user('x', [allow('*'), { Effect: 'Deny', Action: 'iam:*PermissionsBoundary', Resource: '*' }], limited(limit)),
      ],
      policies: [limit],
    },
    'may make a role that is allowed everything',
  ],
  'a policy that denies, deleted': [
    {
      users: [
        {
          ...user('x'),
          UserPolicyList: [
            ...inline([allow('*')]),
            { PolicyName: 'guard', PolicyDocument: JSON.stringify({ Statement: [deny('iam:DeleteUserPolicy')] }) },
          ],
        },
      ],
    },
    'may take the policy guard off itself',
  ],
  'a policy that denies and cannot be deleted': [
    {
      users: [
        {
          ...user('x'),
          UserPolicyList: [
            ...inline([allow('*')]),
            { PolicyName: 'guard', PolicyDocument: JSON.stringify({ Statement: [deny('s3:*')] }) },
          ],
        },
      ],
    },
    undefined,
  ],
  'a group that denies, left': [
    {
      users: [user('x', [allow('*')], { GroupList: ['guarded'] })],
      groups: [group('guarded', deny('iam:RemoveUserFromGroup'))],
    },
    'may take itself out of guarded',
  ],
  'a tag of oneself that an Allow asks of the caller': [
    { users: [user('x', [allow('*', '*', ifTag('aws:PrincipalTag/team', 'ops')), allow('iam:TagUser')], tags('dev'))] },
    'may tag itself team=ops and is allowed everything',
  ],
  'a tag of oneself that one may not set': [
    {
      users: [
        user('x', [
          allow('*', '*', ifTag('aws:PrincipalTag/team', 'ops')),
          allow('iam:TagUser', '*', { Condition: { StringNotEquals: { 'aws:RequestTag/team': 'ops' } } }),
        ]),
      ],
    },
    undefined,
  ],
  'a tag of oneself that an Allow asks of the user it is about': [
    {
      users: [user('x', [allow('iam:PutUserPolicy', '*', ifTag('aws:ResourceTag/team', 'dev')), allow('iam:TagUser')])],
    },
    'may tag itself team=dev and may write a policy of itself',
  ],
  'a tag that a Deny minds, taken off': [
    {
      users: [
        user(
          'x',
          [allow('*'), { ...deny('iam:UntagUser'), ...ifTag('aws:PrincipalTag/team', 'guest') }],
          tags('guest'),
        ),
      ],
    },
    'may take the tag team off itself and is allowed everything',
  ],
  'a tag of oneself that a trust policy asks for': [
    {
      users: [user('x', [allow('iam:TagUser'), allow('sts:AssumeRole')])],
      roles: [role('admin', trust(OWN_ACCOUNT, ifTag('aws:PrincipalTag/team', 'ops')), [allow('*')])],
    },
    'may tag itself team=ops and may assume, is allowed everything',
  ],
  'a tag of a role that one asks for by its tag': [
    {
      users: [user('x', [allow('iam:TagRole'), allow('sts:AssumeRole', '*', ifTag('aws:ResourceTag/team', 'dev'))])],
      roles: [role('admin', trust(OWN_ACCOUNT), [allow('*')])],
    },
    'may tag it team=dev and may assume, is allowed everything',
  ],
  'a tag of a role that one asks for by its tag, which one may not set': [
    {
      users: [
        user('x', [
          allow('iam:TagRole', arn('role/other')),
          allow('sts:AssumeRole', '*', ifTag('aws:ResourceTag/team', 'dev')),
        ]),
      ],
      roles: [role('admin', trust(OWN_ACCOUNT), [allow('*')])],
    },
    undefined,
  ],
  'a tag of its role that a session is asked for': [
    {
      roles: [role('x', EC2, [allow('*', '*', ifTag('aws:PrincipalTag/team', 'ops')), allow('iam:TagRole')])],
    },
    'is allowed everything',
  ],
  'a path that one may write policies below': [
    { users: [user('x', [allow('iam:UpdateUser'), allow('iam:PutUserPolicy', arn('user/admins/*'))])] },
    'may rename itself to admins/new and may write a policy of itself',
  ],
  'a path that one may not move to': [
    { users: [user('x', [allow('iam:UpdateUser', arn('user/x')), allow('iam:PutUserPolicy', arn('user/admins/*'))])] },
    undefined,
  ],
  'the name of a role that may be assumed by its name': [
    {
      users: [user('x', [allow('iam:UpdateUser'), allow('sts:AssumeRole', arn('role/${aws:username}'))])],
      roles: [role('admin', trust(OWN_ACCOUNT), [allow('*')])],
    },
    'may rename itself to admin and may assume, is allowed everything',
  ],
  'the name of a role that somebody else has': [
    {
      users: [
        user('x', [allow('iam:UpdateUser'), allow('sts:AssumeRole', arn('role/${aws:username}'))]),
        user('admin'),
      ],
      roles: [role('admin', trust(OWN_ACCOUNT), [allow('*')])],
    },
    undefined,
  ],
  'a name that a condition asks for': [
    { users: [user('x', [allow('iam:UpdateUser'), allow('*', '*', ifTag('aws:username', 'boss'))])] },
    'may rename itself to boss and is allowed everything',
  ],
  'a group moved below where its policies may be written': [
    {
      users: [
        user('x', [allow('iam:UpdateGroup'), allow('iam:PutGroupPolicy', arn('group/loose/*'))], {
          GroupList: ['staff'],
        }),
      ],
      groups: [STAFF],
    },
    'may rename its group staff to loose/new and may write a policy of its group',
  ],
  'a user moved below where keys may be made': [
    {
      users: [
        user('x', [allow('iam:UpdateUser'), allow('iam:CreateAccessKey', arn('user/loose/*'))]),
        user('y', [allow('*')]),
      ],
    },
    'may rename it to loose/new and may make an access key of, is allowed everything',
  ],
  'a narrow policy of one’s own, rewritten': [
    {
      users: [user('x', [allow('iam:CreatePolicyVersion', narrow.Arn)], has(narrow))],
      policies: [narrow],
    },
    'may rewrite a policy of itself',
  ],
  'a policy with five versions, none of which may be deleted': [
    { users: [user('x', [allow('iam:CreatePolicyVersion', full.Arn)], has(full))], policies: [full] },
    undefined,
  ],
  'a policy with five versions, one of which may be deleted': [
    {
      users: [user('x', [allow(['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'], full.Arn)], has(full))],
      policies: [full],
    },
    'may rewrite a policy of itself',
  ],
  'a user made with a password': [
    {
      users: [
        user('x', [allow(['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateLoginProfile'], arn('user/dev/*'))]),
      ],
    },
    'may make a user that is allowed everything',
  ],
  'an instance launched where images and subnets are named by patterns': [
    {
      users: [
        user('x', [
          PASS,
          allow('ec2:RunInstances', [
            ...['arn:aws:ec2:*::image/ami-*', 'arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:*:*:subnet/subnet-01234567'],
            ...['arn:aws:ec2:*:*:network-interface/*', 'arn:aws:ec2:*:*:security-group/sg-*'],
            'arn:aws:ec2:*:*:volume/*',
          ]),
        ]),
      ],
      roles: [admin],
    },
    'may run an instance as, is allowed everything',
  ],
  // The instance is not there before it is launched: it is asked about as instance/*.
  'a launch permitted on one standing instance': [
    {
      users: [
        user('x', [
          PASS,
          allow('ec2:RunInstances', [
            'arn:aws:ec2:us-east-1:123456789012:instance/i-1',
            ...['image', 'subnet', 'network-interface', 'security-group', 'volume'].map(
              (type) => `arn:aws:ec2:*:*:${type}/*`,
            ),
          ]),
        ]),
      ],
      roles: [admin],
    },
    undefined,
  ],
  'a profile made under a name that is permitted': [
    {
      users: [
        user('x', [
          ...[PASS, allow('ec2:RunInstances')],
          allow(['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'], arn('instance-profile/team-*')),
        ]),
      ],
      roles: [bare],
    },
    'may run an instance as, is allowed everything',
  ],
  'the role of a profile exchanged under an instance': [
    {
      users: [user('x', [PASS, allow(['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'])])],
      roles: [bare, weak],
      instances: instance('weak'),
    },
    'may hand an instance the role, is allowed everything',
  ],
  'the user data of an instance written': [
    {
      users: [user('x', [allow(['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'])])],
      roles: [admin],
      instances: instance('admin'),
    },
    'may write what web (i-1) runs, as, is allowed everything',
  ],
  'the user data of an instance written that cannot be started again': [
    {
      users: [user('x', [allow(['ec2:ModifyInstanceAttribute', 'ec2:StopInstances'])])],
      roles: [admin],
      instances: instance('admin'),
    },
    undefined,
  ],
}

for (const [name, [parts, expected]] of Object.entries(FOUND)) {
  test(`${name}: ${expected === undefined ? 'no way' : 'a way'} to administrator`, () => {
    const kind = parts.users?.some(({ UserName }) => UserName === 'x') ? 'user' : 'role'
    const route = administratorRouteOf(graphOf(accountOf(parts)), arn(`${kind}/x`))
    assert.equal(route.length === 0 ? undefined : route.map(({ verb }) => verb).join(', '), expected)
  })
}
