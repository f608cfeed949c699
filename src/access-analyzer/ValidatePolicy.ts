import { type InputOf, operation } from '../aws/operation.ts'
import { LINT_RESOURCE_TYPES, LINT_TYPES } from '../policy/lint/finding.ts'
import { type LintOptions, lintPolicy } from '../policy/lint/lint.ts'
import { serviceAuthorization } from '../service-authorization/service-authorization.ts'
import { pageToken, placeOf } from './page-token.ts'

/** Findings of one answer when the caller names no number; AWS documents none. */
const PAGE_SIZE = 1000
/** The longest document that IAM takes anywhere; no policy of another service is longer. */
const LONGEST_DOCUMENT = 131_072

/**
 * Findings are in English whatever `locale` asks for.
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html
 */
export const ValidatePolicy = operation('accessanalyzer', 'ValidatePolicy', {
  authorization: {
    kind: 'permissions',
    check: () => [{ action: 'access-analyzer:ValidatePolicy', resource: '*' }],
  },
  read({ input, fail }) {
    const from = placeOf(input.nextToken)
    const { maxResults = PAGE_SIZE } = input
    const question = questionOf(input)
    if (from === undefined || maxResults < 1 || !question) {
      // Recorded of a resource type with an identity policy.
      return fail('ValidationException', 'InvalidInput', { reason: 'fieldValidationFailed' })
    }
    // Nothing is kept between two pages: the same document has the same findings.
    const found = lintPolicy(input.policyDocument, { ...question, services: serviceAuthorization() })
    const next = from + maxResults
    return { findings: found.slice(from, next), nextToken: next < found.length ? pageToken(next) : undefined }
  },
})

/** What is asked of the document; undefined for a resource type without a resource policy, or too long a text. */
function questionOf(input: InputOf<'accessanalyzer', 'ValidatePolicy'>): Omit<LintOptions, 'services'> | undefined {
  const type = LINT_TYPES.find((known) => known === input.policyType)
  const resourceType = LINT_RESOURCE_TYPES.find((known) => known === input.validatePolicyResourceType)
  if (!type || (resourceType && type !== 'RESOURCE_POLICY')) return undefined
  return input.policyDocument.length > LONGEST_DOCUMENT ? undefined : { type, resourceType }
}
