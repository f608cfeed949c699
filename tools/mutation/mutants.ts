/** The mutants of a source file: each is the file with one small change, as somebody could make it by mistake. */
import type { Node, SourceFile } from 'typescript/unstable/ast'
import { SyntaxKind as Kind } from 'typescript/unstable/ast'
import {
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isForStatement,
  isIfStatement,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isWhileStatement,
} from 'typescript/unstable/ast/is'

export interface Mutant {
  /** Path from the root of the tree. */
  readonly file: string
  /** The names of the functions and constants around it, outermost first, joined with dots; '' at the top. */
  readonly within: string
  readonly line: number
  readonly column: number
  /** The text from `start` to `end` becomes `after`. */
  readonly start: number
  readonly end: number
  readonly before: string
  readonly after: string
}

/** What else an operator could be. */
const OPERATORS: ReadonlyMap<Kind, readonly string[]> = new Map([
  [Kind.EqualsEqualsEqualsToken, ['!==']],
  [Kind.ExclamationEqualsEqualsToken, ['===']],
  [Kind.LessThanToken, ['<=', '>=']],
  [Kind.LessThanEqualsToken, ['<', '>']],
  [Kind.GreaterThanToken, ['>=', '<=']],
  [Kind.GreaterThanEqualsToken, ['>', '<']],
  [Kind.QuestionQuestionToken, ['||']],
  [Kind.PlusToken, ['-']],
  [Kind.MinusToken, ['+']],
  [Kind.AsteriskToken, ['/']],
  [Kind.SlashToken, ['*']],
  [Kind.PercentToken, ['*']],
  [Kind.AmpersandToken, ['|']],
  [Kind.BarToken, ['&']],
  [Kind.CaretToken, ['&']],
  [Kind.LessThanLessThanToken, ['>>']],
  [Kind.GreaterThanGreaterThanToken, ['<<']],
  [Kind.GreaterThanGreaterThanGreaterThanToken, ['>>']],
  [Kind.PlusEqualsToken, ['-=', '=']],
  [Kind.QuestionQuestionEqualsToken, ['=']],
])

/** Operators of which one side alone is a mistake that is easily made. */
const ONE_SIDED: ReadonlySet<Kind> = new Set([
  Kind.AmpersandAmpersandToken,
  Kind.BarBarToken,
  Kind.QuestionQuestionToken,
])

/** Methods that are easily mistaken for each other. */
const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  indexOf: 'lastIndexOf',
  min: 'max',
  max: 'min',
  trimStart: 'trimEnd',
  trimEnd: 'trimStart',
  toLowerCase: 'toUpperCase',
  flatMap: 'map',
  floor: 'ceil',
  ceil: 'floor',
}

/** Methods whose call can be left out. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['filter', 'toSorted', 'sort', 'reverse', 'slice', 'trimStart', 'trimEnd', 'trim', 'toLowerCase', 'replace'],
])

/** The words of the engine's own for answers that are easily mistaken for each other. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  YES: ['NO', 'UNCLEAR'],
  NO: ['YES', 'UNCLEAR'],
  UNCLEAR: ['YES', 'NO'],
  UNSET: ['NO', 'YES'],
  DIRECT: ['VIA_ENTITY'],
  VIA_ENTITY: ['ACCOUNT', 'DIRECT'],
  ACCOUNT: ['VIA_ENTITY'],
  NO_REACH: ['PLAIN'],
  DOUBTFUL: ['PLAIN', 'NO_REACH'],
  PLAIN: ['NO_REACH'],
  DENIED: ['NO_REACH'],
  ALLOW: ['EXPLICIT'],
  GUARDRAIL: ['0'],
  RESOURCE: ['0'],
  LIMIT: ['0'],
  IDENTITY: ['0'],
  EVERYTHING: ['PREFIX'],
  LITERAL: ['WILD'],
  PREFIX: ['LITERAL', 'EVERYTHING'],
  ONE: ['ANY'],
  ANY: ['ONE'],
}

/** Nothing below these runs. */
const isType = (kind: Kind): boolean =>
  (kind >= Kind.FirstTypeNode && kind <= Kind.LastTypeNode) ||
  kind === Kind.InterfaceDeclaration ||
  kind === Kind.TypeAliasDeclaration ||
  kind === Kind.ImportDeclaration ||
  kind === Kind.TypeParameter

