import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, requestOf } from './cases/case.ts'
import { decide } from './decide.ts'
import { parsePolicy } from './document.ts'
import { absent, managedPolicies } from './managed-policies.fixture.ts'
import { printPolicy } from './print.ts'
import { validatePolicy } from './validate.ts'
import { parseOperatorName } from './values/operator-name.ts'

test("AWS's managed policies parse, without an element or operator that is not known", { skip: absent }, () => {
  for (const { name, text } of managedPolicies()) {
    const { statements, unknown } = parsePolicy(text)
    assert.deepEqual(unknown, [], name)
    for (const statement of statements) {
      assert.deepEqual(statement.unknown, [], name)
      for (const { operator } of statement.conditions) assert.ok(parseOperatorName(operator), `${name}: ${operator}`)
    }
  }
})

test("AWS's managed policies are printed as the JSON that they are, and read back as they were", {
  skip: absent,
}, () => {
  for (const { name, text } of managedPolicies()) {
    const printed = printPolicy(parsePolicy(text))
    assert.deepEqual(JSON.parse(printed), JSON.parse(text), name)
    assert.equal(printPolicy(parsePolicy(printed)), printed, name)
  }
})

test("AWS's managed policies are taken as identity policies", { skip: absent }, () => {
  const refused = [...managedPolicies()].flatMap(({ name, text }) => {
    const { problem } = validatePolicy(text, 'identity')
    return problem ? [`${name}: ${problem.message}`] : []
  })
  assert.deepEqual(refused, [])
})

test("AWS's managed policies are read whole by a decision", { skip: absent }, () => {
  const request = requestOf({ name: '', source: '', expect: 'allow', identity: [allow()] })
  for (const { name, text } of managedPolicies()) {
    const identity = [{ name, document: parsePolicy(text) }]
    assert.deepEqual(decide({ ...request, policies: { identity } }).unreadable, [], name)
  }
})
