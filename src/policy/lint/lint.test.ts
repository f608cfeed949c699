import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceAuthorization } from '../../service-authorization/service-authorization.ts'
import type { LintCase } from '../cases/lint-case.ts'
import { COMBINATION_LINT } from '../cases/lint-combinations.ts'
import { CONDITION_LINT } from '../cases/lint-conditions.ts'
import { ELEMENT_LINT } from '../cases/lint-elements.ts'
import { REFERENCE } from '../cases/lint-reference.ts'
import { TRUST_LINT } from '../cases/lint-trust.ts'
import type { Finding, PathElement } from './finding.ts'
import { CHECKS, lintPolicy } from './lint.ts'
import { NOT_BUILT } from './not-built.ts'

const services = serviceAuthorization()
const CASES = [...ELEMENT_LINT, ...CONDITION_LINT, ...COMBINATION_LINT, ...TRUST_LINT]

const textOf = (document: unknown): string => (typeof document === 'string' ? document : JSON.stringify(document))

const lint = ({ type, resourceType }: Pick<LintCase, 'type' | 'resourceType'>, document: unknown): readonly Finding[] =>
  lintPolicy(textOf(document), { type, resourceType, services })

const step = (element: PathElement): string =>
  'value' in element
    ? element.value.replaceAll('/', '\\/')
    : 'key' in element
      ? `key:${element.key}`
      : 'index' in element
        ? String(element.index)
        : ''

for (const one of CASES) {
  test(`${one.code} is found in ${textOf(one.document).slice(0, 120)}`, () => {
    const text = textOf(one.document)
    const findings = lint(one, one.document)
    const found = findings.find(({ issueCode }) => issueCode === one.code)
    assert.ok(found, `found instead: ${findings.map(({ issueCode }) => issueCode).join(', ')}`)
    assert.equal(found.findingType, REFERENCE.get(one.code))
    if (one.details !== undefined) assert.equal(found.findingDetails, one.details)
    const spans = found.locations.map(({ span }) => text.slice(span.start.offset, span.end.offset))
    assert.deepEqual(spans, one.at ?? (one.path === undefined ? spans : one.path === '' ? [text] : spans))
    const [first] = found.locations
    if (one.path !== undefined) assert.equal(first?.path.map(step).join('/'), one.path)
    assert.doesNotMatch(found.findingDetails, /\{\{/)
  })

  test(`${one.code} is not found in ${textOf(one.fine).slice(0, 120)}`, () => {
    assert.deepEqual(
      lint(one, one.fine).filter(({ issueCode }) => issueCode === one.code),
      [],
    )
  })
}

test("every check of AWS's reference is built, or stands in NOT_BUILT with its reason", () => {
  const built = new Map(CHECKS.map(({ code, type }) => [code, type]))
  assert.equal(built.size, CHECKS.length, 'a check stands once')
  const all = [...built.keys(), ...Object.keys(NOT_BUILT)]
  assert.deepEqual(all.toSorted(), [...REFERENCE.keys()].toSorted())
  for (const [code, type] of built) assert.equal(type, REFERENCE.get(code), code)
})

test('every check that is built has a case', () => {
  const covered = new Set(CASES.map(({ code }) => code))
  assert.deepEqual(
    CHECKS.map(({ code }) => code).filter((code) => !covered.has(code)),
    [],
    'add a document with the finding and one without to cases/lint-*.ts',
  )
})

test('a policy that needs no improvement has no finding', () => {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' },
  })
  assert.deepEqual(lintPolicy(text, { type: 'IDENTITY_POLICY', services }), [])
})

test('one mistake hides no other', () => {
  const document = { Statement: [{ Effect: 'allow', Action: 1, Resource: 'shop', Extra: 1 }, 'x', { Condition: [] }] }
  const codes = lint({ type: 'IDENTITY_POLICY' }, document).map(({ issueCode }) => issueCode)
  assert.deepEqual(codes.toSorted(), [
    'DATA_TYPE_MISMATCH',
    'DATA_TYPE_MISMATCH',
    'DATA_TYPE_MISMATCH',
    'INVALID_ARN_PREFIX',
    'INVALID_EFFECT',
    'INVALID_POLICY_ELEMENT',
    'MISSING_ACTION',
    'MISSING_EFFECT',
    'MISSING_RESOURCE',
    'MISSING_VERSION',
  ])
})

test('what a policy says is never read as a placeholder of a sentence', () => {
  const findings = lint({ type: 'IDENTITY_POLICY' }, { Version: '{{versions}}', Statement: [] })
  const found = findings.find(({ issueCode }) => issueCode === 'INVALID_VERSION')
  assert.match(found?.findingDetails ?? '', /^The version \{\{versions\}\} is not valid\./)
})