/** All mutants of a file, in the order of the text. `file` is its path from the root of the tree. */
export function mutantsOf(source: SourceFile, file: string): readonly Mutant[] {
  const { text } = source
  const found = new Map<string, Mutant>()

  const change = (start: number, end: number, after: string, within: readonly string[]): void => {
    const before = text.slice(start, end)
    if (before === after) return
    const ahead = text.slice(0, start)
    const line = ahead.split('\n').length
    const column = start - ahead.lastIndexOf('\n')
    found.set(`${start} ${end} ${after}`, { file, within: within.join('.'), line, column, start, end, before, after })
  }

  const visit = (node: Node, outside: readonly string[]): void => {
    if (isType(node.kind)) return
    const name = nameOf(node)
    const within = name === undefined ? outside : [...outside, name]
    const start = node.getStart(source)
    const shown = (other: Node): string => text.slice(other.getStart(source), other.end)
    const becomes = (...after: readonly string[]): void => {
      for (const one of after) change(start, node.end, one, within)
    }
    mutate(node, { becomes, shown, at: (other, after) => change(other.getStart(source), other.end, after, within) })
    node.forEachChild((child) => {
      visit(child, within)
    })
  }
  visit(source, [])
  return [...found.values()].sort((one, other) => one.start - other.start || one.end - other.end)
}

/** What a function, constant or method is called. */
function nameOf(node: Node): string | undefined {
  if (node.kind !== Kind.FunctionDeclaration && node.kind !== Kind.VariableDeclaration) return undefined
  // Both kinds have a name, which is an identifier or a pattern.
  const { name } = node as Node & { readonly name?: Node & { readonly text?: string } }
  return name?.text
}

interface Pen {
  /** Writes something else in place of the node. */
  readonly becomes: (...after: readonly string[]) => void
  /** Writes something else in place of another node. */
  readonly at: (node: Node, after: string) => void
  readonly shown: (node: Node) => string
}

function mutate(node: Node, pen: Pen): void {
  const { becomes, at, shown } = pen
  if (isBinaryExpression(node)) {
    const { left, right, operatorToken } = node
    for (const after of OPERATORS.get(operatorToken.kind) ?? []) {
      if (!(isCondition(node) && NEGATIONS.has(operatorToken.kind))) at(operatorToken, after)
    }
    if (ONE_SIDED.has(operatorToken.kind)) becomes(`(${shown(left)})`, `(${shown(right)})`)
  } else if (isPrefixUnaryExpression(node)) {
    if (node.operator === Kind.MinusToken || (node.operator === Kind.ExclamationToken && !isCondition(node))) {
      becomes(`(${shown(node.operand)})`)
    }
  } else if (isIfStatement(node)) {
    at(node.expression, 'true')
    at(node.expression, 'false')
  } else if (isConditionalExpression(node)) {
    at(node.condition, 'true')
    at(node.condition, 'false')
  } else if (isWhileStatement(node)) {
    at(node.expression, 'false')
  } else if (isForStatement(node)) {
    if (node.condition) at(node.condition, 'false')
  } else if (isReturnStatement(node)) {
    if (node.expression) at(node.expression, 'undefined')
  } else if (isPropertyAccessExpression(node)) {
    if (node.questionDotToken) at(node.questionDotToken, '.')
  } else if (isCallExpression(node)) {
    mutateCall(node.expression, pen)
  } else becomes(...insteadOf(node, shown(node)))
}

