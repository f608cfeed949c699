import type { PolicyDocument, Statement } from './document.ts'
import type { PolicyKind } from './validate.ts'

/**
 * The kind that a document most likely is: without a principal an identity-based policy, which boundaries and session
 * policies look like as well; with one, by its actions, a trust policy, a bucket policy or another resource's.
 */
export function guessPolicyKind({ statements }: PolicyDocument): PolicyKind {
  if (!statements.some(({ principal }) => principal)) return 'identity'
  if (statements.every((statement) => actsOnly(statement, 'sts:'))) return 'trust'
  return statements.every((statement) => actsOnly(statement, 's3:')) ? 'bucket' : 'resource'
}

const actsOnly = ({ action }: Statement, prefix: string): boolean =>
  action !== undefined &&
  action.values.length > 0 &&
  action.values.every((name) => name.toLowerCase().startsWith(prefix))
