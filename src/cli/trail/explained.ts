/** An explanation as `rolecall why` prints it: what to change in the first lines, then every policy that was asked. */
import type {
  ExplainedElement,
  ExplainedLayer,
  ExplainedPolicy,
  ExplainedStatement,
  Explanation,
} from '../../policy/explain/explanation.ts'
import {
  adviceSentences,
  elementClause,
  outcomeSentence,
  policyName,
  reasonSentence,
} from '../../policy/explain/sentences.ts'
import type { paint } from '../paint.ts'
import { printable } from './names.ts'
import { wrapped } from './wrap.ts'

export interface PageOptions {
  /** Columns; lines are broken at spaces to fit. */
  readonly width: number
  readonly colours: ReturnType<typeof paint>
  /** ARNs by the unique ids of users and roles that policies name. */
  readonly principals: Readonly<Record<string, string>>
}

/** What was refused or allowed, why, and what to do about it. */
export function verdictLines(explanation: Explanation, { width, colours }: PageOptions): readonly string[] {
  const allowed = explanation.decision.effect === 'allow'
  const [mark, colour] = allowed ? ['Allowed', colours.green] : ['Refused', colours.red]
  const row = (label: string, text: string, style: (text: string) => string = (plain) => plain) =>
    wrapped(printable(text), width - LABEL).map((line, at) => `${style((at === 0 ? label : '').padEnd(LABEL))}${line}`)
  return [
    ...row(mark, outcomeSentence(explanation), (text) => colours.bold(colour(text))),
    ...row('Why', reasonSentence(explanation), colours.bold),
    ...adviceSentences(explanation).flatMap((step, at) => row(at === 0 ? 'To do' : '', step, colours.bold)),
  ]
}

const LABEL = 9

/** Each layer with its policies and statements, as a tree. */
export function layerLines(explanation: Explanation, options: PageOptions): readonly string[] {
  const nodes = explanation.layers.map((layer) => layerNode(layer, explanation, options))
  return nodes.flatMap((node, at) => branches(node, '', at === nodes.length - 1, options))
}

/** A line of the tree and what hangs on it. */
interface Node {
  readonly text: string
  readonly style: (text: string) => string
  readonly children: readonly Node[]
}

function branches(
  { text, style, children }: Node,
  before: string,
  last: boolean,
  options: PageOptions,
): readonly string[] {
  const { width, colours } = options
  const below = `${before}${last ? '   ' : '│  '}`
  const lines = wrapped(text, width - below.length).map((line, at) => {
    const stem = at === 0 ? `${before}${last ? '└─ ' : '├─ '}` : `${below}${children.length > 0 ? '│  ' : '   '}`
    return `${colours.dim(stem)}${style(line)}`
  })
  return [...lines, ...children.flatMap((child, at) => branches(child, below, at === children.length - 1, options))]
}

function layerNode(layer: ExplainedLayer, explanation: Explanation, options: PageOptions): Node {
  const { colours } = options
  const style = {
    allows: colours.green,
    denies: colours.red,
    'does not allow': layer.mustAllow ? colours.red : colours.dim,
    absent: layer.mustAllow ? colours.red : colours.dim,
  }[layer.outcome]
  const level = layer.level === undefined ? '' : `, level ${layer.level + 1}`
  const need = layer.mustAllow || layer.outcome === 'denies' || layer.outcome === 'allows' ? '' : ' (and need not)'
  const names = layer.names === undefined ? '' : `; it names ${layer.names}`
  return {
    text: `${layer.type}${level}: ${layer.outcome}${need}${names}`,
    style,
    children: layer.policies.map((policy) => policyNode(layer, policy, explanation, options)),
  }
}

function policyNode(
  layer: ExplainedLayer,
  policy: ExplainedPolicy,
  explanation: Explanation,
  options: PageOptions,
): Node {
  const nearest = explanation.nearest?.statement
  const shown = policy.statements.filter((statement) => isTold(statement) || statement === nearest)
  const left = policy.statements.length - shown.length
  const rest = {
    text: `${left} ${shown.length > 0 ? 'other ' : ''}statement${left === 1 ? '' : 's'} about other actions`,
    style: options.colours.dim,
    children: [],
  }
  return {
    text: printable(policyName(layer.type, policy)),
    style: options.colours.bold,
    children: [
      ...shown.map((statement) => statementNode(statement, statement === nearest, options)),
      ...(left > 0 ? [rest] : []),
    ],
  }
}

/** A statement about quite other actions says nothing of this one; a policy of AWS has dozens of them. */
const isTold = ({ applies, elements }: ExplainedStatement): boolean =>
  applies !== 'no' || elements.every(({ element, matches }) => !isAction(element) || matches !== 'no')

const isAction = (element: ExplainedElement['element']): boolean => element === 'Action' || element === 'NotAction'

function statementNode(statement: ExplainedStatement, isNearest: boolean, options: PageOptions): Node {
  const { colours } = options
  const { ref, effect, applies, line, column, elements } = statement
  const name = ref.sid ? `${ref.index + 1} "${ref.sid}"` : String(ref.index + 1)
  const verb = { yes: 'applies', no: 'does not apply', unclear: 'cannot be decided' }[applies]
  const near = isNearest ? ', and is the nearest' : ''
  const applied = effect === 'Allow' ? colours.green : colours.red
  const telling = elements.filter(({ matches, element }) =>
    applies === 'yes' ? element === 'Condition' : matches !== 'yes' || element === 'Statement',
  )
  return {
    text: printable(`${line}:${column} statement ${name} (${effect}) ${verb}${near}`),
    style: applies === 'no' ? (isNearest ? colours.yellow : (text) => text) : applied,
    children: telling.map((element) => elementNode(element, options)),
  }
}

function elementNode(element: ExplainedElement, { colours, principals }: PageOptions): Node {
  const { line, column, missing, key } = element
  // A Condition's clause says itself that its key is not there.
  const absent = missing.filter((name) => name !== key?.toLowerCase())
  const without = absent.length === 0 ? '' : `; the request has no ${absent.join(', ')}`
  return {
    text: printable(`${line}:${column} ${named(elementClause(element), principals)}${without}`),
    style: element.matches === 'yes' ? colours.dim : (text) => text,
    children: [],
  }
}

/** A unique id says little to a reader; the ARN that it has now stands before it. */
const named = (text: string, principals: PageOptions['principals']): string =>
  text.replace(/\bA(?:IDA|ROA)[A-Z0-9]+\b/g, (id) => (id in principals ? `${principals[id]} (${id})` : id))
