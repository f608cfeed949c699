import type { FindingType, LintResourceType, LintType } from '../../policy/lint/finding.ts'
import { lintPolicy } from '../../policy/lint/lint.ts'
import { problemFindings } from '../../policy/problem-findings.ts'
import type { PolicyKind } from '../../policy/validate.ts'
import { serviceAuthorization } from '../../service-authorization/service-authorization.ts'

export const SEVERITIES = ['error', 'security warning', 'warning', 'suggestion'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What is to be said of one place of a policy's text, whose offsets count UTF-16 units. */
export interface Remark {
  readonly severity: Severity
  /** AWS's code: of the error that a call would answer, or of the finding of IAM Access Analyzer. */
  readonly code: string
  /** AWS's sentence. */
  readonly message: string
  readonly learnMoreLink?: string
  readonly offset: number
  readonly end: number
}

/** What AWS would refuse and what IAM Access Analyzer would find, in the order of the text. */
export function remarksOn(text: string, kind: PolicyKind): readonly Remark[] {
  const refused = problemFindings(text, kind).map((problem): Remark => ({ severity: 'error', ...problem }))
  const findings = lintPolicy(text, { ...LINTED_AS[kind], services: serviceAuthorization() })
  // That the text is no JSON has been said.
  const more = refused.length > 0 ? findings.filter(({ issueCode }) => issueCode !== 'JSON_SYNTAX_ERROR') : findings
  const found = more.map(
    ({ findingType, issueCode, findingDetails, learnMoreLink, locations }): Remark => ({
      severity: SEVERITY_OF[findingType],
      code: issueCode,
      message: findingDetails,
      learnMoreLink,
      offset: locations[0]?.span.start.offset ?? 0,
      end: locations[0]?.span.end.offset ?? text.length,
    }),
  )
  return [...refused, ...found].sort((a, b) => a.offset - b.offset)
}

const SEVERITY_OF: Readonly<Record<FindingType, Severity>> = {
  ERROR: 'error',
  SECURITY_WARNING: 'security warning',
  WARNING: 'warning',
  SUGGESTION: 'suggestion',
}

const LINTED_AS: Readonly<Record<PolicyKind, { readonly type: LintType; readonly resourceType?: LintResourceType }>> = {
  identity: { type: 'IDENTITY_POLICY' },
  boundary: { type: 'IDENTITY_POLICY' },
  session: { type: 'IDENTITY_POLICY' },
  trust: { type: 'RESOURCE_POLICY', resourceType: 'AWS::IAM::AssumeRolePolicyDocument' },
  resource: { type: 'RESOURCE_POLICY' },
  bucket: { type: 'RESOURCE_POLICY', resourceType: 'AWS::S3::Bucket' },
  scp: { type: 'SERVICE_CONTROL_POLICY' },
  rcp: { type: 'RESOURCE_CONTROL_POLICY' },
}
