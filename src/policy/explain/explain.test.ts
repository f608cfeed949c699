import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alice, allow, type DecisionCase, deny, HERE, requestOf, session, THERE, trust } from '../cases/case.ts'
import { parsePolicy } from '../document.ts'
import type { AppliedPolicies } from '../request.ts'
import { explain } from './explain.ts'
import type { Explanation } from './explanation.ts'
import { adviceSentences, elementClause, outcomeSentence, reasonSentence } from './sentences.ts'

const CASE = { name: 'told', source: 'told', expect: 'allow' } as const

/** As a server asks: identity policies say whose they are. */
function explained(one: Partial<DecisionCase>, more: Partial<AppliedPolicies> = {}): Explanation {
  const request = requestOf({ ...CASE, ...one })
  const attachedTo = request.principal.kind === 'assumed-role' ? session.roleArn : alice.arn
  const identity = request.policies.identity.map((policy) => ({ ...policy, name: 'read-config', attachedTo }))
  return explain({ ...request, policies: { ...request.policies, identity, ...more } })
}

const failing = ({ nearest }: Explanation) => nearest?.failing.map(elementClause)

test('a condition that fails is told with its value and its operand after substitution', () => {
  const told = explained({
    identity: [
      allow({ Condition: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } } }),
      allow({ Action: 'ec2:*' }),
    ],
    context: { 'aws:ResourceTag/team': 'blue', 'aws:PrincipalTag/team': 'red' },
  })
  assert.equal(told.nearest?.statement.ref.policy, 'read-config')
  assert.deepEqual(failing(told), [
    'Condition StringEquals aws:ResourceTag/team fails for "red": the request has "blue"',
  ])
  assert.deepEqual(adviceSentences(told), [
    'Statement 1, line 1, of inline policy read-config of user/team/alice would allow it, but wants StringEquals aws:ResourceTag/team "red", and the request has "blue".',
  ])
})

test('a key that the request does not carry is told as missing, with variables that have no value', () => {
  const told = explained({
    identity: [allow({ Condition: { StringEquals: { 'aws:ResourceTag/Team': '${aws:PrincipalTag/team}' } } })],
  })
  const [element] = told.nearest?.failing ?? []
  assert.deepEqual(element?.missing, ['aws:resourcetag/team', 'aws:principaltag/team'])
  assert.equal(element?.asked, undefined)
  assert.deepEqual(element?.operands, ['${aws:principaltag/team}'])
  assert.equal(
    element && elementClause(element),
    'Condition StringEquals aws:ResourceTag/Team fails for "${aws:principaltag/team}": the request has no aws:ResourceTag/Team',
  )
})

test('of several statements the nearest is the one that fails by the least', () => {
  const told = explained({
    action: 's3:DeleteObject',
    identity: [
      [
        { Sid: 'Logs', ...allow({ Action: 'logs:*' }) },
        { Sid: 'Read', ...allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' }) },
        { Sid: 'Other', ...allow({ Action: 's3:*', Resource: 'arn:aws:s3:::other/*' }) },
      ],
    ],
  })
  assert.equal(told.nearest?.statement.ref.sid, 'Other')
  assert.deepEqual(adviceSentences(told), [
    'Add arn:aws:s3:::bucket/key to Resource of statement 3 ("Other"), line 1, of inline policy read-config of user/team/alice, which covers everything else.',
  ])
})

test('a variable without a value is what has to change, not the Resource that it stands in', () => {
  const told = explained({ identity: [allow({ Resource: 'arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*' })] })
  assert.deepEqual(adviceSentences(told), [
    'Statement 1, line 1, of inline policy read-config of user/team/alice would allow it, but its Resource needs aws:principaltag/team, which the request does not carry.',
  ])
})

test('nobody is told to change what AWS has written', () => {
  const arn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
  const own = (action: string) => ({
    name: arn,
    arn,
    document: parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: allow({ Action: action }) })),
  })
  const identity = explained({ action: 's3:DeleteObject' }, { identity: [own('s3:GetObject')] })
  assert.equal(identity.nearest?.policy.arn, arn)
  assert.deepEqual(adviceSentences(identity), [
    'Give user/team/alice a policy that allows s3:DeleteObject on arn:aws:s3:::bucket/key.',
  ])
  const boundary = explained({ identity: [allow()] }, { boundary: own('iam:GetUser') })
  assert.deepEqual(adviceSentences(boundary), [
    'Give user/team/alice another permissions boundary, which allows s3:GetObject on arn:aws:s3:::bucket/key.',
  ])
})

