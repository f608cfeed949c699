import type { PolicyDocument, Statement } from '../document.ts'
import type { ValidationOptions } from '../validate.ts'
import { actionProblem } from './actions.ts'
import { firstOf, unknownOperator } from './checks.ts'
import { effectProblem, invalidPrincipal, missingPrincipalProblem, unknownFieldProblem } from './fields.ts'

/** Policies on resources of services that have no sentences of their own. */
export const resourcePolicyProblem = (document: PolicyDocument, options: ValidationOptions): string | undefined =>
  unknownFieldProblem(document) ?? firstOf(document.statements, (statement) => statementProblem(statement, options))

function statementProblem(statement: Statement, options: ValidationOptions): string | undefined {
  const { principal, action, resource } = statement
  const fields = unknownFieldProblem(statement) ?? effectProblem(statement) ?? missingPrincipalProblem(statement)
  if (fields !== undefined) return fields
  const invalid = principal && invalidPrincipal(principal, options)
  if (invalid) return `Invalid principal in policy: "${invalid.type.toUpperCase()}":"${invalid.value}"`
  if (!action?.values.length) return 'Policy statement must contain actions.'
  if (!resource?.values.length) return 'Policy statement must contain resources.'
  if (unknownOperator(statement) !== undefined) return 'Syntax errors in policy.'
  return firstOf(action.values, actionProblem)
}