/** The negations of a condition are left out: who notices `true` and `false` in its place notices them. */
const NEGATIONS: ReadonlySet<Kind> = new Set([Kind.EqualsEqualsEqualsToken, Kind.ExclamationEqualsEqualsToken])

function isCondition(node: Node): boolean {
  const { parent } = node
  if (isIfStatement(parent)) return parent.expression === node
  return isConditionalExpression(parent) && parent.condition === node
}

function mutateCall(callee: Node, { becomes, at, shown }: Pen): void {
  if (!isPropertyAccessExpression(callee)) return
  const method = shown(callee.name)
  const other = METHODS[method]
  if (other !== undefined) at(callee.name, other)
  if (LEFT_OUT.has(method)) becomes(shown(callee.expression))
}

/** What else may stand in the place of a node that is mutated as a whole. */
function insteadOf(node: Node, text: string): readonly string[] {
  switch (node.kind) {
    case Kind.TrueKeyword:
      return ['false']
    case Kind.FalseKeyword:
      return ['true']
    case Kind.NumericLiteral:
      return [
        `${Number(text.replaceAll('_', '')) + 1}`,
        text === '0' ? '(-1)' : `${Number(text.replaceAll('_', '')) - 1}`,
      ]
    case Kind.BigIntLiteral: {
      const value = BigInt(text.replaceAll(/[_n]/g, ''))
      return [`${value + 1n}n`, value === 0n ? '(-1n)' : `${value - 1n}n`]
    }
    case Kind.StringLiteral:
    case Kind.NoSubstitutionTemplateLiteral:
      return [text.length > 2 ? "''" : "'~'"]
    case Kind.TemplateExpression:
      return ["''"]
    case Kind.RegularExpressionLiteral:
      return patternsLike(text)
    case Kind.ExpressionStatement:
    case Kind.ContinueStatement:
    case Kind.BreakStatement:
    case Kind.ThrowStatement:
      return [';']
    case Kind.Identifier:
      return node.parent.kind === Kind.ShorthandPropertyAssignment ? [] : (WORDS[text] ?? [])
    case Kind.ArrayLiteralExpression:
      return text === '[]' ? [] : ['[]']
    default:
      return []
  }
}

/** A regular expression with one part less, or one quantifier another. */
function patternsLike(literal: string): readonly string[] {
  const close = literal.lastIndexOf('/')
  const [source, flags] = [literal.slice(1, close), literal.slice(close + 1)]
  const others: string[] = []
  if (source.startsWith('^')) others.push(source.slice(1))
  if (source.endsWith('$')) others.push(source.slice(0, -1))
  for (const { 0: part, index } of source.matchAll(/\\d|\{\d+(?:,\d*)?\}|(?<=[\])}\w])[*+?]|\(\?:/g)) {
    for (const after of partsLike(part)) others.push(source.slice(0, index) + after + source.slice(index + part.length))
  }
  const withFlags = others.map((one) => `/${one}/${flags}`)
  const fewer = [...flags].map((flag) => `/${source}/${flags.replace(flag, '')}`)
  return [...withFlags, ...fewer].filter(isPattern)
}

function partsLike(part: string): readonly string[] {
  if (part === '\\d') return ['\\D']
  if (part === '*') return ['+', '']
  if (part === '+') return ['*', '']
  if (part === '?') return ['', '*']
  if (part === '(?:') return []
  const [, low = '', comma, high = ''] = /^\{(\d+)(,)?(\d*)\}$/.exec(part) ?? []
  const more = `{${Number(low) + 1}${comma ?? ''}${high}}`
  if (comma === undefined) return [more, `{${Number(low) - 1}}`]
  return high === '' ? [more] : [more, `{${low},${Number(high) + 1}}`, `{${low},${Number(high) - 1}}`]
}

function isPattern(literal: string): boolean {
  const close = literal.lastIndexOf('/')
  try {
    new RegExp(literal.slice(1, close), literal.slice(close + 1))
    return true
  } catch {
    return false
  }
}
