import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountDetails, Holder } from './account.ts'
import type { Way } from './ways.ts'
import '../policy-editor/library.fixture.ts'

const { graphOf } = await import('./graph.ts')
const { waysBetween, waysFrom, waysTo } = await import('./search.ts')

const ACCOUNT = '123456789012'
const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`

/** The same numbers from 0 to 1 for the same seed. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

const ACTIONS = [
  'sts:AssumeRole',
  'iam:PassRole',
  'iam:CreateAccessKey',
  'iam:AddUserToGroup',
  'iam:Update*',
  'ec2:*',
  '*',
]
const RESOURCES = ['role/r0', 'role/r1', 'role/r*', 'user/u0', 'user/*', 'group/g0', 'role/${aws:username}'].map(arn)
const NAMES = [
  { AWS: arn('root') },
  { AWS: ACCOUNT },
  { AWS: '*' },
  { AWS: arn('user/u1') },
  { AWS: [arn('role/r1'), arn('role/r2')] },
  { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/r0/night` },
  { Service: 'ec2.amazonaws.com' },
]

function randomAccount(seed: number): AccountDetails {
  const next = numbers(seed)
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] ?? assert.fail()
  const times = <Item>(count: number, make: (index: number) => Item) =>
    Array.from({ length: count }, (_, index) => make(index))
  const document = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
  const statement = () => ({
    Effect: next() < 0.85 ? 'Allow' : 'Deny',
    ...(next() < 0.9 ? { Action: one(ACTIONS) } : { NotAction: one(ACTIONS) }),
    Resource: next() < 0.3 ? '*' : times(1 + Math.floor(next() * 2), () => one(RESOURCES)),
    ...(next() < 0.2 && { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
  })
  const policies = () =>
    times(Math.floor(next() * 3), (index) => ({
      PolicyName: `p${index}`,
      PolicyDocument: document(statement(), statement()),
    }))
  return {
    ...{ account: ACCOUNT, region: 'us-east-1', policies: [], instances: [], buckets: [] },
    users: times(4, (index) => ({
      ...{ UserName: `u${index}`, Arn: arn(`user/u${index}`), UserId: `AIDA${index}`, UserPolicyList: policies() },
      GroupList: next() < 0.3 ? ['g0'] : [],
    })),
    groups: times(2, (index) => ({ GroupName: `g${index}`, Arn: arn(`group/g${index}`), GroupPolicyList: policies() })),
    roles: times(5, (index) => ({
      ...{ RoleName: `r${index}`, Arn: arn(`role/r${index}`), RoleId: `AROA${index}`, RolePolicyList: policies() },
      AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: one(NAMES), Action: 'sts:AssumeRole' }),
    })),
  }
}

test('what is looked up, from either end, is what asking everybody about everybody finds', () => {
  let found = 0
  for (let seed = 1; seed <= 150; seed += 1) {
    const graph = graphOf(randomAccount(seed))
    const holders = [...graph.account.holders.values()]
    const isTold = ({ from, to, kind }: Way) =>
      holders.some((one) => one === from) &&
      holders.some((one) => one === to) &&
      kind !== 'member' &&
      // Whom everybody may assume a group's members may each by themselves, which is not told of the group.
      !(from.kind === 'group' && graph.trusts.byName.get('*')?.some((role) => role === to))
    const told = (ways: readonly Way[]) => ways.filter(isTold).map(nameOf).sort()
    const others = (one: Holder) => holders.filter((other) => other !== one)
    const expected = told(holders.flatMap((from) => others(from).flatMap((to) => waysBetween(graph, from, to))))
    const forward = told(holders.flatMap((from) => waysFrom(graph, from)))
    const backward = told(holders.flatMap((to) => waysTo(graph, to)))
    assert.deepEqual(forward, expected, `forward, seed ${seed}`)
    assert.deepEqual(backward, expected, `backward, seed ${seed}`)
    found += expected.length
  }
  assert.ok(found > 1000, `${found} ways are enough to tell`)
})

const nameOf = ({ from, verb, to }: Way) => `${from.name} ${verb} ${to.name}`
