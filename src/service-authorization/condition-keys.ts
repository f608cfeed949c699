import type { ConditionKeyFacts } from '../policy/lint/service-authorization.ts'
import type { PackedKey, PackedServiceAuthorization } from './packed.ts'

/** A key with `${TagKey}` and the like: what stands around them, in lower case. */
interface Template {
  readonly literals: readonly string[]
  readonly facts: ConditionKeyFacts
}

/** `aws:PrincipalTag/tag-key` is how the list of global keys writes `aws:PrincipalTag/${TagKey}`. */
export const withPlaceholder = (name: string): string => name.replace(/\/tag-key$/, '/${TagKey}')

/** Finds a condition key by a name in any case. */
export function conditionKeys(packed: PackedServiceAuthorization): (name: string) => ConditionKeyFacts | undefined {
  const exact = new Map<string, ConditionKeyFacts>()
  const templates: Template[] = []
  const add = ([name, type]: PackedKey): void => {
    const written = withPlaceholder(name)
    const facts = { name: written, type }
    if (written.includes('${')) templates.push({ literals: written.toLowerCase().split(/\$\{[^}]*\}/), facts })
    else if (type !== '' || !exact.has(written.toLowerCase())) exact.set(written.toLowerCase(), facts)
  }
  for (const key of packed.globalKeys) add(key)
  const typed = Object.values(packed.services).flatMap(({ keys }) => keys)
  for (const key of typed) if (key[1] !== '') add(key)
  const byHead = Map.groupBy(templates, ({ literals }) => headOf(literals[0] ?? ''))
  const open = byHead.get('') ?? []
  return (name) => {
    const lower = name.toLowerCase()
    const fits = ({ literals }: Template): boolean => fillsGaps(literals, lower)
    return exact.get(lower) ?? (byHead.get(headOf(lower))?.find(fits) ?? open.find(fits))?.facts
  }
}

/** The namespace before the first colon, when there is one. */
const headOf = (text: string): string => (text.includes(':') ? text.slice(0, text.indexOf(':')) : '')

/** Whether the text is the literals in order with at least one character in each gap between them. */
function fillsGaps(literals: readonly string[], text: string): boolean {
  const [first = '', ...rest] = literals
  const last = rest.pop() ?? ''
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const literal of rest) {
    const found = text.indexOf(literal, at + 1)
    if (found < 0) return false
    at = found + literal.length
  }
  return at + 1 + last.length <= text.length
}
