/** JSON as it stands while somebody writes it: every text has a tree, with the place of each part. */
interface Span {
  readonly from: number
  /** One past the last character. */
  readonly to: number
}

/** What has a sign at its end: a text its quote, else it ends with its line. */
interface Enclosed extends Span {
  /** The sign stands there. */
  readonly closed: boolean
}

export interface Text extends Enclosed {
  readonly kind: 'text'
  /** What stands between the quotes, as it is written. */
  readonly text: string
}

export interface Member {
  readonly name: Text
  /** Where its colon stands; undefined: there is none yet. */
  readonly colon: number | undefined
  readonly value: Part | undefined
}

export interface Members extends Enclosed {
  readonly kind: 'members'
  readonly members: readonly Member[]
}

export interface Items extends Enclosed {
  readonly kind: 'items'
  readonly items: readonly Part[]
}

/** A number, a word, or what will become one. */
export interface Word extends Span {
  readonly kind: 'word'
}

export type Part = Text | Members | Items | Word

/** No policy goes deeper; what does is passed over. */
const DEEPEST = 50

/** The tree of a text; undefined for one that holds nothing. */
export function readTolerantly(text: string): Part | undefined {
  let at = 0
  return value(0)

  function value(depth: number): Part | undefined {
    skipSpace()
    const char = text[at]
    if (char === undefined) return undefined
    if (char === '"') return quoted()
    if (char === '{' && depth < DEEPEST) return members(depth + 1)
    if (char === '[' && depth < DEEPEST) return items(depth + 1)
    const from = at
    while (at < text.length && !/[\s,:{}[\]"]/.test(text[at] ?? '')) at += 1
    // Whatever stands here, the reading goes on behind it.
    if (at === from) at += 1
    return { kind: 'word', from, to: at }
  }

  function quoted(): Text {
    const from = at
    at += 1
    while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
    at = Math.min(at, text.length)
    const inner = at
    const closed = text[at] === '"'
    if (closed) at += 1
    return { kind: 'text', from, to: at, text: text.slice(from + 1, inner), closed }
  }

  function members(depth: number): Members {
    const from = at
    at += 1
    const found: Member[] = []
    for (;;) {
      skipSpace()
      const char = text[at]
      // A bracket that is not its own ends what stands around it.
      if (char === undefined || char === ']') return { kind: 'members', from, to: at, members: found, closed: false }
      if (char === '}') {
        at += 1
        return { kind: 'members', from, to: at, members: found, closed: true }
      }
      if (char === '"') found.push(member(depth))
      else if (char === ',') at += 1
      else value(depth)
    }
  }

  function member(depth: number): Member {
    const name = quoted()
    skipSpace()
    if (text[at] !== ':') return { name, colon: undefined, value: undefined }
    const colon = at
    at += 1
    skipSpace()
    const empty = at >= text.length || /[,}\]]/.test(text[at] ?? '')
    return { name, colon, value: empty ? undefined : value(depth) }
  }

  function items(depth: number): Items {
    const from = at
    at += 1
    const found: Part[] = []
    for (;;) {
      skipSpace()
      const char = text[at]
      if (char === undefined || char === '}') return { kind: 'items', from, to: at, items: found, closed: false }
      if (char === ']') {
        at += 1
        return { kind: 'items', from, to: at, items: found, closed: true }
      }
      const item = char === ',' ? undefined : value(depth)
      if (item) found.push(item)
      else at += 1
    }
  }

  function skipSpace(): void {
    while (/\s/.test(text[at] ?? '')) at += 1
  }
}

/** The value of a member by its name. */
export const memberNamed = (part: Part | undefined, name: string): Part | undefined =>
  part?.kind === 'members' ? part.members.find((member) => member.name.text === name)?.value : undefined

/** The texts of a value: one alone or those of a list. */
export function textsOf(part: Part | undefined): readonly string[] {
  if (part?.kind === 'text') return [part.text]
  return part?.kind === 'items' ? part.items.flatMap(textsOf) : []
}
