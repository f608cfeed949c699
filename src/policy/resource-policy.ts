import { type PolicyDocument, parsePolicy } from './document.ts'
import { KEPT_CHARACTERS, RecentlyUsed, weightOf } from './recently-used.ts'
import type { AppliedPolicy } from './request.ts'

interface Parsed {
  readonly document: PolicyDocument
  /** With the resource that was asked about last. */
  applied: AppliedPolicy
}

const parsed = new RecentlyUsed<string, Parsed>(KEPT_CHARACTERS)

/**
 * The policy that a resource carries, or a role as its trust policy. A text that was asked about lately is parsed once, and
 * two questions in a row about one resource have the same object, by which the trail knows it again.
 */
export function resourcePolicy(name: string, attachedTo: string, text: string): AppliedPolicy {
  let known = parsed.get(text)
  if (!known) {
    const document = parsePolicy(text)
    known = { document, applied: { name, attachedTo, document } }
    parsed.set(text, known, weightOf(known.document))
  }
  if (known.applied.name !== name || known.applied.attachedTo !== attachedTo) {
    known.applied = { name, attachedTo, document: known.document }
  }
  return known.applied
}
