/** Random decisions, as long as a mutant is worth: both engines must agree, and nothing is written down. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askBoth } from '../../src/policy/cases/differential.ts'

const DECISIONS = Number(process.env['ROLECALL_DECISIONS'] ?? 20_000)

test(`the engines agree on ${DECISIONS} random questions`, () => {
  assert.equal(askBoth(20261124, DECISIONS).disagreement, undefined)
})
