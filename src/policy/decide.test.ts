import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTION_CASES } from './cases/actions.ts'
import { CALLERS_WITHOUT_ACCOUNT_CASES } from './cases/callers-without-account.ts'
import { type DecisionCase, requestOf } from './cases/case.ts'
import { CASE_RULE_CASES } from './cases/case-rules.ts'
import { CONDITION_FAMILY_CASES } from './cases/condition-families.ts'
import { CONDITION_CASES } from './cases/conditions.ts'
import { CROSS_ACCOUNT_CASES } from './cases/cross-account.ts'
import { ENGINES } from './cases/engines.ts'
import { FEDERATED_USER_CASES } from './cases/federated-users.ts'
import { GUARDRAIL_CASES } from './cases/guardrails.ts'
import { NOT_PRINCIPAL_CASES } from './cases/not-principal.ts'
import { ORGANIZATION_CASES } from './cases/organization.ts'
import { RESOURCE_CASES } from './cases/resources.ts'
import { SAME_ACCOUNT_CASES } from './cases/same-account.ts'
import { SHORT_ARN_CASES } from './cases/short-arns.ts'
import { SPELLING_CASES } from './cases/spellings.ts'
import { TRUST_CASES } from './cases/trust-policies.ts'
import { UNREADABLE_CASES } from './cases/unreadable.ts'
import { VARIABLE_CASES } from './cases/variables.ts'

const CASES: Readonly<Record<string, readonly DecisionCase[]>> = {
  actions: ACTION_CASES,
  resources: RESOURCE_CASES,
  'short ARNs': SHORT_ARN_CASES,
  conditions: CONDITION_CASES,
  'condition families': CONDITION_FAMILY_CASES,
  spellings: SPELLING_CASES,
  case: CASE_RULE_CASES,
  variables: VARIABLE_CASES,
  'same account': SAME_ACCOUNT_CASES,
  'callers without an account': CALLERS_WITHOUT_ACCOUNT_CASES,
  'federated users': FEDERATED_USER_CASES,
  NotPrincipal: NOT_PRINCIPAL_CASES,
  'cross account': CROSS_ACCOUNT_CASES,
  'trust policies': TRUST_CASES,
  organization: ORGANIZATION_CASES,
  guardrails: GUARDRAIL_CASES,
  unreadable: UNREADABLE_CASES,
}

const TOLD = Object.entries(CASES).flatMap(([topic, cases]) => cases.map((one) => ({ topic, one })))

for (const [engine, decide] of ENGINES) {
  for (const { topic, one } of TOLD) {
    test(`${topic}: ${one.name} (${engine} engine)`, () => {
      const decision = decide(requestOf(one))
      const shown = `${one.source}\n${JSON.stringify(decision, null, 2)}`
      assert.equal(decision.effect, one.expect, shown)
      if (one.blockedBy) assert.equal(decision.blockedBy, one.blockedBy, shown)
      assert.equal(decision.unreadable.length > 0, one.unreadable ?? false, shown)
      assert.equal(decision.blockedBy === undefined, one.expect === 'allow', shown)
    })
  }
}

test('case names are unique, so that a failure names one case', () => {
  const names = TOLD.map(({ topic, one }) => `${topic}: ${one.name}`)
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
})