test('a statement about another service is not near', () => {
  const told = explained({ identity: [allow({ Action: 'logs:*' })] })
  assert.equal(told.nearest, undefined)
  assert.equal(reasonSentence(told), 'Inline policy read-config of user/team/alice does not allow it.')
  assert.deepEqual(adviceSentences(told), [
    'Give user/team/alice a policy that allows s3:GetObject on arn:aws:s3:::bucket/key.',
  ])
})

test('who has no policy at all is told so', () => {
  const told = explained({ caller: session })
  assert.equal(outcomeSentence(told), `${session.arn} may not s3:GetObject on arn:aws:s3:::bucket/key.`)
  assert.equal(reasonSentence(told), 'No policy is attached to role/app/Reader.')
})

test('an explicit deny names its statement, and that no Allow helps', () => {
  const told = explained({ identity: [allow(), { Sid: 'NoSecrets', ...deny() }] })
  assert.equal(
    reasonSentence(told),
    'Statement 1 ("NoSecrets") of inline policy read-config of user/team/alice denies it.',
  )
  assert.match(adviceSentences(told)[0] ?? '', /^Change statement 1 \("NoSecrets"\) .* explicit Deny\.$/)
})

test('every layer that has to allow and does not is a step of the advice', () => {
  const told = explained({ boundary: allow({ Action: 'logs:*' }) })
  assert.deepEqual(
    told.layers.map(({ type, mustAllow, outcome }) => [type, mustAllow, outcome]),
    [
      ['permissions boundary', true, 'does not allow'],
      ['identity-based policy', true, 'absent'],
    ],
  )
  assert.equal(adviceSentences(told).length, 2)
})

test('a resource policy says how it names the caller, and so what else must allow', () => {
  const names = (AWS: string) =>
    explained({ caller: session, bucketPolicy: allow({ Principal: { AWS } }), session: [allow()] }).layers.map(
      ({ type, mustAllow, names }) => [type, mustAllow, names],
    )
  assert.deepEqual(names(session.arn), [
    ['resource-based policy', true, 'the caller'],
    ['session policy', false, undefined],
  ])
  assert.deepEqual(names(session.roleArn), [
    ['resource-based policy', true, 'the entity behind the session'],
    ['session policy', true, undefined],
  ])
  assert.deepEqual(names(HERE).at(-1), ['identity-based policy', true, undefined])
})

test('between accounts a missing policy on the resource is a layer of its own', () => {
  const told = explained({ identity: [allow()], resourceAccount: THERE })
  assert.deepEqual(
    told.layers.map(({ type, outcome }) => [type, outcome]),
    [
      ['resource-based policy', 'absent'],
      ['identity-based policy', 'allows'],
    ],
  )
})

test('a trust policy that names somebody else is told by its principal', () => {
  const told = explained({
    action: 'sts:AssumeRole',
    resource: session.roleArn,
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }),
  })
  assert.deepEqual(failing(told), [`Principal does not name ${alice.arn}: "Service: ec2.amazonaws.com"`])
})

test('places count lines and columns from 1', () => {
  const lines = [
    '{"Version": "2012-10-17", "Statement": [',
    '{',
    '  "Effect": "Allow", "Action": "s3:*",',
    '  "Resource": "x"',
    '}]}',
  ]
  const document = parsePolicy(lines.join('\n'))
  const { nearest } = explained({}, { identity: [{ name: 'broken', document }] })
  const [element] = nearest?.failing ?? []
  assert.deepEqual([nearest?.statement.line, nearest?.statement.column], [2, 1])
  assert.deepEqual([element?.line, element?.column], [4, 15])
})

test('where something denies and nothing allows either, both are steps of the advice', () => {
  const told = explained({ identity: [[allow({ Action: 's3:PutObject' }), deny()]] })
  assert.deepEqual(adviceSentences(told), [
    'Change statement 2 of inline policy read-config of user/team/alice: no Allow elsewhere helps against an explicit Deny.',
    'Then: Add s3:GetObject to Action of statement 1, line 1, of inline policy read-config of user/team/alice, which covers everything else.',
  ])
  assert.equal(adviceSentences(explained({ identity: [[allow(), deny()]] })).length, 1)
})

