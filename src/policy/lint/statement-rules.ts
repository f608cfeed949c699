/** Which elements a statement has, its effect, its Sid, and statements that repeat each other. */
import { STATEMENT_ELEMENTS } from '../document.ts'
import type { JsonNode } from '../json.ts'
import { error, suggestion, warning } from './check.ts'
import { isTrust, type Lint } from './context.ts'
import { INVALID_POLICY_ELEMENT } from './document-rules.ts'
import type { Spot } from './finding.ts'
import { keySpot, type LintStatement, type LintString } from './reading.ts'

const MISSING_EFFECT = error(
  'MISSING_EFFECT',
  'Add an Effect element to the policy statement with a value of Allow or Deny.',
)
const INVALID_EFFECT = error('INVALID_EFFECT', 'The effect {{effect}} is not valid. Use Allow or Deny.')
const MISSING_ACTION = error('MISSING_ACTION', 'Add an Action or NotAction element to the policy statement.')
const MISSING_RESOURCE = error('MISSING_RESOURCE', 'Add a Resource or NotResource element to the policy statement.')
const UNSUPPORTED_ELEMENT_COMBINATION = error(
  'UNSUPPORTED_ELEMENT_COMBINATION',
  'The policy elements {{element1}} and {{element2}} can not be used in the same statement. Remove one of these elements.',
)
const EMPTY_ARRAY_ACTION = suggestion(
  'EMPTY_ARRAY_ACTION',
  'This statement includes no actions and does not affect the policy. Specify actions.',
)
const EMPTY_ARRAY_RESOURCE = suggestion(
  'EMPTY_ARRAY_RESOURCE',
  'This statement includes no resources and does not affect the policy. Specify resources.',
)
const REDUNDANT_STATEMENT = suggestion(
  'REDUNDANT_STATEMENT',
  'The statements are redundant because they provide identical permissions. Update the policy to remove the redundant statement.',
)
const UNSUPPORTED_SID = error(
  'UNSUPPORTED_SID',
  'Update the characters in the Sid element to use one of the following character types: [a-z, A-Z, 0-9]',
)
const EMPTY_SID_VALUE = suggestion('EMPTY_SID_VALUE', 'Add a value to the empty string in the Sid element.')
const UNIQUE_SIDS_REQUIRED = error(
  'UNIQUE_SIDS_REQUIRED',
  'Duplicate statement IDs are not supported for this policy type. Update the Sid value.',
)
const UNIQUE_SIDS_RECOMMENDED = warning(
  'UNIQUE_SIDS_RECOMMENDED',
  'We recommend that you use statement IDs that are unique to your policy. Update the Sid value.',
)

export const STATEMENT_CHECKS = [
  MISSING_EFFECT,
  INVALID_EFFECT,
  MISSING_ACTION,
  MISSING_RESOURCE,
  UNSUPPORTED_ELEMENT_COMBINATION,
  EMPTY_ARRAY_ACTION,
  EMPTY_ARRAY_RESOURCE,
  REDUNDANT_STATEMENT,
  UNSUPPORTED_SID,
  EMPTY_SID_VALUE,
  UNIQUE_SIDS_REQUIRED,
  UNIQUE_SIDS_RECOMMENDED,
]

const PAIRS = ['Principal', 'Action', 'Resource'] as const

export function statementRules(statement: LintStatement, lint: Lint): void {
  const { members, path, effect, action, resource } = statement
  const { report } = lint
  const has = (name: string): boolean => members.some((member) => member.name === name)
  for (const member of members) {
    if (!STATEMENT_ELEMENTS.includes(member.name))
      report(INVALID_POLICY_ELEMENT, keySpot(member, path), { element: member.name })
  }
  if (!has('Effect')) report(MISSING_EFFECT, statement)
  if (effect && effect.text !== 'Allow' && effect.text !== 'Deny') {
    report(INVALID_EFFECT, effect, { effect: effect.text })
  }
  if (!has('Action') && !has('NotAction')) report(MISSING_ACTION, statement)
  if (!has('Resource') && !has('NotResource') && !isTrust(statement, lint)) report(MISSING_RESOURCE, statement)
  for (const element1 of PAIRS) {
    const element2 = `Not${element1}`
    if (!has(element1) || !has(element2)) continue
    const both = members.filter(({ name }) => name === element1 || name === element2)
    const spots = both.map((member) => keySpot(member, path))
    report(UNSUPPORTED_ELEMENT_COMBINATION, spots, { element1, element2 })
  }
  if (action?.empty) report(EMPTY_ARRAY_ACTION, action)
  if (resource?.empty) report(EMPTY_ARRAY_RESOURCE, resource)
}

/** IAM and Organizations take letters and digits in a Sid; services that keep policies of their own take more. */
export function sidRules(lint: Lint): void {
  const { document, type, report } = lint
  const seen = new Map<string, LintString[]>()
  const plainOnly = type !== 'RESOURCE_POLICY'
  for (const { sid } of document.statements) {
    if (!sid) continue
    if (sid.text === '') report(EMPTY_SID_VALUE, sid)
    else if (plainOnly && !/^[A-Za-z0-9]*$/.test(sid.text)) report(UNSUPPORTED_SID, sid)
    const same = seen.get(sid.text)
    if (same) same.push(sid)
    else if (sid.text !== '') seen.set(sid.text, [sid])
  }
  const unique = plainOnly || document.statements.every((statement) => isTrust(statement, lint))
  for (const sids of seen.values()) {
    if (sids.length > 1) report(unique ? UNIQUE_SIDS_REQUIRED : UNIQUE_SIDS_RECOMMENDED, sids)
  }
}

/** Statements that say the same, their Sids aside. */
export function repeatedStatementRule({ document, report }: Lint): void {
  const seen = new Map<string, Spot[]>()
  for (const statement of document.statements) {
    const key = canonical(statement.node)
    const spots = seen.get(key)
    if (spots) spots.push(statement)
    else seen.set(key, [statement])
  }
  for (const spots of seen.values()) if (spots.length > 1) report(REDUNDANT_STATEMENT, spots)
}

/** JSON with sorted keys and lists, a list of one as its only item, and no Sid. */
function canonical(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members
        .filter(({ name }) => name !== 'Sid')
        .map(({ name, value }) => `${JSON.stringify(name)}:${canonical(value)}`)
        .sort()
        .join()}}`
    case 'array':
      return node.items.map(canonical).sort().join()
    case 'string':
      return JSON.stringify(node.value)
    case 'number':
      return node.text
    case 'boolean':
      return String(node.value)
    case 'null':
      return 'null'
  }
}
