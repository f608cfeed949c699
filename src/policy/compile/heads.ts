import { standsAt } from './stands-at.ts'

/** Things by the beginnings of texts, in the order of the beginnings. */
export type Heads<Thing> = readonly Head<Thing>[]

export interface Head<Thing> {
  readonly text: string
  readonly things: readonly Thing[]
  /** The longest other head that this one begins with. */
  readonly outer: Head<Thing> | undefined
}

/** Sorted once, so that few of many are looked at. A thing may stand under several heads. */
export function headsOf<Thing>(byHead: ReadonlyMap<string, readonly Thing[]>): Heads<Thing> {
  const heads: Head<Thing>[] = []
  for (const text of [...byHead.keys()].sort()) {
    heads.push({ text, things: byHead.get(text) ?? [], outer: within(heads.at(-1), text) })
  }
  return heads
}

/**
 * The longest head that a text begins with; its outer heads are all the others. Whatever stands in order between a
 * beginning and the text begins with it too, so that all of them are outer heads of the last that is not behind the text.
 */
export function headOf<Thing>(heads: Heads<Thing>, text: string): Head<Thing> | undefined {
  let from = 0
  let to = heads.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((heads[middle]?.text ?? '') <= text) from = middle + 1
    else to = middle
  }
  return within(heads[from - 1], text)
}

/** The innermost of a head and those around it that the text begins with. */
function within<Thing>(innermost: Head<Thing> | undefined, text: string): Head<Thing> | undefined {
  let head = innermost
  while (head !== undefined && !standsAt(text, head.text, 0)) head = head.outer
  return head
}
