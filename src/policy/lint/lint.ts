/**
 * Findings about a policy document, in AWS's words: what IAM Access Analyzer's ValidatePolicy answers.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 *
 * Where AWS keeps the data of a check to itself, the check finds only what is certain; `not-built.ts` lists the checks
 * that are left out. Which place a finding points at is AWS's where it is recorded: values for what is wrong in a value,
 * keys for what is wrong with a condition key, the statement for what is missing in it, the whole text for its size.
 * The rest follows these.
 */
import { JsonError, type JsonNode, readJson } from '../json.ts'
import { ACTION_CHECKS, actionRules } from './action-rules.ts'
import { ADDRESS_CHECKS, addressRules } from './address-rules.ts'
import { type Check, detailsOf, error, type Facts, learnMoreLink, type Report } from './check.ts'
import type { DocumentRule, Lint, StatementRule } from './context.ts'
import { DOCUMENT_CHECKS, documentRules } from './document-rules.ts'
import type { Finding, LintResourceType, LintType, Spot } from './finding.ts'
import { KEY_CHECKS, keyRules } from './key-rules.ts'
import { OPERATOR_CHECKS, operatorRules } from './operator-rules.ts'
import { ORGANIZATION_CHECKS, organizationRules } from './organization-rules.ts'
import { PASS_ROLE_CHECKS, passRoleRules } from './pass-role-rules.ts'
import { type Locate, locator } from './positions.ts'
import { PRINCIPAL_CHECKS, principalRules } from './principal-rules.ts'
import { DATA_TYPE_MISMATCH, readDocument } from './reading.ts'
import { REDUNDANCY_CHECKS, redundancyRules } from './redundancy-rules.ts'
import { RESOURCE_CHECKS, resourceRules } from './resource-rules.ts'
import { SCOPE_CHECKS, scopeRules } from './scope-rules.ts'
import type { ServiceAuthorization } from './service-authorization.ts'
import { SERVICE_CHECKS, serviceRules } from './service-rules.ts'
import { repeatedStatementRule, STATEMENT_CHECKS, sidRules, statementRules } from './statement-rules.ts'
import { TAG_CHECKS, tagRules } from './tag-rules.ts'
import { TRUST_CHECKS, trustRules } from './trust-rules.ts'
import { VALUE_CHECKS, valueRules } from './value-rules.ts'
import { VARIABLE_CHECKS, variableRules } from './variable-rules.ts'

const JSON_SYNTAX_ERROR = error(
  'JSON_SYNTAX_ERROR',
  'Fix the JSON syntax error at index {{index}} line {{line}} column {{column}}.',
)

/** Every check that can be found. */
export const CHECKS: readonly Check[] = [
  JSON_SYNTAX_ERROR,
  DATA_TYPE_MISMATCH,
  ...DOCUMENT_CHECKS,
  ...STATEMENT_CHECKS,
  ...PRINCIPAL_CHECKS,
  ...TRUST_CHECKS,
  ...ACTION_CHECKS,
  ...RESOURCE_CHECKS,
  ...OPERATOR_CHECKS,
  ...KEY_CHECKS,
  ...VALUE_CHECKS,
  ...ADDRESS_CHECKS,
  ...VARIABLE_CHECKS,
  ...PASS_ROLE_CHECKS,
  ...SERVICE_CHECKS,
  ...SCOPE_CHECKS,
  ...TAG_CHECKS,
  ...ORGANIZATION_CHECKS,
  ...REDUNDANCY_CHECKS,
]

const DOCUMENT_RULES: readonly DocumentRule[] = [documentRules, sidRules, repeatedStatementRule, trustRules]
const STATEMENT_RULES: readonly StatementRule[] = [
  statementRules,
  principalRules,
  actionRules,
  resourceRules,
  operatorRules,
  keyRules,
  valueRules,
  addressRules,
  variableRules,
  passRoleRules,
  serviceRules,
  scopeRules,
  tagRules,
  organizationRules,
  redundancyRules,
]

export interface LintOptions {
  readonly type: LintType
  /** For resource policies: what the policy stands on. */
  readonly resourceType?: LintResourceType | undefined
  readonly services: ServiceAuthorization
}

/** Comparisons of patterns for one document; the largest managed policy of AWS needs a fraction of them. */
const COMPARISONS = 500_000

/** All findings about the text, in the order of the places that they point at first. */
export function lintPolicy(text: string, { type, resourceType, services }: LintOptions): readonly Finding[] {
  const found: { finding: Finding; offset: number }[] = []
  const locate = locator(text)
  const report: Report = (check, at, facts = {}) => {
    const spots: readonly Spot[] = 'path' in at ? [at] : at
    found.push({ finding: findingOf(check, spots, facts, locate), offset: spots[0]?.span.offset ?? 0 })
  }
  const root = json(text, report, locate)
  const document = root && readDocument(text, root, report)
  if (document) {
    const lint: Lint = { document, type, resourceType, services, report, comparisons: { left: COMPARISONS } }
    for (const rule of DOCUMENT_RULES) rule(lint)
    for (const statement of document.statements) for (const rule of STATEMENT_RULES) rule(statement, lint)
  }
  return found.sort((left, right) => left.offset - right.offset).map(({ finding }) => finding)
}

const findingOf = (check: Check, spots: readonly Spot[], facts: Facts, locate: Locate): Finding => ({
  findingType: check.type,
  issueCode: check.code,
  findingDetails: detailsOf(check, facts),
  learnMoreLink: learnMoreLink(check),
  locations: spots.map(({ path, span }) => ({ path, span: { start: locate(span.offset), end: locate(span.end) } })),
})

function json(text: string, report: Report, locate: Locate): JsonNode | undefined {
  try {
    return readJson(text)
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause
    const { offset, line, column } = locate(cause.offset)
    const facts = { index: String(offset), line: String(line), column: String(column) }
    report(JSON_SYNTAX_ERROR, { path: [], span: { offset, end: offset } }, facts)
    return undefined
  }
}
