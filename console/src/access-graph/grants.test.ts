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
