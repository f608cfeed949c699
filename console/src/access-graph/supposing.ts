/**
 * Decisions while not every condition key is known. A question is asked twice: of the policies as they read at best, where
 * each condition on an unknown key turns out well, and at worst. Allowed at worst is certain, allowed at best is conditional.
 */
import {
  type AppliedPolicy,
  type ContextKeyMention,
  contextKeyMentions,
  type PolicyDocument,
  type Statement,
} from 'rolecall/policy'

/** Which condition keys a question knows, whether the request has them or not. `id` tells one such set from another. */
export interface Known {
  readonly id: string
  readonly keys: ReadonlySet<string>
  /** Beginnings such as `aws:principaltag/`. */
  readonly prefixes: readonly string[]
}

export const isKnown = ({ keys, prefixes }: Known, key: string): boolean => {
  const name = key.toLowerCase()
  return keys.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}

/** A policy as it may turn out; the same object twice where nothing of it is unknown. */
export interface Outlook<Policy> {
  readonly best: Policy
  readonly worst: Policy
}

const outlooks = new WeakMap<PolicyDocument, Map<string, Outlook<PolicyDocument>>>()

export function outlookOf(policy: AppliedPolicy, known: Known): Outlook<AppliedPolicy> {
  const { best, worst } = documentOutlook(policy.document, known)
  if (best === policy.document && worst === policy.document) return { best: policy, worst: policy }
  return { best: { ...policy, document: best }, worst: { ...policy, document: worst } }
}

function documentOutlook(document: PolicyDocument, known: Known): Outlook<PolicyDocument> {
  const made = outlooks.get(document) ?? new Map<string, Outlook<PolicyDocument>>()
  outlooks.set(document, made)
  const before = made.get(known.id)
  if (before) return before
  const unknown = contextKeyMentions(document).filter(({ key }) => !isKnown(known, key))
  const outlook = unknown.length === 0 ? { best: document, worst: document } : readings(document, unknown)
  made.set(known.id, outlook)
  return outlook
}

function readings(document: PolicyDocument, unknown: readonly ContextKeyMention[]): Outlook<PolicyDocument> {
  const best: Statement[] = []
  const worst: Statement[] = []
  for (const statement of document.statements) {
    const mentions = unknown.filter((mention) => mention.statement === statement.index)
    const applying = mentions.length === 0 ? statement : assuming(statement, mentions)
    // A statement that is left out keeps its place, by which explanations name it.
    const absent = mentions.length === 0 ? statement : { ...statement, action: NOTHING }
    best.push(statement.effect === 'Allow' ? applying : absent)
    worst.push(statement.effect === 'Allow' ? absent : applying)
  }
  return { best: { ...document, statements: best }, worst: { ...document, statements: worst } }
}

const within = (
  mentions: readonly ContextKeyMention[],
  { offset, end }: { readonly offset: number; readonly end: number },
) => mentions.some((mention) => mention.offset >= offset && mention.end <= end)

/** The statement as if what is unknown were as it wants it: without those conditions, and with any value for a variable. */
function assuming(statement: Statement, unknown: readonly ContextKeyMention[]): Statement {
  const { resource } = statement
  const conditions = statement.conditions
    .map((operator) => ({ ...operator, keys: operator.keys.filter((key) => !within(unknown, key)) }))
    .filter(({ keys }) => keys.length > 0)
  if (!resource || !within(unknown, resource)) return { ...statement, conditions }
  const strings = resource.strings.map((string) =>
    within(unknown, string) ? { ...string, text: resource.negated ? NOWHERE : anyValue(string.text) } : string,
  )
  return { ...statement, conditions, resource: { ...resource, strings, values: strings.map(({ text }) => text) } }
}

const NOWHERE = 'arn:aws:none:::none'
const anyValue = (text: string): string => text.replaceAll(/\$\{[^{}]*\}/g, '*')

/** What of a statement depends on keys that are not known, in words. */
export function conditionsOn(document: PolicyDocument, index: number, known: Known): readonly string[] {
  const statement = document.statements.find((one) => one.index === index)
  if (!statement) return []
  const unknown = contextKeyMentions(document).filter(
    (mention) => mention.statement === index && !isKnown(known, mention.key),
  )
  const tested = statement.conditions.flatMap(({ operator, keys }) =>
    keys
      .filter((key) => within(unknown, key))
      .map(({ key, values }) => `${key} ${operator} ${values.map((value) => `"${value}"`).join(' or ')}`),
  )
  const named = (statement.resource?.strings ?? []).filter((string) => within(unknown, string))
  return [...tested, ...named.map(({ text }) => `the resource matches "${text}"`)]
}

const widest = new WeakMap<PolicyDocument, PolicyDocument>()
// Policies of one making differ in their resources, which are of no account here.
const byActions = new Map<string, PolicyDocument>()

/** What the policy could permit at the very most: no Deny, no condition, every resource. To rule questions out cheaply. */
export function widestOf(policy: AppliedPolicy): AppliedPolicy {
  const document = widest.get(policy.document) ?? widestDocument(policy.document)
  widest.set(policy.document, document)
  return { ...policy, document }
}

function widestDocument(document: PolicyDocument): PolicyDocument {
  const statements = document.statements
    .filter(({ effect }) => effect === 'Allow')
    .map((statement): Statement => ({ ...statement, conditions: [], resource: EVERYTHING }))
  const key = JSON.stringify(statements.map(({ index, sid, action }) => [index, sid, action?.negated, action?.values]))
  const known = byActions.get(key) ?? { ...document, statements }
  byActions.set(key, known)
  return known
}

const services = new WeakMap<PolicyDocument, ReadonlySet<string>>()

/** Whether an Allow of the document names the action's service, or any: a no spares most documents every decision. */
export function namesService(document: PolicyDocument, action: string): boolean {
  let named = services.get(document)
  if (!named) {
    named = new Set(document.statements.filter(({ effect }) => effect === 'Allow').flatMap(servicesOf))
    services.set(document, named)
  }
  return named.has('*') || named.has(action.slice(0, action.indexOf(':')))
}

const servicesOf = ({ action }: Statement): readonly string[] =>
  !action || action.negated
    ? ['*']
    : action.values.map((value) => {
        const [service = ''] = value.toLowerCase().split(':')
        return /[*?]/.test(service) ? '*' : service
      })

const only = (text: string): NonNullable<Statement['resource']> => ({
  values: [text],
  strings: [{ text, offset: 0, end: 0 }],
  ...{ scalar: true, negated: false, offset: 0, end: 0 },
})
/** An element that stands for every action, or every resource. */
export const EVERYTHING = only('*')
/** One that stands for none. */
export const NOTHING = only('none:none')
