/**
 * Which condition keys a document needs to be decided: those that its conditions test, and those that its policy
 * variables stand for. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { ConditionOperator, PolicyDocument, PolicyString, Statement } from './document.ts'
import type { Span } from './json.ts'
import { parseOperatorName } from './values/operator-name.ts'

/** One mention of a condition key. The span is that of the values it is tested against, or of the string it stands in. */
export interface ContextKeyMention extends Span {
  /** As the author wrote it; compare without case. */
  readonly key: string
  readonly use: 'condition' | 'variable'
  /** Index of the statement. */
  readonly statement: number
}

/** Every mention of a condition key, statement by statement: variables of the resources, then conditions. */
export const contextKeyMentions = (document: PolicyDocument): readonly ContextKeyMention[] =>
  document.statements.flatMap((statement) => mentionsOf(statement, document.version === '2012-10-17'))

/** The keys that the documents mention, each once in the spelling that comes first. */
export function contextKeysOf(documents: readonly PolicyDocument[]): readonly string[] {
  const keys = new Map<string, string>()
  for (const { key } of documents.flatMap(contextKeyMentions)) {
    if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key)
  }
  return [...keys.values()]
}

type Mention = Omit<ContextKeyMention, 'statement'>

function mentionsOf({ index, resource, conditions }: Statement, variables: boolean): ContextKeyMention[] {
  const resources = variables ? (resource?.strings ?? []).flatMap(variablesOf) : []
  const mentions = [...resources, ...conditions.flatMap((operator) => conditionMentions(operator, variables))]
  return mentions.map((mention) => ({ ...mention, statement: index }))
}

function conditionMentions({ operator, keys }: ConditionOperator, variables: boolean): Mention[] {
  const expands = variables && /^(String|Arn)/.test(parseOperatorName(operator)?.base ?? '')
  return keys.flatMap(({ key, strings, offset, end }): Mention[] => [
    { key, use: 'condition', offset, end },
    ...(expands ? strings.flatMap(variablesOf) : []),
  ])
}

/** `${*}`, `${?}` and `${$}` are how an author writes the character itself. */
const LITERAL: ReadonlySet<string> = new Set(['*', '?', '$'])

function variablesOf({ text, offset, end }: PolicyString): Mention[] {
  return [...text.matchAll(/\$\{([^{}]*)\}/g)]
    .map(([, inside = '']) => inside)
    .filter((inside) => !LITERAL.has(inside))
    .map((inside) => ({ key: withoutDefault(inside), use: 'variable', offset, end }))
}

/** `aws:username, 'nobody'` has a default after the comma. */
const withoutDefault = (inside: string): string => inside.replace(/^([^,]*?)\s*,\s*'.*'$/s, '$1')
