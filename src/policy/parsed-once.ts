import { type PolicyDocument, parsePolicy } from './document.ts'
import { RecentlyUsed } from './recently-used.ts'

/**
 * Characters of policy text whose documents are kept at most, by each of those who keep some. A document with its programs
 * takes about twenty times as much.
 */
export const KEPT_CHARACTERS = 16 * 1024 * 1024

const parsed = new RecentlyUsed<string, PolicyDocument>(KEPT_CHARACTERS)

/** Policies of resources and trust policies by their text: what was asked lately is parsed once. */
export function parsedOnce(text: string): PolicyDocument {
  const known = parsed.get(text)
  if (known) return known
  const fresh = parsePolicy(text)
  parsed.set(text, fresh, text.length)
  return fresh
}
