import type { PolicyDocument } from '../policy/document.ts'
import type { Principal, RequestContext } from '../policy/request.ts'

/**
 * The words for a policy's type in AWS's answers. They are not those of the model's enumeration, which the service does
 * not use: recorded answers say these. https://github.com/hashicorp/terraform-provider-aws asserts the first.
 */
export const POLICY_SOURCE_TYPES = ['IAM Policy', 'Resource Policy', 'Permissions Boundary Policy'] as const
export type PolicySourceType = (typeof POLICY_SOURCE_TYPES)[number]

/** One policy of a simulation, with the id that AWS gives it in `SourcePolicyId`. */
export interface SimulatedPolicy {
  readonly id: string
  readonly document: PolicyDocument
}

/** Who calls, and what of its context the simulator fills in. */
export interface SimulatedCaller {
  readonly principal: Principal & { readonly account: string }
  /** Condition keys by the names that AWS spells them. */
  readonly context: Readonly<Record<string, string>>
}

/** Everything that the decision of each action on each resource rests on. */
export interface Simulation {
  readonly caller: SimulatedCaller
  readonly identity: readonly SimulatedPolicy[]
  readonly boundary?: SimulatedPolicy | undefined
  readonly resourcePolicy?: SimulatedPolicy | undefined
  /** One entry a level, from the root down. */
  readonly serviceControl?: readonly (readonly PolicyDocument[])[] | undefined
  /** Undefined: `*`, which the caller left to be assumed or asked for. */
  readonly resources: readonly string[] | undefined
  /** The account of resources whose ARN names none; undefined: the caller's. */
  readonly resourceOwner?: string | undefined
  /** What the request gives, by lower-cased name. */
  readonly given: RequestContext
}
