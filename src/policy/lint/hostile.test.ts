/** Documents that nobody wrote in earnest are read through all the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceAuthorization } from '../../service-authorization/service-authorization.ts'
import { LINT_TYPES } from './finding.ts'
import { lintPolicy } from './lint.ts'
import { matches, overlap } from './patterns.ts'

const services = serviceAuthorization()
const LENGTH = 130_000

const around = (statements: string): string => `{"Version":"2012-10-17","Statement":[${statements}]}`
const statement = (elements: string): string => around(`{"Effect":"Allow",${elements}}`)
/** As many of the units as a document holds. */
function many(unit: (index: number) => string): string {
  const units: string[] = []
  for (let length = 0; length < LENGTH; length += (units.at(-1)?.length ?? 0) + 1) units.push(unit(units.length))
  return units.join(',')
}

/** A rule that compared everything with everything would run for minutes on these, and the test's own limit ends it. */
const HOSTILE: Readonly<Record<string, string>> = {
  'stars in an action': statement(`"Action":"s3:${'*a'.repeat(LENGTH / 2)}","Resource":"*"`),
  'stars in a resource': statement(`"Action":"ec2:*","Resource":"arn:aws:ec2:::${'a*'.repeat(LENGTH / 2)}"`),
  'two resources of stars': statement(
    `"Action":"*","Resource":["arn:aws:s3:::${'*a'.repeat(LENGTH / 4)}","arn:aws:s3:::${'a'.repeat(LENGTH / 2)}b"]`,
  ),
  'ten thousand statements': around(many(() => '{"Sid":"a"}')),
  'ten thousand pattern actions': statement(`"Action":[${many((index) => `"ec2:*${index}*"`)}],"Resource":"*"`),
  'ten thousand pattern resources': statement(
    `"Action":"*","Resource":[${many((index) => `"arn:aws:ec2:*:*:*${index}*"`)}]`,
  ),
  'openings of variables': statement(`"Action":"*","Resource":"arn:aws:s3:::${'${'.repeat(LENGTH / 2)}"`),
  'tag keys against actions without tags': statement(
    `"Action":[${many((index) => `"health:A${index}"`).slice(0, LENGTH / 2)}"],"Resource":"*","Condition":{"StringEquals":{${many((index) => `"aws:ResourceTag/${index}":"a"`)}}}`,
  ).replace(/,"[^"]*"\],"Resource/, '],"Resource'),
  'one principal after another': statement(
    `"Action":[${many(() => '"sts:AssumeRoleWithSAML"')}],"Principal":{"AWS":[${many(() => '"111122223333"')}]}`,
  ),
  'statements for Roles Anywhere': around(
    many(
      () =>
        '{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:SourceIdentity":"x"}}}',
    ),
  ),
  'deep nesting': '['.repeat(LENGTH),
  'an open string': `"${'a'.repeat(LENGTH)}`,
}

for (const [name, text] of Object.entries(HOSTILE)) {
  test(`${name}: findings for every type, and places within the text`, () => {
    for (const type of LINT_TYPES) {
      const findings = lintPolicy(text, { type, services })
      assert.ok(findings.length > 0)
      const places = findings.reduce((sum, { locations }) => sum + locations.length, 0)
      assert.ok(places < 5 * LENGTH, `${places} places`)
      for (const { locations } of findings) {
        for (const { span } of locations)
          assert.ok(span.start.offset <= span.end.offset && span.end.offset <= text.length)
      }
    }
  })
}

test('names of JavaScript are ordinary names', () => {
  const text = statement(
    '"__proto__":1,"constructor":{},"Action":"__proto__:constructor","Resource":"arn:aws:constructor:::x","Condition":{"__proto__":{"constructor":"a"},"StringEquals":{"constructor:toString":"b","aws:ResourceTag/__proto__":"c"}}',
  )
  const codes = lintPolicy(text, { type: 'IDENTITY_POLICY', services }).map(({ issueCode }) => issueCode)
  assert.deepEqual(codes, [
    'INVALID_POLICY_ELEMENT',
    'INVALID_POLICY_ELEMENT',
    'INVALID_SERVICE_IN_ACTION',
    'INVALID_CONDITION_OPERATOR',
    'INVALID_CONDITION_KEY_FORMAT',
    'INVALID_SERVICE',
  ])
})

test('a line is counted at its line feed, and a key with escapes has its place', () => {
  const text = '{\r\n"Version":"2012-10-17","Statement":[],\n"\\u0052ules":1}'
  const found = lintPolicy(text, { type: 'IDENTITY_POLICY', services }).find(
    ({ issueCode }) => issueCode === 'INVALID_POLICY_ELEMENT',
  )
  assert.equal(found?.findingDetails, 'The policy element Rules is not valid.')
  assert.deepEqual(found?.locations[0]?.span.start, { line: 3, column: 0, offset: text.indexOf('"\\u') })
  assert.equal(found?.locations[0]?.span.end.column, '"\\u0052ules"'.length)
})

/** Every text over a and b of up to four letters. */
const TEXTS = ['']
for (const text of TEXTS) if (text.length < 4) TEXTS.push(`${text}a`, `${text}b`)
const PATTERNS = ['', '*', '?', 'a', 'a*', '*a', '?b', 'a?', '*a*b', 'b*a', 'a*b*a', '??', '*?', 'abab', '*ab?']

test('two patterns overlap exactly where a text matches both', () => {
  for (const left of PATTERNS) {
    for (const right of PATTERNS) {
      const both = TEXTS.some((text) => matches(left, text) && matches(right, text))
      assert.equal(overlap(left, right), both, `${left} and ${right}`)
    }
  }
})
