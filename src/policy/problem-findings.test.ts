import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemFindings } from './problem-findings.ts'
import { positionAt } from './text-position.ts'
import type { PolicyKind } from './validate.ts'

function told(text: string, kind: PolicyKind = 'identity'): string[] {
  return problemFindings(text, kind).map(({ offset, message }) => {
    const { line, column } = positionAt(text, offset)
    return `${line}:${column} ${message}`
  })
}

const GOOD = '{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }'

test('a policy that AWS takes has no findings', () => {
  assert.deepEqual(told(`{ "Version": "2012-10-17", "Statement": [${GOOD}] }`), [])
})

test('broken JSON is found where it breaks, with AWS’s sentence first', () => {
  assert.deepEqual(told('{\n  "Version": "2012-10-17"\n  "Statement": []\n}'), [
    '3:3 Syntax errors in policy. (not JSON: an object does not end)',
  ])
})

test('an element of the wrong form is found where it stands', () => {
  const text = `{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Permit", "Action": "*", "Resource": "*" }\n  ]\n}`
  assert.deepEqual(told(text), ['4:17 Syntax errors in policy. (bad Effect: Permit)'])
})

test('what the grammar does not know is named where it stands', () => {
  const statement = (more: string) =>
    told(`{ "Version": "2012-10-17", "Statement": [\n{ "Effect": "Allow", "Action": "*", "Resource": "*", ${more} }] }`)
  const syntax = (place: string, detail: string) => [`${place} Syntax errors in policy. (${detail})`]
  assert.deepEqual(statement('"Resources": "*"'), syntax('2:54', 'the element Resources is not known'))
  assert.deepEqual(statement('"Sid": "no-dash"'), syntax('2:1', 'the Sid no-dash is not of letters and digits'))
  assert.deepEqual(
    statement('"Condition": { "StringEqual": { "a:b": "c" } }'),
    syntax('2:69', 'the condition operator StringEqual is not known'),
  )
})

test('a sentence of AWS that says what is wrong stands alone', () => {
  const text = '{ "Version": "2012-10-17", "Statement": [{ "Principal": "*", "Action": "sts:AssumeRole" }] }'
  assert.deepEqual(told(text, 'trust'), ['1:42 Missing required field Effect'])
})

test('what a rule refuses is found at the statement that is refused on its own', () => {
  const text = `{ "Version": "2012-10-17", "Statement": [\n${GOOD},\n{ "Effect": "Allow", "Resource": "*" }\n] }`
  assert.deepEqual(told(text), ['3:1 Policy statement must contain actions.'])
})

test('what no statement shows on its own is found at the beginning of the text', () => {
  const twice = GOOD.replace('{', '{ "Sid": "a",')
  assert.deepEqual(told(`{ "Version": "2012-10-17", "Statement": [${twice}, ${twice}] }`), [
    '1:1 Statement IDs (SID) in a single policy must be unique.',
  ])
})
