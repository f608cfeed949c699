/** A small repeatable source of choices (mulberry32) for property tests. */
export interface Seeded {
  readonly pick: <T>(items: readonly T[]) => T
  /** Between 0 and `most` results of `make`. */
  readonly times: <T>(most: number, make: () => T) => T[]
  readonly chance: (share: number) => boolean
  readonly shuffle: <T>(items: readonly T[]) => T[]
}

export function seeded(seed: number): Seeded {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    times: (most, make) => Array.from({ length: below(most + 1) }, make),
    chance: (share) => next() < share,
    shuffle: (items) => {
      const left = [...items]
      return items.flatMap(() => left.splice(below(left.length), 1))
    },
  }
}
