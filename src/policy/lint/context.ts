import type { Report } from './check.ts'
import type { LintResourceType, LintType } from './finding.ts'
import type { LintDocument, LintStatement } from './reading.ts'
import type { ServiceAuthorization } from './service-authorization.ts'

/** What every rule is handed. */
export interface Lint {
  readonly document: LintDocument
  readonly type: LintType
  readonly resourceType: LintResourceType | undefined
  readonly services: ServiceAuthorization
  readonly report: Report
  /** How many comparisons of patterns are left for the whole document; a rule that finds none left says nothing. */
  readonly comparisons: { left: number }
}

/** Looks at the document as a whole. */
export type DocumentRule = (lint: Lint) => void
/** Looks at one statement. */
export type StatementRule = (statement: LintStatement, lint: Lint) => void

export const isResourcePolicy = ({ type }: Lint): boolean => type === 'RESOURCE_POLICY'

/**
 * Whether the statement is one of a role trust policy. Without a resource type, a resource policy that speaks of STS
 * alone is taken for one, as AWS's example of `validate-policy` shows.
 */
export function isTrust(statement: LintStatement, { type, resourceType }: Lint): boolean {
  if (type !== 'RESOURCE_POLICY') return false
  if (resourceType !== undefined) return resourceType === 'AWS::IAM::AssumeRolePolicyDocument'
  const actions = statement.action?.negated === false ? statement.action.items : []
  return actions.length > 0 && actions.every(({ text }) => /^sts:/i.test(text))
}

export const isAllow = ({ effect }: LintStatement): boolean => effect?.text === 'Allow'
export const isDeny = ({ effect }: LintStatement): boolean => effect?.text === 'Deny'
