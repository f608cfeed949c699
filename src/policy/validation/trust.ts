/** Role trust policies. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
import type { PolicyDocument, PolicySyntaxError, Statement } from '../document.ts'
import { globMatches } from '../reference/glob.ts'
import { fillTemplate, parseTemplate } from '../reference/template.ts'
import type { ValidationOptions } from '../validate.ts'
import { actionProblem } from './actions.ts'
import { firstOf, hasRepeatedSid, unknownOperator } from './checks.ts'
import {
  effectProblem,
  fieldSyntaxProblem,
  invalidPrincipal,
  missingPrincipalProblem,
  unknownFieldProblem,
} from './fields.ts'

/** What a trust policy may speak of; patterns that match one of them will do. */
const TRUST_ACTIONS = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:assumeroot',
  'sts:setcontext',
  'sts:setsourceidentity',
  'sts:tagsession',
]

export const trustSyntaxProblem = (error: PolicySyntaxError): string => fieldSyntaxProblem(error) ?? error.message

export function trustPolicyProblem(document: PolicyDocument, options: ValidationOptions): string | undefined {
  const fields = unknownFieldProblem(document) ?? firstOf(document.statements, fieldsProblem)
  if (fields !== undefined) return fields
  if (hasRepeatedSid(document)) return 'Statement IDs (SID) in a single policy must be unique.'
  const action = firstOf(document.statements, (statement) =>
    firstOf(statement.action?.values ?? [], trustActionProblem),
  )
  return action ?? firstOf(document.statements, (statement) => trustPrincipalProblem(statement, options))
}

function fieldsProblem(statement: Statement): string | undefined {
  const { resource, principal, action } = statement
  const unknown = unknownFieldProblem(statement) ?? effectProblem(statement)
  if (unknown !== undefined) return unknown
  if (resource)
    return resource.negated ? 'AssumeRole policy must not contain resources.' : 'Has prohibited field Resource'
  if (principal?.negated) return prohibitedNotPrincipal(statement)
  if (action?.negated) return 'Has prohibited field NotAction'
  const missing = missingPrincipalProblem(statement)
  if (missing !== undefined) return missing
  if (!action) return 'Missing required field Action'
  if (action.values.length === 0) return 'Policy statement must contain actions.'
  return unknownOperator(statement) === undefined ? undefined : 'Syntax errors in policy.'
}

const prohibitedNotPrincipal = ({ effect }: Statement): string =>
  effect === 'Allow' ? 'Allow with NotPrincipal is not allowed.' : 'Has prohibited field NotPrincipal'

function trustActionProblem(action: string): string | undefined {
  const lower = action.toLowerCase()
  if (action !== '*' && actionProblem(action) !== undefined) return actionProblem(action)
  if (!lower.startsWith('sts:')) return 'AssumeRole policy may only specify STS AssumeRole actions.'
  const glob = fillTemplate(parseTemplate(lower, { variables: false, wildcards: true }), new Map()) ?? []
  if (TRUST_ACTIONS.some((known) => globMatches(glob, known))) return undefined
  return 'Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity'
}

function trustPrincipalProblem({ principal }: Statement, options: ValidationOptions): string | undefined {
  const invalid = principal && invalidPrincipal(principal, options)
  return invalid && `Invalid principal in policy: "${invalid.type.toUpperCase()}":"${invalid.value}"`
}
