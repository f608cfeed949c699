import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, type DecisionCase, type Doc, requestOf } from './cases/case.ts'
import { ENGINES } from './cases/engines.ts'
import { type RandomCase, type RandomStatement, randomCase, randomStatement } from './cases/random.ts'
import { type Seeded, seeded } from './cases/seeded.ts'
import type { Decision, DecisionRequest } from './request.ts'

const ROUNDS = process.env['ROLECALL_QUICK'] ? 200 : 1000

/** The case with each of its policies rewritten. */
const rewritten = (
  one: RandomCase,
  rewrite: (policy: readonly RandomStatement[]) => RandomStatement[],
): RandomCase => ({
  ...one,
  identity: one.identity.map(rewrite),
  ...(one.boundary && { boundary: rewrite(one.boundary) }),
  ...(one.session && { session: one.session.map(rewrite) }),
  ...(one.bucketPolicy && { bucketPolicy: rewrite(one.bucketPolicy) }),
  ...(one.serviceControl && { serviceControl: one.serviceControl.map((level) => level.map(rewrite)) }),
  ...(one.resourceControl && { resourceControl: one.resourceControl.map((level) => level.map(rewrite)) }),
  ...(one.endpoint && { endpoint: rewrite(one.endpoint) }),
})

/** The case with one more statement of an effect in a policy of each type that is there. */
function withMore(one: RandomCase, effect: 'Allow' | 'Deny', random: Seeded): RandomCase[] {
  const more = () => ({ ...randomStatement(random, false), Effect: effect })
  const naming = () => ({ ...randomStatement(random, true), Effect: effect })
  const first = (policies: readonly (readonly RandomStatement[])[], added: RandomStatement) =>
    policies.map((policy, index) => (index === 0 ? [...policy, added] : policy))
  return [
    { ...one, identity: [...one.identity, [more()]] },
    ...(one.boundary ? [{ ...one, boundary: [...one.boundary, more()] }] : []),
    ...(one.session ? [{ ...one, session: [...one.session, [more()]] }] : []),
    ...(one.bucketPolicy ? [{ ...one, bucketPolicy: [...one.bucketPolicy, naming()] }] : []),
    ...(one.endpoint ? [{ ...one, endpoint: [...one.endpoint, naming()] }] : []),
    ...(one.serviceControl
      ? [{ ...one, serviceControl: one.serviceControl.map((level) => first(level, more())) }]
      : []),
    ...(one.resourceControl
      ? [{ ...one, resourceControl: one.resourceControl.map((level) => first(level, naming())) }]
      : []),
  ]
}

/** Actions of AWS, those that random cases ask about among them. */
const KNOWN = [
  ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectAcl', 's3:ListBucket', 's3:CreateBucket'],
  ...['iam:GetRole', 'iam:PassRole', 'iam:CreateUser', 'sts:AssumeRole', 'ec2:RunInstances', 'logs:PutLogEvents'],
]

