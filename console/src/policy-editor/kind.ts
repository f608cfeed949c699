import type { LintResourceType, LintType, POLICY_QUOTAS, PolicyKind } from 'rolecall/policy'

/** What a policy that is written is to be. */
export type EditedKind = 'identity' | 'trust' | 'resource' | 'boundary' | 'session'

/** What a resource policy stands on, in CloudFormation's name: `AWS::S3::Bucket`. */
export type ResourcePolicyOn = LintResourceType

/** The question that ValidatePolicy is asked about a policy of the kind. */
export interface LintQuestion {
  readonly type: LintType
  readonly resourceType: LintResourceType | undefined
}

export function lintQuestion(kind: EditedKind, on: ResourcePolicyOn | undefined): LintQuestion {
  if (kind === 'trust') return { type: 'RESOURCE_POLICY', resourceType: 'AWS::IAM::AssumeRolePolicyDocument' }
  if (kind === 'resource') return { type: 'RESOURCE_POLICY', resourceType: on }
  return { type: 'IDENTITY_POLICY', resourceType: undefined }
}

/** The kind whose rules the service keeps when it is handed the policy. */
export const validatedAs = (kind: EditedKind, on: ResourcePolicyOn | undefined): PolicyKind =>
  kind === 'resource' && on === 'AWS::S3::Bucket' ? 'bucket' : kind

export type QuotaName = keyof typeof POLICY_QUOTAS

const QUOTAS: Readonly<Record<EditedKind, QuotaName | undefined>> = {
  identity: 'managed',
  boundary: 'managed',
  trust: 'trust',
  session: 'session',
  resource: undefined,
}

/** The quota that a policy of the kind counts against, unless the page knows a narrower one; undefined: none is known. */
export const quotaOf = (kind: EditedKind, on: ResourcePolicyOn | undefined): QuotaName | undefined =>
  kind === 'resource' && on === 'AWS::S3::Bucket' ? 'bucket' : QUOTAS[kind]
