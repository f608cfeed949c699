/**
 * `rolecall/policy`: the policy language as a library. It needs no server, does no input or output, and runs in a
 * browser.
 */
export { type ContextKeyMention, contextKeyMentions, contextKeysOf } from './policy/context-keys.ts'
export { compile, decide, permits } from './policy/decide.ts'
export {
  type PolicyDocument,
  PolicySyntaxError,
  type PolicyVersion,
  parsePolicy,
  STATEMENT_ELEMENTS,
  type Statement,
} from './policy/document.ts'
export { explain } from './policy/explain/explain.ts'
export type {
  Answer,
  ExplainedElement,
  ExplainedLayer,
  ExplainedPolicy,
  ExplainedStatement,
  Explanation,
  NearMiss,
  Place,
} from './policy/explain/explanation.ts'
export {
  adviceSentences,
  elementClause,
  outcomeSentence,
  policyName,
  reasonSentence,
} from './policy/explain/sentences.ts'
export type {
  Finding,
  FindingType,
  LintResourceType,
  LintType,
  Location,
  PathElement,
  Position,
} from './policy/lint/finding.ts'
export { type LintOptions, lintPolicy } from './policy/lint/lint.ts'
export { matches as patternMatches, overlap as patternsOverlap } from './policy/lint/patterns.ts'
export type {
  ActionFacts,
  AuthorizedService,
  ConditionKeyFacts,
  ResourceTypeFacts,
  ServiceAuthorization,
} from './policy/lint/service-authorization.ts'
export { deniedSentence } from './policy/messages.ts'
export { printPolicy } from './policy/print.ts'
export { type ProblemFinding, problemFindings } from './policy/problem-findings.ts'
export { isPublicPolicy } from './policy/public-policy.ts'
export { type AppliedPolicyJson, type QuestionJson, questionFromJson, questionToJson } from './policy/question.ts'
export type {
  AppliedPolicies,
  AppliedPolicy,
  ContextValue,
  Decision,
  DecisionRequest,
  PolicyType,
  Principal,
  RequestContext,
  StatementRef,
} from './policy/request.ts'
export { POLICY_QUOTAS, policySize } from './policy/size.ts'
export { positionAt, type TextPosition } from './policy/text-position.ts'
export {
  type PolicyKind,
  type PolicyProblem,
  type Validation,
  validatePolicy as validate,
} from './policy/validate.ts'
export { CONDITION_OPERATORS } from './policy/values/operator-name.ts'
