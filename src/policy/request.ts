/** The question that the engine answers, and its verdict. Pure data: nothing here knows a clock, a store or a wire. */
import type { PolicyDocument } from './document.ts'

/**
 * Who asks. `entityId` is the IAM unique id (AIDA..., AROA...), which a stored trust policy names instead of the ARN.
 * `arn` of an assumed role is the session's ARN; `roleArn` is the role's, with its path.
 */
export type Principal =
  | { readonly kind: 'root'; readonly account: string; readonly arn: string }
  | { readonly kind: 'user'; readonly account: string; readonly arn: string; readonly entityId: string }
  | {
      readonly kind: 'assumed-role'
      readonly account: string
      readonly arn: string
      readonly roleArn: string
      readonly entityId: string
      /** The identity provider for sessions of AssumeRoleWithSAML and WithWebIdentity. */
      readonly federatedProvider?: string
    }
  | {
      readonly kind: 'federated-user'
      readonly account: string
      readonly arn: string
      readonly userArn: string
      readonly entityId: string
    }
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'service'; readonly names: readonly string[] }
  | { readonly kind: 'anonymous' }

export type ContextValue = string | readonly string[]

/** Condition keys by lower-cased name. A key that is not known is absent, never empty. */
export type RequestContext = ReadonlyMap<string, ContextValue>

export const POLICY_TYPES = [
  'identity-based policy',
  'permissions boundary',
  'session policy',
  'resource-based policy',
  'role trust policy',
  'service control policy',
  'resource control policy',
  'VPC endpoint policy',
] as const
/** AWS's words, as they stand in access-denied sentences. */
export type PolicyType = (typeof POLICY_TYPES)[number]

/** One policy as it applies to a request. `name` is an ARN for managed policies, else the inline policy's name. */
export interface AppliedPolicy {
  readonly name: string
  /** The managed policy's ARN; undefined for inline and resource policies. */
  readonly arn?: string
  /**
   * The ARN of the user, group, role or resource that carries it, or of the account's root where the account permits it to
   * each of its users; no part of the decision.
   */
  readonly attachedTo?: string
  readonly document: PolicyDocument
}

/** Whether the account itself permits it to each of its users, so that it is nobody's to attach or to edit. */
export const isOfAccount = ({ attachedTo }: { readonly attachedTo?: string }): boolean =>
  /^arn:[^:]+:iam::\d+:root$/.test(attachedTo ?? '')

/** Everything that applies to the request. A list that is present but holds no Allow denies; an absent one does not limit. */
export interface AppliedPolicies {
  readonly identity: readonly AppliedPolicy[]
  readonly boundary?: AppliedPolicy
  readonly session?: readonly AppliedPolicy[]
  readonly resource?: AppliedPolicy
  /** `grants`: same account, a resource policy can allow alone. `required`: trust and key policies, it must allow. */
  readonly resourceRule?: 'grants' | 'required'
  /** One entry a level, from the root down; each level must allow. */
  readonly serviceControl?: readonly (readonly AppliedPolicy[])[]
  readonly resourceControl?: readonly (readonly AppliedPolicy[])[]
  readonly endpoint?: AppliedPolicy
}

export interface DecisionRequest {
  readonly principal: Principal
  readonly action: string
  readonly resource: string
  /** Account that owns the resource. */
  readonly resourceAccount: string
  readonly context: RequestContext
  readonly policies: AppliedPolicies
}

/** A statement that took part in a verdict. `index` counts from 0 in the document. */
export interface StatementRef {
  readonly type: PolicyType
  readonly policy: string
  readonly arn?: string
  /** Who carries the policy: a user's and its group's inline policies may have one name. */
  readonly attachedTo?: string
  readonly sid?: string
  readonly index: number
}

export interface Decision {
  readonly effect: 'allow' | 'explicit deny' | 'implicit deny'
  /** The policy type that denied or did not allow; undefined on allow. Explicit before implicit, then AWS's order. */
  readonly blockedBy?: PolicyType
  /** The ARN of the managed policy that denied explicitly, where there is one. */
  readonly blockingPolicyArn?: string
  /** Statements that allowed (on allow) or denied (on explicit deny). */
  readonly statements: readonly StatementRef[]
  /** Statements that could not be read or decided and so did not widen access, with the reason. */
  readonly unreadable: readonly { readonly statement: StatementRef; readonly why: string }[]
}
