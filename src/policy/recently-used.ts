/**
 * Characters of policy text whose documents are kept at most, by each of those who keep some. A document with its programs
 * takes about twenty times as much.
 */
export const KEPT_CHARACTERS = 16 * 1024 * 1024

/** What a document weighs in characters; the shortest takes memory too. */
export const weightOf = ({ text }: { readonly text: string }): number => 256 + text.length

interface Kept<Value> {
  readonly value: Value
  readonly weight: number
}

/**
 * What was asked for lately, bounded by weight. It is kept in two generations of half the weight each: what was not asked
 * for while a whole one filled is forgotten. Only what can be made anew belongs here, since anything may be gone at any time.
 */
export class RecentlyUsed<Key, Value> {
  readonly #half: number
  #young = new Map<Key, Kept<Value>>()
  #old = new Map<Key, Kept<Value>>()
  /** Of the young. */
  #weight = 0

  constructor(limit: number) {
    this.#half = limit / 2
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key)
    if (young) return young.value
    const old = this.#old.get(key)
    if (!old) return undefined
    this.#old.delete(key)
    this.#keep(key, old)
    return old.value
  }

  /** Keeps the value in place of what the key had; one that is heavier than a generation is not kept. */
  set(key: Key, value: Value, weight: number): void {
    this.#weight -= this.#young.get(key)?.weight ?? 0
    this.#young.delete(key)
    this.#old.delete(key)
    if (weight <= this.#half) this.#keep(key, { value, weight })
  }

  /** The weight of all that is kept. */
  get weight(): number {
    let sum = this.#weight
    for (const { weight } of this.#old.values()) sum += weight
    return sum
  }

  #keep(key: Key, kept: Kept<Value>): void {
    if (this.#weight + kept.weight > this.#half) {
      this.#old = this.#young
      this.#young = new Map()
      this.#weight = 0
    }
    this.#young.set(key, kept)
    this.#weight += kept.weight
  }
}
