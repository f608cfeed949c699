/** https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicyFinding.html */
import type { Span } from '../json.ts'

export const FINDING_TYPES = ['ERROR', 'SECURITY_WARNING', 'SUGGESTION', 'WARNING'] as const
export type FindingType = (typeof FINDING_TYPES)[number]

export const LINT_TYPES = [
  'IDENTITY_POLICY',
  'RESOURCE_POLICY',
  'SERVICE_CONTROL_POLICY',
  'RESOURCE_CONTROL_POLICY',
] as const
/** What the document is to be; trust policies of roles are resource policies. */
export type LintType = (typeof LINT_TYPES)[number]

export const LINT_RESOURCE_TYPES = [
  'AWS::S3::Bucket',
  'AWS::S3::AccessPoint',
  'AWS::S3::MultiRegionAccessPoint',
  'AWS::S3ObjectLambda::AccessPoint',
  'AWS::IAM::AssumeRolePolicyDocument',
  'AWS::DynamoDB::Table',
] as const
/** What a resource policy stands on. */
export type LintResourceType = (typeof LINT_RESOURCE_TYPES)[number]

/** One step from the document's root: into an array, to a value, to a key itself, or into a string. */
export type PathElement =
  | { readonly index: number }
  | { readonly value: string }
  | { readonly key: string }
  | { readonly substring: { readonly start: number; readonly length: number } }

export type Path = readonly PathElement[]

/** Lines count from 1; columns and offsets from 0, in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** `end` is one past the last character. A string's span includes its quotes. */
export interface Location {
  readonly path: Path
  readonly span: { readonly start: Position; readonly end: Position }
}

export interface Finding {
  readonly findingType: FindingType
  readonly issueCode: string
  /** AWS's sentence. */
  readonly findingDetails: string
  readonly learnMoreLink: string
  readonly locations: readonly Location[]
}

/** A place in the document that a finding can point at. */
export interface Spot {
  readonly path: Path
  readonly span: Span
}
