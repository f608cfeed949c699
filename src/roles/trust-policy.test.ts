import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, iamForTests, trust } from '../services/iam-for-tests.ts'
import { roleSubject } from './records.ts'

const USER = `arn:aws:iam::${ACCOUNT}:user/staff/ada`

const shownTrust = (document: string | undefined): string => decodeURIComponent(document ?? '')

test('a trusted user is stored by its unique id and shown by its ARN', () => {
  const { run, state } = iamForTests()
  const { User } = run('CreateUser', { UserName: 'ada', Path: '/staff/' })
  const { Role } = run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust(USER) })
  assert.equal(shownTrust(Role.AssumeRolePolicyDocument), trust(USER))
  assert.equal(roleSubject.find(state, ACCOUNT, 'app')?.trustPolicy, trust(User?.UserId))
})

test('trust follows a renamed user and does not come back with a user of the same name', () => {
  const { run } = iamForTests()
  const { User } = run('CreateUser', { UserName: 'ada', Path: '/staff/' })
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust(USER) })
  run('UpdateUser', { UserName: 'ada', NewUserName: 'lovelace' })
  const shown = () => shownTrust(run('GetRole', { RoleName: 'app' }).Role.AssumeRolePolicyDocument)
  assert.equal(shown(), trust(`arn:aws:iam::${ACCOUNT}:user/staff/lovelace`))
  run('DeleteUser', { UserName: 'lovelace' })
  assert.equal(shown(), trust(User?.UserId))
  run('CreateUser', { UserName: 'lovelace', Path: '/staff/' })
  assert.equal(shown(), trust(User?.UserId))
})

test('all but the principals keeps the spelling of the author', () => {
  const { run, state } = iamForTests()
  run('CreateRole', { RoleName: 'caller', AssumeRolePolicyDocument: trust() })
  const arn = `arn:aws:iam::${ACCOUNT}:role/caller`
  const text = `{ "Version": "2012-10-17",\n "Statement": { "Effect": "Allow", "Action": [ "sts:AssumeRole" ],
    "Principal": { "AWS": [ "${ACCOUNT}", "${arn}", "arn:aws:iam::${ACCOUNT}:root" ], "Service": "ec2.amazonaws.com" },
    "Condition": { "StringEquals": { "aws:PrincipalArn": "${arn}" } } } }`
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: text })
  const id = roleSubject.find(state, ACCOUNT, 'caller')?.id ?? ''
  assert.equal(roleSubject.find(state, ACCOUNT, 'app')?.trustPolicy, text.replace(`"${arn}", "arn`, `"${id}", "arn`))
  assert.equal(shownTrust(run('GetRole', { RoleName: 'app' }).Role.AssumeRolePolicyDocument), text)
})

test('a principal of this account must exist, one of an account that is not here need not', () => {
  const { run, fails } = iamForTests()
  const malformed = (principal: string) =>
    fails(
      'CreateRole',
      { RoleName: 'app', AssumeRolePolicyDocument: trust(principal) },
      'MalformedPolicyDocument',
      `Invalid principal in policy: "AWS":"${principal}"`,
    )
  malformed(USER)
  malformed(`arn:aws:iam::${ACCOUNT}:role/app`)
  malformed('AROA22222222222222222')
  run('CreateUser', { UserName: 'ada' })
  malformed(USER)
  const stranger = 'arn:aws:iam::999999999999:role/theirs'
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust(stranger) })
  assert.equal(shownTrust(run('GetRole', { RoleName: 'app' }).Role.AssumeRolePolicyDocument), trust(stranger))
})

test('a trust policy is refused with the sentence of AWS', () => {
  const { run, fails } = iamForTests()
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust() })
  const refused = (PolicyDocument: string, code: string, message: string) =>
    fails('UpdateAssumeRolePolicy', { RoleName: 'app', PolicyDocument }, code, message)
  refused('[not JSON', 'MalformedPolicyDocument', 'This policy contains invalid Json')
  refused(
    trust().replace('sts:AssumeRole', 'dynamodb:PutItem'),
    'MalformedPolicyDocument',
    'AssumeRole policy may only specify STS AssumeRole actions.',
  )
  refused(
    trust().replace('"Action"', '"Resource":"*","Action"'),
    'MalformedPolicyDocument',
    'Has prohibited field Resource',
  )
  const long = trust(Array.from({ length: 60 }, (_, i) => `arn:aws:iam::1000000000${10 + i}:root`)[0])
  const many = long.replace(
    /"AWS":"[^"]+"/,
    `"AWS":[${Array.from({ length: 60 }, (_, i) => `"arn:aws:iam::1000000000${10 + i}:root"`)}]`,
  )
  refused(many, 'LimitExceeded', 'Cannot exceed quota for ACLSizePerRole: 2048')
  assert.equal(shownTrust(run('GetRole', { RoleName: 'app' }).Role.AssumeRolePolicyDocument), trust())
})
