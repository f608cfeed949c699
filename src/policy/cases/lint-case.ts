import type { LintResourceType, LintType } from '../lint/finding.ts'

/**
 * A document with a finding and one near it without. The source of each is the check's own section of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export interface LintCase {
  readonly code: string
  readonly type: LintType
  readonly resourceType?: LintResourceType
  /** JSON text, or what to write as JSON. */
  readonly document: unknown
  /** Without the finding. */
  readonly fine: unknown
  /** AWS's sentence where it has placeholders. */
  readonly details?: string
  /** What stands in the text at each location; undefined for the whole document. */
  readonly at?: readonly string[]
  /** The first location's path: a number is an index, `key:` and a name a key, anything else a value. */
  readonly path?: string
}

export type Elements = Readonly<Record<string, unknown>>
export const V = { Version: '2012-10-17' }
const good = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' }

/** A whole policy around one good statement with other elements; one that is undefined is left out. */
export const allow = (more: Elements = {}): unknown => ({ ...V, Statement: [{ ...good, ...more }] })
export const deny = (more: Elements = {}): unknown => allow({ Effect: 'Deny', ...more })
export const grant = (more: Elements = {}): unknown => allow({ Principal: { AWS: '111122223333' }, ...more })
export const trust = (more: Elements = {}): unknown => ({
  ...V,
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole', ...more }],
})
export const when = (operator: string, key: string, value: unknown, more: Elements = {}): unknown =>
  allow({ Condition: { [operator]: { [key]: value } }, ...more })

type Rest = Omit<LintCase, 'code' | 'type' | 'document' | 'fine'>
const of =
  (type: LintType, resourceType?: LintResourceType) =>
  (code: string, document: unknown, fine: unknown, rest: Rest = {}): LintCase => ({
    code,
    type,
    ...(resourceType && { resourceType }),
    document,
    fine,
    ...rest,
  })

export const identity = of('IDENTITY_POLICY')
export const resource = of('RESOURCE_POLICY')
export const bucket = of('RESOURCE_POLICY', 'AWS::S3::Bucket')
export const role = of('RESOURCE_POLICY', 'AWS::IAM::AssumeRolePolicyDocument')
export const scp = of('SERVICE_CONTROL_POLICY')
export const rcp = of('RESOURCE_CONTROL_POLICY')
