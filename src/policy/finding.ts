/** What is to be said of one place of a policy's text: an error of the grammar, or what a linter finds. */

import { type PolicyDocument, PolicySyntaxError, parsePolicy, type Statement } from './document.ts'
import { JsonError, type Span } from './json.ts'
import { type PolicyKind, validatePolicy } from './validate.ts'

/** The span counts UTF-16 units of the text. An `error` is refused by AWS; the rest is advice. */
export interface Finding extends Span {
  readonly severity: 'error' | 'warning' | 'suggestion'
  /** AWS's code, where there is one. */
  readonly code?: string
  readonly message: string
}

/**
 * What AWS would refuse in a policy of that kind: one finding, as AWS tells one, or none. AWS's sentence says what; the
 * place is where the JSON breaks, else the first statement that is refused with that sentence on its own, else the
 * whole text.
 */
export function problemFindings(text: string, kind: PolicyKind): readonly Finding[] {
  const { problem } = validatePolicy(text, kind)
  if (!problem) return []
  const parsed = parsedOrError(text)
  const { detail, ...span } =
    parsed instanceof PolicySyntaxError ? syntaxSpan(parsed, text) : statementSpan(parsed, kind, problem.message)
  const message = detail === undefined ? problem.message : `${problem.message} (${detail})`
  return [{ severity: 'error', code: problem.code, message, ...span }]
}

interface Place extends Span {
  /** What AWS's sentence leaves out. */
  readonly detail?: string
}

function parsedOrError(text: string): PolicyDocument | PolicySyntaxError {
  try {
    return parsePolicy(text)
  } catch (error) {
    if (error instanceof PolicySyntaxError) return error
    throw error
  }
}

function syntaxSpan({ problem, element, offset, found, cause }: PolicySyntaxError, text: string): Place {
  const on = element === '' ? '' : ` ${element}`
  const what = cause instanceof JsonError ? cause.message : `${problem}${problem.includes(element) ? '' : on}`
  const detail = found === undefined ? what : `${what}: ${found}`
  return { detail, offset, end: Math.min(offset + 1, text.length) }
}

function statementSpan(document: PolicyDocument, kind: PolicyKind, message: string): Place {
  const { statements } = document
  const culprit = statements.find((statement) => refusedAlone(statement, document, kind) === message)
  return culprit ? { offset: culprit.offset, end: culprit.end } : { offset: 0, end: document.text.length }
}

/** AWS's sentence on a document of this one statement. */
function refusedAlone({ offset, end }: Statement, { text, version }: PolicyDocument, kind: PolicyKind) {
  const versionElement = version === undefined ? '' : `"Version":"${version}",`
  return validatePolicy(`{${versionElement}"Statement":[${text.slice(offset, end)}]}`, kind).problem?.message
}
