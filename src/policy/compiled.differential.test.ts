/**
 * The compiled engine against the readable one, on random policies and requests. `ROLECALL_DECISIONS` says how many and
 * `ROLECALL_SEED` where they begin. A disagreement is made as small as it can be, shown, and kept in
 * `cases/disagreements.json`, which is asked again in every run.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { type DecisionCase, requestOf } from './cases/case.ts'
import { randomPolicies, randomQuestion } from './cases/random-question.ts'
import { seeded } from './cases/seeded.ts'
import { smallest } from './cases/smallest.ts'
import { evaluate } from './compile/evaluate.ts'
import { blockerOf } from './compile/verdict.ts'
import { decide, permits } from './decide.ts'
import { decide as readableDecide } from './reference/decide.ts'
import type { DecisionRequest } from './request.ts'

const DECISIONS = Number(process.env['ROLECALL_DECISIONS'] ?? (process.env['ROLECALL_QUICK'] ? 5_000 : 200_000))
const SEED = Number(process.env['ROLECALL_SEED'] ?? 20261123)
const QUESTIONS = 10

const saved = new URL('./cases/disagreements.json', import.meta.url)
// The file holds what this test wrote into it.
const savedCases = (): DecisionCase[] => JSON.parse(readFileSync(saved, 'utf8')) as DecisionCase[]

/** What differs; undefined when the engines agree on everything that they answer. */
function disagreement(request: DecisionRequest): string | undefined {
  const readable = readableDecide(request)
  const [expected, actual] = [JSON.stringify(readable), JSON.stringify(decide(request))]
  if (actual !== expected) return `readable ${expected}\ncompiled ${actual}`
  if (permits(request) !== (readable.effect === 'allow')) return `permits answers ${permits(request)}`
  const blocker = blockerOf(evaluate(request))
  return blocker === readable.blockedBy ? undefined : `the verdict without reasons names ${blocker}`
}

function report(one: DecisionCase): never {
  const small = smallest(one, (less) => disagreement(requestOf(less)) !== undefined)
  const known = savedCases()
  if (known.length < 20) writeFileSync(saved, `${JSON.stringify([...known, small], null, 2)}\n`)
  throw new Error(`the engines disagree on ${JSON.stringify(small)}\n${disagreement(requestOf(small))}`)
}

const UNASKED = { name: 'random', source: 'random', expect: 'allow' } as const

test(`the compiled engine answers ${DECISIONS} random questions as the readable one`, () => {
  const random = seeded(SEED)
  const effects = { allow: 0, 'explicit deny': 0, 'implicit deny': 0 }
  let unreadable = 0
  for (let asked = 0; asked < DECISIONS; asked += QUESTIONS) {
    const policies = randomPolicies(random)
    const request = requestOf(policies)
    for (let question = 0; question < QUESTIONS; question += 1) {
      const asking = randomQuestion(random)
      const full = { ...requestOf({ ...UNASKED, ...asking }), policies: request.policies }
      if (disagreement(full) !== undefined) report({ ...policies, ...asking })
      const decision = decide(full)
      effects[decision.effect] += 1
      if (decision.unreadable.length > 0) unreadable += 1
    }
  }
  const rarest = Math.min(...Object.values(effects), unreadable)
  assert.ok(rarest > DECISIONS / 50, `some answers are hardly met: ${JSON.stringify({ ...effects, unreadable })}`)
})

test('the engines agree on every question that they once disagreed on', () => {
  for (const one of savedCases()) assert.equal(disagreement(requestOf(one)), undefined, JSON.stringify(one))
})