test('an anonymous caller is named by a star, in the policy of the bucket', () => {
  const anonymous = { kind: 'anonymous' } as const
  const bucket = 'arn:aws:s3:::bucket'
  assert.deepEqual(adviceSentences(explained({ caller: anonymous })), [
    `Name everybody ("*") in the policy of ${bucket}, with s3:GetObject.`,
  ])
  const told = explained({ caller: anonymous, bucketPolicy: allow({ Principal: { AWS: HERE } }) })
  assert.match(adviceSentences(told)[0] ?? '', /^Add "\*" to Principal of statement 1, /)
})

test('the wildcards of an object’s key are advised as plain characters', () => {
  const told = (Resource: string) =>
    adviceSentences(explained({ resource: 'arn:aws:s3:::bucket/*?${aws:username}', identity: [allow({ Resource })] }))
  const key = 'arn:aws:s3:::bucket/${*}${?}${$}{aws:username}'
  assert.match(told('arn:aws:s3:::bucket/a')[0] ?? '', new RegExp(`^Add ${RegExp.escape(key)} to Resource of `))
  assert.deepEqual(adviceSentences(explained({ resource: 'arn:aws:s3:::bucket/*' })), [
    'Give user/team/alice a policy that allows s3:GetObject on arn:aws:s3:::bucket/${*}.',
  ])
})

test('an element that leaves out is told by what it leaves out, and of several elements each is told', () => {
  const told = (more: Parameters<typeof allow>[0]) => adviceSentences(explained({ identity: [allow(more)] }))
  const where = 'tatement 1, line 1, of inline policy read-config of user/team/alice'
  const notAction = { Action: undefined, NotAction: 's3:Get*' }
  assert.deepEqual(told(notAction), [
    `S${where} would allow it, but for this. NotAction leaves out s3:GetObject: "s3:Get*".`,
  ])
  assert.deepEqual(told({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::b' }), [
    `The nearest is s${where}. Action does not cover s3:GetObject: "s3:PutObject". Resource does not cover arn:aws:s3:::bucket/key: "arn:aws:s3:::b".`,
  ])
})

test('a statement that names the account needs an Allow on the caller’s side too, and the advice says so', () => {
  const steps = (AWS: string, before: readonly ReturnType<typeof trust>[] = []) =>
    adviceSentences(
      explained({
        action: 'sts:TagSession',
        resource: session.roleArn,
        trustPolicy: [...before, { ...trust({ AWS }), Action: 'sts:AssumeRole' }],
      }),
    )
  assert.deepEqual(steps(HERE), [
    'Add sts:TagSession to Action of statement 1, line 1, of the trust policy, which covers everything else.',
    'Then: Give user/team/alice a policy that allows sts:TagSession on arn:aws:iam::111122223333:role/app/Reader.',
  ])
  assert.equal(steps(alice.arn).length, 1)
  assert.equal(steps(HERE, [{ ...trust({ AWS: HERE }), Effect: 'Deny', Action: 'sts:*' }]).length, 3)
})

test('of two policies with one name the sentence names the one that decided', () => {
  const group = 'arn:aws:iam::123456789012:group/staff'
  const statement = (effect: string) =>
    parsePolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"${effect}","Action":"s3:*","Resource":"*"}]}`)
  const identity = [
    { name: 'permissions', attachedTo: alice.arn, document: statement('Allow') },
    { name: 'permissions', attachedTo: group, document: statement('Deny') },
  ]
  const told = explained({}, { identity })
  assert.equal(reasonSentence(told), 'Statement 1 of inline policy permissions of group/staff denies it.')
  assert.deepEqual(adviceSentences(told), [
    'Change statement 1 of inline policy permissions of group/staff: no Allow elsewhere helps against an explicit Deny.',
  ])
})

test('what the account permits each of its users is named as such, and is nothing that anybody could widen', () => {
  const ofAccount = {
    name: 'account password policy',
    attachedTo: 'arn:aws:iam::123456789012:root',
    document: parsePolicy(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      }),
    ),
  }
  const allowed = explained({ action: 's3:GetObject' }, { identity: [ofAccount] })
  assert.match(reasonSentence(allowed), /statement 1 of the account password policy/i)
  const refused = explained({ action: 's3:PutObject' }, { identity: [ofAccount] })
  assert.equal(refused.nearest, undefined)
  assert.match(adviceSentences(refused)[0] ?? '', /^Give user\/team\/alice a policy that allows s3:PutObject on /)
})
