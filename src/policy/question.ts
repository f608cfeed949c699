/**
 * A question to the engine as plain JSON, and back: whoever is handed one, in a browser too, decides and explains it by
 * the same engine.
 */
import { parsePolicy } from './document.ts'
import type { AppliedPolicies, AppliedPolicy, ContextValue, DecisionRequest } from './request.ts'

/** `DecisionRequest` without maps and documents. */
export interface QuestionJson extends Omit<DecisionRequest, 'context' | 'policies'> {
  readonly context: Readonly<Record<string, ContextValue>>
  readonly policies: PoliciesOf<AppliedPolicyJson>
}

/** A policy with its text in the place of the document. */
export interface AppliedPolicyJson extends Omit<AppliedPolicy, 'document'> {
  readonly document: string
}

/** The layers of `AppliedPolicies`, whatever a policy is in them. */
type PoliciesOf<P> = {
  readonly [Layer in keyof AppliedPolicies]: Replaced<AppliedPolicies[Layer], P>
}
type Replaced<T, P> = T extends AppliedPolicy
  ? P
  : T extends readonly (infer Inner)[]
    ? readonly Replaced<Inner, P>[]
    : T

/** The question as JSON writes it; a policy is its text as it was parsed. */
export const questionToJson = ({ context, policies, ...rest }: DecisionRequest): QuestionJson => ({
  ...rest,
  context: Object.fromEntries(context),
  policies: withEach(policies, ({ document, ...policy }: AppliedPolicy) => ({ ...policy, document: document.text })),
})

/**
 * The question that `questionToJson` wrote. Throws PolicySyntaxError for a text that is no policy. Each text is parsed
 * once for the question.
 */
export function questionFromJson({ context, policies, ...rest }: QuestionJson): DecisionRequest {
  const parsed = new Map<string, AppliedPolicy['document']>()
  const documentOf = (text: string) => {
    const document = parsed.get(text) ?? parsePolicy(text)
    parsed.set(text, document)
    return document
  }
  return {
    ...rest,
    context: new Map(Object.entries(context)),
    policies: withEach(policies, ({ document, ...policy }: AppliedPolicyJson) => ({
      ...policy,
      document: documentOf(document),
    })),
  }
}

/** The same layers with something else for each policy; a layer that is absent stays so. */
function withEach<A, B>(policies: PoliciesOf<A>, one: (policy: A) => B): PoliciesOf<B> {
  const { identity, boundary, session, resource, resourceRule, serviceControl, resourceControl, endpoint } = policies
  const levels = (of: readonly (readonly A[])[]) => of.map((level) => level.map(one))
  return {
    identity: identity.map(one),
    ...(boundary && { boundary: one(boundary) }),
    ...(session && { session: session.map(one) }),
    ...(resource && { resource: one(resource) }),
    ...(resourceRule && { resourceRule }),
    ...(serviceControl && { serviceControl: levels(serviceControl) }),
    ...(resourceControl && { resourceControl: levels(resourceControl) }),
    ...(endpoint && { endpoint: one(endpoint) }),
  }
}
