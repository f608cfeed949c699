/**
 * The compiled engine against the readable one, on random policies and requests. `ROLECALL_DECISIONS` says how many and
 * `ROLECALL_SEED` where they begin. Under CI the seed comes from the clock, so that each run hunts elsewhere; it is
 * printed. A disagreement is made as small as it can be, shown, and kept in `cases/disagreements.json`, which is asked
 * again in every run.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { type DecisionCase, requestOf } from './cases/case.ts'
import { askBoth, difference } from './cases/differential.ts'
import { smallest } from './cases/smallest.ts'

const { env } = process
const QUICK = env['ROLECALL_QUICK'] !== undefined
const CI = env['CI'] === 'true' && !QUICK
const DECISIONS = Number(env['ROLECALL_DECISIONS'] ?? (QUICK ? 5_000 : CI ? 2_000_000 : 200_000))
const SEED = Number(env['ROLECALL_SEED'] ?? (CI ? Date.now() % 2 ** 31 : 20261123))
/** So many questions have a seed of their own, so that a disagreement is found again at once. */
const BLOCK = 20_000

const saved = new URL('./cases/disagreements.json', import.meta.url)
// The file holds what this test wrote into it.
const savedCases = (): DecisionCase[] => JSON.parse(readFileSync(saved, 'utf8')) as DecisionCase[]

function report(one: DecisionCase, seed: number): never {
  const small = smallest(one, (less) => difference(requestOf(less)) !== undefined)
  const known = savedCases()
  if (known.length < 20) writeFileSync(saved, `${JSON.stringify([...known, small], null, 2)}\n`)
  const again = `ROLECALL_SEED=${seed} ROLECALL_DECISIONS=${BLOCK} finds it again`
  throw new Error(`the engines disagree on ${JSON.stringify(small)}\n${difference(requestOf(small))}\n${again}`)
}

test(`the compiled engine answers ${DECISIONS} random questions from seed ${SEED} on as the readable one`, () => {
  if (CI) process.stdout.write(`${DECISIONS} random decisions from ROLECALL_SEED=${SEED} on\n`)
  const counts = { allow: 0, 'explicit deny': 0, 'implicit deny': 0, unreadable: 0 }
  for (let asked = 0; asked < DECISIONS; asked += BLOCK) {
    const seed = SEED + asked / BLOCK
    const { effects, unreadable, disagreement } = askBoth(seed, Math.min(BLOCK, DECISIONS - asked))
    if (disagreement) report(disagreement, seed)
    counts.allow += effects.allow
    counts['explicit deny'] += effects['explicit deny']
    counts['implicit deny'] += effects['implicit deny']
    counts.unreadable += unreadable
  }
  assert.ok(
    Math.min(...Object.values(counts)) > DECISIONS / 50,
    `some answers are hardly met: ${JSON.stringify(counts)}`,
  )
})

test('the engines agree on every question that they once disagreed on', () => {
  for (const one of savedCases()) assert.equal(difference(requestOf(one)), undefined, JSON.stringify(one))
})
