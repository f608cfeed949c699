import type {
  ConditionOperator,
  ListElement,
  PolicyDocument,
  PolicyString,
  PrincipalElement,
  Statement,
  UnknownElement,
  Values,
} from './document.ts'

/**
 * A document as JSON text, indented by two spaces, its elements in AWS's order. What is read from it says the same to a
 * decision: scalars stay scalars, and numbers and unknown elements keep their spelling.
 */
export function printPolicy(document: PolicyDocument): string {
  const { text, version, id, statements, singleStatement, unknown } = document
  const printed = statements.map((statement) => statementOf(statement, text))
  const [only = ''] = printed
  const members = [
    ...(version === undefined ? [] : [member('Version', JSON.stringify(version))]),
    ...(id === undefined ? [] : [member('Id', JSON.stringify(id))]),
    member('Statement', singleStatement ? only : list(printed)),
    ...unknown.map((element) => written(element, text)),
  ]
  return object(members)
}

function statementOf(statement: Statement, text: string): string {
  const { sid, effectText, principal, action, resource, conditions, unknown } = statement
  const operators = conditions.map((operator) => operatorOf(operator, text))
  return object([
    ...(sid === undefined ? [] : [member('Sid', JSON.stringify(sid))]),
    member('Effect', JSON.stringify(effectText)),
    ...(principal ? [principalOf(principal, text)] : []),
    ...(action ? [elementOf('Action', action, text)] : []),
    ...(resource ? [elementOf('Resource', resource, text)] : []),
    ...(operators.length > 0 ? [member('Condition', object(operators))] : []),
    ...unknown.map((element) => written(element, text)),
  ])
}

function principalOf({ negated, groups }: PrincipalElement, text: string): string {
  const [first] = groups
  const value =
    first?.type === '' ? valuesOf(first, text) : object(groups.map((one) => member(one.type, valuesOf(one, text))))
  return member(negated ? 'NotPrincipal' : 'Principal', value)
}

const elementOf = (name: string, element: ListElement, text: string): string =>
  member(element.negated ? `Not${name}` : name, valuesOf(element, text))

const operatorOf = ({ operator, keys }: ConditionOperator, text: string): string =>
  member(operator, object(keys.map((key) => member(key.key, valuesOf(key, text)))))

function valuesOf({ strings, scalar }: Values, text: string): string {
  const printed = strings.map((string) => printedOf(string, text))
  return scalar ? printed.join('') : list(printed)
}

/** A number or a boolean stands in the text without quotes. */
const printedOf = ({ text, offset }: PolicyString, whole: string): string =>
  whole[offset] === '"' ? JSON.stringify(text) : text

/** As it stands in the text, on one line: no string holds a raw line break. */
const written = ({ offset, end }: UnknownElement, text: string): string =>
  text.slice(offset, end).replace(/\s*[\r\n]\s*/g, ' ')

const member = (name: string, value: string): string => `${JSON.stringify(name)}: ${value}`

const object = (members: readonly string[]): string => block('{', members, '}')
const list = (items: readonly string[]): string => block('[', items, ']')

const block = (open: string, parts: readonly string[], close: string): string =>
  parts.length === 0 ? open + close : `${open}\n${indented(parts.join(',\n'))}\n${close}`

const indented = (text: string): string => text.replace(/^/gm, '  ')
