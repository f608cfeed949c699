import { type Members, memberNamed, type Part, readTolerantly, type Text, textsOf } from './tolerant-json.ts'

/** Where in a policy document somebody writes. */
export interface Place {
  /** The name of an element, operator or key; or a value. */
  readonly kind: 'name' | 'value'
  /** The names above it: `Statement`, `Condition`, `StringEquals`. */
  readonly path: readonly string[]
  /** What stands there already: between the quotes, or without any. */
  readonly from: number
  readonly to: number
  readonly quoted: boolean
  /** The quotes have an end. */
  readonly closed: boolean
  /** Names that stand beside this one. */
  readonly siblings: readonly string[]
  /** A name that has its colon. */
  readonly named: boolean
  /** Action or NotAction of the statement that it is in. */
  readonly actions: readonly string[]
}

/** The place at an offset of the text; undefined where nothing can be written. */
export function placeAt(text: string, at: number): Place | undefined {
  const root = readTolerantly(text)
  if (root?.kind !== 'members') return undefined
  const found = within(text, root, at, [])
  if (!found) return undefined
  const statements = memberNamed(root, 'Statement')
  const statement =
    statements?.kind === 'items' ? statements.items.find((item) => inside(item, at)) : (statements ?? undefined)
  return {
    ...found,
    actions: [...textsOf(memberNamed(statement, 'Action')), ...textsOf(memberNamed(statement, 'NotAction'))],
  }
}

type Found = Omit<Place, 'actions'>

function within(text: string, part: Part, at: number, path: readonly string[]): Found | undefined {
  if (part.kind === 'text') return inside(part, at) ? textPlace(part, at, 'value', path) : undefined
  if (part.kind === 'word') return bare(text, at, 'value', path)
  if (part.kind === 'members') return withinMembers(text, part, at, path)
  const item = part.items.find((one) => inside(one, at))
  return item ? within(text, item, at, path) : bare(text, at, 'value', path)
}

function withinMembers(text: string, { members }: Members, at: number, path: readonly string[]): Found | undefined {
  for (const { name, colon, value } of members) {
    const siblings = members.filter((other) => other.name !== name).map((other) => other.name.text)
    if (inside(name, at)) return { ...textPlace(name, at, 'name', path), siblings, named: colon !== undefined }
    if (name.from <= at && at <= name.to) return undefined
    if (colon === undefined || at <= colon) continue
    const below = [...path, name.text]
    if (value && inside(value, at)) return within(text, value, at, below)
    // Between the colon and its value, or what will be one.
    if (at <= (value?.from ?? nextAfter(text, colon + 1))) return bare(text, at, 'value', below)
  }
  const siblings = members.map(({ name }) => name.text)
  return { ...bare(text, at, 'name', path), siblings }
}

/** Within its brackets or quotes: behind the closing one something else begins. */
function inside(part: Part, at: number): boolean {
  if (part.kind === 'word') return part.from <= at && at <= part.to
  return part.from < at && at <= (part.closed ? part.to - 1 : part.to)
}

const textPlace = ({ from, to, closed }: Text, at: number, kind: Place['kind'], path: readonly string[]): Found => ({
  kind,
  path,
  from: from + 1,
  // What follows an open quote on its line most likely is not meant to be in it.
  to: closed ? to - 1 : at,
  quoted: true,
  closed,
  siblings: [],
  named: false,
})

function bare(text: string, at: number, kind: Place['kind'], path: readonly string[]): Found {
  const word = /[\w:*/.-]*$/.exec(text.slice(0, at))?.[0] ?? ''
  return { kind, path, from: at - word.length, to: at, quoted: false, closed: false, siblings: [], named: false }
}

function nextAfter(text: string, from: number): number {
  const next = text.slice(from).search(/[^ \t]/)
  return next < 0 ? text.length : from + next
}
