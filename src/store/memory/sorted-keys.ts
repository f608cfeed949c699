/** A set of ASCII keys in bytewise order, which for ASCII is the order of JavaScript's `<`. */
export class SortedKeys {
  readonly #keys: string[] = []

  add(key: string): void {
    const index = this.#firstAtOrAfter(key)
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key)
  }

  delete(key: string): void {
    const index = this.#firstAtOrAfter(key)
    if (this.#keys[index] === key) this.#keys.splice(index, 1)
  }

  /** Keys from `start` to before `end`, at most `limit` of them. */
  range(start: string, end: string, limit = Number.POSITIVE_INFINITY): string[] {
    const first = this.#firstAtOrAfter(start)
    return this.#keys.slice(first, Math.min(this.#firstAtOrAfter(end), first + limit))
  }

  #firstAtOrAfter(key: string): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      // `middle` is below the length, so the key is there.
      if ((this.#keys[middle] as string) < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
