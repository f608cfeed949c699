import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, requestOf } from './cases/case.ts'
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
})

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

  const same = (one: RandomCase, before: Decision): void => {
    const after = decide(requestOf(one))
    assert.deepEqual([after.effect, after.blockedBy], [before.effect, before.blockedBy])
  }

  test(`the random cases reach every effect often (${engine} engine)`, () => {
    const random = seeded(1)
    const counts = { allow: 0, 'explicit deny': 0, 'implicit deny': 0 }
    for (let round = 0; round < ROUNDS; round += 1) counts[decide(requestOf(randomCase(random))).effect] += 1
    assert.ok(Math.min(...Object.values(counts)) > ROUNDS / 20, JSON.stringify(counts))
  })

  always('another Deny never turns a denial into an allow', (one, before, random) => {
    if (before.effect === 'allow') return
    const more = { ...randomStatement(random, false), Effect: 'Deny' }
    const onResource = { ...randomStatement(random, true), Effect: 'Deny' }
    const after = decide(
      requestOf({
        ...one,
        identity: [...one.identity, [more]],
        ...(one.bucketPolicy && { bucketPolicy: [...one.bucketPolicy, onResource] }),
      }),
    )
    assert.notEqual(after.effect, 'allow')
    if (before.effect === 'explicit deny') assert.equal(after.effect, 'explicit deny')
  })

  always('another Allow never takes an allow away, nor lifts an explicit deny', (one, before, random) => {
    const more = { ...randomStatement(random, false), Effect: 'Allow' }
    const after = decide(requestOf({ ...one, identity: [...one.identity, [more]] }))
    if (before.effect !== 'implicit deny') assert.equal(after.effect, before.effect)
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
    same({ ...one, identity: one.identity.flat().map((statement) => [statement]) }, before)
  })

  always('a boundary of * is no boundary, NotPrincipal aside', (one, before) => {
    if (JSON.stringify(one.bucketPolicy ?? '').includes('NotPrincipal')) return
    const { boundary: _, ...free } = one
    same({ ...free, boundary: [allow()] }, one.boundary ? decide(requestOf(free)) : before)
  })

  always('a service control level of * is no level', (one, before) => {
    same({ ...one, serviceControl: [...(one.serviceControl ?? []), [[allow()]]] }, before)
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
