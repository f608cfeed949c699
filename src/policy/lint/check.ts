import type { FindingType, Spot } from './finding.ts'

/**
 * One check of AWS's reference: its issue code, its type and its sentence with the placeholders of the reference.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export interface Check {
  readonly type: FindingType
  readonly code: string
  readonly details: string
}

export const error = (code: string, details: string): Check => ({ type: 'ERROR', code, details })
export const securityWarning = (code: string, details: string): Check => ({ type: 'SECURITY_WARNING', code, details })
/** The reference calls it a general warning. */
export const warning = (code: string, details: string): Check => ({ type: 'WARNING', code, details })
export const suggestion = (code: string, details: string): Check => ({ type: 'SUGGESTION', code, details })

/** What fills the `{{placeholders}}` of a check's sentence. */
export type Facts = Readonly<Record<string, string>>

/** Adds a finding at one place or several; the first place decides where it stands among the findings. */
export type Report = (check: Check, at: Spot | readonly Spot[], facts?: Facts) => void

/** The sentence with its placeholders filled; what a fact contains is never read as a placeholder. */
export const detailsOf = ({ details }: Check, facts: Facts): string =>
  details.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
    Object.hasOwn(facts, name) ? (facts[name] ?? '') : placeholder,
  )

const PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html'
const ANCHORS: Readonly<Record<FindingType, string>> = {
  ERROR: 'error',
  SECURITY_WARNING: 'security-warning',
  SUGGESTION: 'suggestion',
  WARNING: 'general-warning',
}

/** Where the reference explains the check. */
export const learnMoreLink = ({ type, code }: Check): string =>
  `${PAGE}#access-analyzer-reference-policy-checks-${ANCHORS[type]}-${code.toLowerCase().replaceAll('_', '-')}`