/** The known actions that none of the patterns covers, as a regular expression would say it. */
function complement(patterns: unknown): readonly string[] {
  const covering = [patterns]
    .flat()
    .map((pattern) => new RegExp(`^${String(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i'))
  const others = KNOWN.filter((action) => !covering.some((pattern) => pattern.test(action)))
  // A list without a value cannot be read.
  return others.length > 0 ? others : ['none:None']
}

for (const [engine, decide] of ENGINES) laws(engine, decide)

/** What holds of every decision, whatever the policies. */
function laws(engine: string, decide: (request: DecisionRequest) => Decision): void {
  /** Runs `check` on random cases and their decisions. A failure shows the case, which then belongs into `cases/`. */
  function always(property: string, check: (one: RandomCase, before: Decision, random: Seeded) => void): void {
    test(`${property} (${engine} engine)`, () => {
      const random = seeded(property.length * 7919)
      for (let round = 0; round < ROUNDS; round += 1) {
        const one = randomCase(random)
        try {
          check(one, decide(requestOf(one)), random)
        } catch (cause) {
          throw new Error(`does not hold for ${JSON.stringify(one)}`, { cause })
        }
      }
    })
  }

  const same = (one: DecisionCase, before: Decision): void => {
    const after = decide(requestOf(one))
    assert.deepEqual([after.effect, after.blockedBy], [before.effect, before.blockedBy])
  }

  test(`the random cases reach every effect often (${engine} engine)`, () => {
    const random = seeded(1)
    const counts = { allow: 0, 'explicit deny': 0, 'implicit deny': 0 }
    for (let round = 0; round < ROUNDS; round += 1) counts[decide(requestOf(randomCase(random))).effect] += 1
    assert.ok(Math.min(...Object.values(counts)) > ROUNDS / 20, JSON.stringify(counts))
  })

  always('another Deny in any policy never turns a denial into an allow', (one, before, random) => {
    if (before.effect === 'allow') return
    for (const more of withMore(one, 'Deny', random)) {
      const after = decide(requestOf(more))
      assert.notEqual(after.effect, 'allow')
      if (before.effect === 'explicit deny') assert.equal(after.effect, 'explicit deny')
    }
  })

  always('another Allow in any policy never takes an allow away, nor lifts an explicit deny', (one, before, random) => {
    if (before.effect === 'implicit deny') return
    for (const more of withMore(one, 'Allow', random)) assert.equal(decide(requestOf(more)).effect, before.effect)
  })

  always('the order of statements and policies does not matter', (one, before, random) => {
    same({ ...rewritten(one, random.shuffle), identity: random.shuffle(one.identity.map(random.shuffle)) }, before)
  })

  always('a statement that stands twice does not matter', (one, before) => {
    same(
      rewritten(one, (policy) => [...policy, ...policy]),
      before,
    )
  })

  always('the case of actions does not matter', (one, before) => {
    const upper = (values: unknown): unknown =>
      Array.isArray(values) ? values.map((v) => String(v).toUpperCase()) : values
    const shout = (statement: RandomStatement): RandomStatement => ({
      ...statement,
      ...('Action' in statement && { Action: upper(statement.Action) }),
      ...('NotAction' in statement && { NotAction: upper(statement.NotAction) }),
    })
    same({ ...rewritten(one, (policy) => policy.map(shout)), action: one.action?.toLowerCase() ?? '' }, before)
  })

  always('the case of condition keys does not matter', (one, before) => {
    const shout = (statement: RandomStatement): RandomStatement => {
      if (statement.Condition === undefined) return statement
      const text = JSON.stringify(statement.Condition).replace(/"aws:[A-Za-z]+"/g, (key) => key.toUpperCase())
      return { ...statement, Condition: JSON.parse(text) }
    }
    same(
      rewritten(one, (policy) => policy.map(shout)),
      before,
    )
  })

  always('a policy cut into one policy a statement is the same', (one, before) => {
    const cut = (policies: readonly (readonly RandomStatement[])[]) => policies.flat().map((statement) => [statement])
    const pieces = {
      ...one,
      identity: cut(one.identity),
      // No session policy at all is another thing than a list without one.
      ...(one.session && { session: cut(one.session) }),
      ...(one.serviceControl && { serviceControl: one.serviceControl.map(cut) }),
      ...(one.resourceControl && { resourceControl: one.resourceControl.map(cut) }),
    }
    same(pieces, before)
  })

  always('a boundary of * is no boundary, NotPrincipal aside', (one, before) => {
    const naming = [one.bucketPolicy, one.resourceControl, one.endpoint]
    if (JSON.stringify(naming).includes('NotPrincipal')) return
    const { boundary: _, ...free } = one
    same({ ...free, boundary: [allow()] }, one.boundary ? decide(requestOf(free)) : before)
  })

  always('a session policy of * is no session policy, federated users aside', (one, before) => {
    if (one.caller?.kind === 'federated-user') return
    const { session: _, ...free } = one
    same({ ...free, session: [[allow()]] }, one.session ? decide(requestOf(free)) : before)
  })

  always('a control policy level of * is no level, and an endpoint policy of * no endpoint policy', (one, before) => {
    const everything = allow({ Principal: '*' })
    const { endpoint: _, ...free } = one
    same({ ...one, serviceControl: [...(one.serviceControl ?? []), [[allow()]]] }, before)
    same({ ...one, resourceControl: [[[everything]], ...(one.resourceControl ?? [])] }, before)
    same({ ...free, endpoint: [everything] }, one.endpoint ? decide(requestOf(free)) : before)
  })

  always('NotAction is Action of all other known actions, and Action is NotAction of them', (one, before) => {
    const turned = ({ Action, NotAction, ...rest }: RandomStatement): RandomStatement =>
      Action === undefined ? { ...rest, Action: complement(NotAction) } : { ...rest, NotAction: complement(Action) }
    assert.ok(KNOWN.includes(one.action ?? ''))
    same(
      rewritten(one, (policy) => policy.map(turned)),
      before,
    )
  })

  always('the version of a policy does not matter unless a ${ stands in it', (one) => {
    const plain: RandomCase = JSON.parse(JSON.stringify(one).replaceAll('${', '$'))
    const before = decide(requestOf(plain))
    for (const version of [{ Version: '2008-10-17' }, {}]) {
      const older = (statements: Doc): Doc => ({ ...version, Statement: statements })
      const { boundary, session, bucketPolicy, serviceControl, resourceControl, endpoint } = plain
      const flipped: DecisionCase = {
        ...plain,
        identity: plain.identity.map(older),
        ...(boundary && { boundary: older(boundary) }),
        ...(session && { session: session.map(older) }),
        ...(bucketPolicy && { bucketPolicy: older(bucketPolicy) }),
        ...(serviceControl && { serviceControl: serviceControl.map((level) => level.map(older)) }),
        ...(resourceControl && { resourceControl: resourceControl.map((level) => level.map(older)) }),
        ...(endpoint && { endpoint: older(endpoint) }),
      }
      same(flipped, before)
    }
  })

  always('a list whose values stand in another order, or twice, is the same', (one, before, random) => {
    const mixed = (statement: RandomStatement): RandomStatement =>
      Object.fromEntries(
        Object.entries(statement).map(([name, value]) => [
          name,
          Array.isArray(value) ? random.shuffle([...value, ...value]) : value,
        ]),
      )
    same(
      rewritten(one, (policy) => policy.map(mixed)),
      before,
    )
  })

  always('a scalar and an array of one are the same', (one, before) => {
    const scalar = (statement: RandomStatement): RandomStatement =>
      Object.fromEntries(
        Object.entries(statement).map(([name, value]) => [
          name,
          Array.isArray(value) && value.length === 1 ? value[0] : value,
        ]),
      )
    same(
      rewritten(one, (policy) => policy.map(scalar)),
      before,
    )
  })

  always('a statement with an element unknown to AWS never widens access', (one, before) => {
    const after = decide(
      requestOf(rewritten(one, (policy) => policy.map((statement) => ({ ...statement, Strange: 1 })))),
    )
    if (before.effect !== 'allow') assert.notEqual(after.effect, 'allow')
  })
}
