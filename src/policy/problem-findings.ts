/** What AWS would refuse in a policy, and where in its text that stands. */
import { type PolicyDocument, PolicySyntaxError, parsePolicy, type Statement } from './document.ts'
import { JsonError, type Span } from './json.ts'
import { type PolicyKind, type PolicyProblem, validatePolicy } from './validate.ts'
import { parseOperatorName } from './values/operator-name.ts'

/** A problem with its place: the span counts UTF-16 units of the text. */
export interface ProblemFinding extends PolicyProblem, Span {}

/**
 * What AWS would refuse in a policy of that kind: one finding, as AWS tells one, or none. AWS's sentence says what, and
 * parentheses what it leaves out. The place is where the grammar breaks, else the first statement that is refused with
 * that sentence on its own, else the whole text.
 */
export function problemFindings(text: string, kind: PolicyKind): readonly ProblemFinding[] {
  const { problem } = validatePolicy(text, kind)
  if (!problem) return []
  const { detail, offset, end } = placeOf(text, kind, problem.message)
  const message = detail === undefined ? problem.message : `${problem.message} (${detail})`
  return [{ code: problem.code, message, offset, end }]
}

/** The sentence that says nothing more. */
const SYNTAX = 'Syntax errors in policy.'

interface Place extends Span {
  readonly detail?: string
}

function placeOf(text: string, kind: PolicyKind, message: string): Place {
  try {
    const document = parsePolicy(text)
    return (message === SYNTAX ? unknownPart(document) : undefined) ?? statementPlace(document, kind, message)
  } catch (error) {
    if (error instanceof PolicySyntaxError) return syntaxPlace(error, text, message)
    throw error
  }
}

function syntaxPlace(
  { problem, element, offset, found, cause }: PolicySyntaxError,
  text: string,
  message: string,
): Place {
  const span = { offset, end: Math.min(offset + 1, text.length) }
  if (cause instanceof JsonError) return { ...span, detail: cause.message }
  if (message !== SYNTAX) return span
  const what = problem.includes(element) ? problem : `${problem}: ${element}`
  return { ...span, detail: found === undefined ? what : `${what}: ${found}` }
}

/** An element, condition operator or Sid that the grammar does not know. */
function unknownPart({ unknown, statements }: PolicyDocument): Place | undefined {
  const element = [...unknown, ...statements.flatMap((statement) => statement.unknown)][0]
  if (element) return { offset: element.offset, end: element.end, detail: `the element ${element.name} is not known` }
  const operator = statements
    .flatMap(({ conditions }) => conditions)
    .find((condition) => condition.keys.length > 0 && !parseOperatorName(condition.operator))
  if (operator) {
    const { offset, end } = operator
    return { offset, end, detail: `the condition operator ${operator.operator} is not known` }
  }
  const named = statements.find(({ sid = '' }) => !/^[A-Za-z0-9]*$/.test(sid))
  return named && { offset: named.offset, end: named.end, detail: `the Sid ${named.sid} is not of letters and digits` }
}

function statementPlace(document: PolicyDocument, kind: PolicyKind, message: string): Place {
  const culprit = document.statements.find((statement) => refusedAlone(statement, document, kind) === message)
  return culprit ? { offset: culprit.offset, end: culprit.end } : { offset: 0, end: document.text.length }
}

/** AWS's sentence on a document of this one statement. */
function refusedAlone({ offset, end }: Statement, { text, version }: PolicyDocument, kind: PolicyKind) {
  const versionElement = version === undefined ? '' : `"Version":"${version}",`
  return validatePolicy(`{${versionElement}"Statement":[${text.slice(offset, end)}]}`, kind).problem?.message
}
