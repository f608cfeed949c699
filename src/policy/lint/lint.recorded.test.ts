/** What AWS answered, against what is answered here. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceAuthorization } from '../../service-authorization/service-authorization.ts'
import { MANAGED_POLICIES_WITH_ERRORS, RECORDED_FINDINGS } from '../cases/lint-recorded.ts'
import { absent, managedPolicies } from '../managed-policies.fixture.ts'
import type { Finding, PathElement } from './finding.ts'
import { lintPolicy } from './lint.ts'

const services = serviceAuthorization()
const policies = absent
  ? new Map<string, string>()
  : new Map([...managedPolicies()].map(({ name, text }) => [name, text]))

const lint = (text: string): readonly Finding[] => lintPolicy(text, { type: 'IDENTITY_POLICY', services })

const step = (element: PathElement): string =>
  'value' in element
    ? element.value
    : 'key' in element
      ? `key:${element.key}`
      : 'index' in element
        ? `${element.index}`
        : ''

for (const [name, recorded] of Object.entries(RECORDED_FINDINGS)) {
  test(`${name} has the findings that AWS answered`, { skip: absent }, () => {
    const found = lint(policies.get(name) ?? '').map(({ issueCode, locations }) =>
      [issueCode, ...locations.map(({ path }) => path.map(step).join('/'))].join(' '),
    )
    assert.deepEqual(found, recorded)
  })
}

test('no other managed policy of AWS has an error than those that truly have one', { skip: absent }, () => {
  const found: Record<string, string> = {}
  for (const [name, text] of policies) {
    const errors = lint(text).filter(({ findingType }) => findingType === 'ERROR')
    const words = errors.map(({ issueCode, findingDetails }) => {
      const [, prefix] = /^The (?:service|action) ([\w-]+)\S* (?:specified|does not exist)/.exec(findingDetails) ?? []
      return prefix === undefined ? issueCode : `${issueCode} ${prefix}`
    })
    if (words.length > 0) found[name] = [...new Set(words)].join(', ')
  }
  assert.deepEqual(found, MANAGED_POLICIES_WITH_ERRORS)
})

// https://docs.aws.amazon.com/cli/latest/reference/accessanalyzer/validate-policy.html#examples, where the pool's id was
// shortened after the answer was recorded: the answer shows its length.
const EXAMPLE = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "",
            "Effect": "Allow",
            "Principal": {
                "Federated": "cognito-identity.amazonaws.com"
            },
            "Action": [
                "sts:AssumeRole",
                "sts:TagSession"
            ],
            "Condition": {
                "StringEquals": {
                    "cognito-identity.amazonaws.com:aud": "us-west-2_EXAMPLE12"
                }
            }
        }
    ]
}`
const PAGE =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-'
const statement = (...more: PathElement[]): PathElement[] => [{ value: 'Statement' }, { index: 0 }, ...more]

test("the example of the AWS CLI's guide is answered as it shows, to the column", () => {
  const found = lintPolicy(EXAMPLE, { type: 'RESOURCE_POLICY', services })
  assert.deepEqual(found, [
    {
      findingDetails: 'Add a value to the empty string in the Sid element.',
      findingType: 'SUGGESTION',
      issueCode: 'EMPTY_SID_VALUE',
      learnMoreLink: `${PAGE}suggestion-empty-sid-value`,
      locations: [
        {
          path: statement({ value: 'Sid' }),
          span: { start: { column: 19, line: 5, offset: 79 }, end: { column: 21, line: 5, offset: 81 } },
        },
      ],
    },
    {
      findingDetails:
        'The sts:AssumeRole action is invalid with the following principal(s): cognito-identity.amazonaws.com. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options.',
      findingType: 'ERROR',
      issueCode: 'MISMATCHED_ACTION_FOR_PRINCIPAL',
      learnMoreLink: `${PAGE}error-mismatched-action-for-principal`,
      locations: [
        {
          path: statement({ value: 'Action' }, { index: 0 }),
          span: { start: { column: 16, line: 11, offset: 258 }, end: { column: 32, line: 11, offset: 274 } },
        },
        {
          path: statement({ value: 'Principal' }, { value: 'Federated' }),
          span: { start: { column: 29, line: 8, offset: 170 }, end: { column: 61, line: 8, offset: 202 } },
        },
      ],
    },
    {
      findingDetails:
        'The following actions: sts:TagSession are not supported by the condition key cognito-identity.amazonaws.com:aud. The condition will not be evaluated for these actions. We recommend that you move these actions to a different statement without this condition key.',
      findingType: 'ERROR',
      issueCode: 'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
      learnMoreLink: `${PAGE}error-unsupported-action-for-condition-key`,
      locations: [
        {
          path: statement({ value: 'Action' }, { index: 1 }),
          span: { start: { column: 16, line: 12, offset: 292 }, end: { column: 32, line: 12, offset: 308 } },
        },
        {
          path: statement(
            { value: 'Condition' },
            { value: 'StringEquals' },
            { value: 'cognito-identity.amazonaws.com:aud' },
          ),
          span: { start: { column: 58, line: 16, offset: 443 }, end: { column: 79, line: 16, offset: 464 } },
        },
      ],
    },
  ])
})
