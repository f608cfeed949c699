/**
 * Identity-based policies and permissions boundaries. IAM checks in eight steps, each over the whole document; the
 * first step that finds something answers.
 */
import type { PolicyDocument, Statement } from '../document.ts'
import type { ValidationOptions } from '../validate.ts'
import { parseDate } from '../values/dates.ts'
import { actionProblem } from './actions.ts'
import { firstOf, hasRepeatedSid, unknownOperator } from './checks.ts'
import { resourceReading } from './resources.ts'

const SYNTAX = 'Syntax errors in policy.'
const LEGACY = 'The policy failed legacy parsing'

export function identityPolicyProblem(document: PolicyDocument, options: ValidationOptions): string | undefined {
  if (hasSyntaxError(document)) return SYNTAX
  if (document.statements.some(({ principal }) => principal)) return 'Policy document should not specify a principal.'
  if (document.version !== '2012-10-17') return 'Policy document must be version 2012-10-17 or greater.'
  return bodyProblem(document, options)
}

/** Session policies: as identity policies, but of any version. */
export function sessionPolicyProblem(document: PolicyDocument, options: ValidationOptions): string | undefined {
  if (hasSyntaxError(document)) return SYNTAX
  if (document.statements.some(({ principal }) => principal)) return 'Policy document should not specify a principal.'
  return bodyProblem(document, options)
}

export const hasSyntaxError = ({ unknown, statements }: PolicyDocument): boolean =>
  unknown.length > 0 ||
  statements.some((statement) => {
    const badSid = statement.sid !== undefined && !/^[A-Za-z0-9]*$/.test(statement.sid)
    return badSid || statement.unknown.length > 0 || unknownOperator(statement) !== undefined
  })

/** What stands in the statements, whatever the version. */
export function bodyProblem(document: PolicyDocument, { partition = 'aws' }: ValidationOptions): string | undefined {
  const { statements } = document
  if (statements.some((statement) => statement.effect !== statement.effectText || hasBadDate(statement))) return LEGACY
  const resources = resourceReading(statements, partition)
  if (resources.failsLegacyParsing) return LEGACY
  if (hasRepeatedSid(document)) return 'Statement IDs (SID) in a single policy must be unique.'
  if (statements.some(({ action }) => !action?.values.length)) return 'Policy statement must contain actions.'
  if (resources.problem !== undefined) return resources.problem
  const action = firstOf(statements, (statement) => firstOf(statement.action?.values ?? [], actionProblem))
  if (action !== undefined) return action
  if (statements.some(({ resource }) => !resource?.values.length)) return 'Policy statement must contain resources.'
  return undefined
}

const hasBadDate = ({ conditions }: Statement): boolean =>
  conditions.some(
    ({ operator, keys }) =>
      /^(?:For(?:Any|All)Values?:)?Date/.test(operator) &&
      keys.some(({ values }) => values.some((value) => parseDate(value) === undefined)),
  )
