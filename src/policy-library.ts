/**
 * `rolecall/policy`: the policy language as a library. It needs no server, does no input or output, and runs in a
 * browser.
 */
export { decide, permits } from './policy/decide.ts'
export { type PolicyDocument, PolicySyntaxError, parsePolicy, type Statement } from './policy/document.ts'
export { deniedSentence } from './policy/messages.ts'
export { printPolicy } from './policy/print.ts'
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
export { type PolicyKind, type PolicyProblem, type Validation, validatePolicy } from './policy/validate.ts'
