/**
 * A strict JSON reader (RFC 8259) that keeps offsets, number spelling and every key, which JSON.parse forgets. Offsets
 * count UTF-16 units from the start of the text.
 */
export interface Span {
  readonly offset: number
  /** One past the last character. */
  readonly end: number
}

export interface JsonMember {
  readonly name: string
  readonly nameOffset: number
  /** One past the key's closing quote. */
  readonly nameEnd: number
  readonly value: JsonNode
}

export type JsonNode = Span &
  (
    | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
    | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
    | { readonly kind: 'string'; readonly value: string }
    /** As spelt: `1e3` and `3600` stay what they are. */
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'null' }
  )

/** The text is not JSON, repeats a key of one object, or nests deeper than `MAX_DEPTH`. */
export class JsonError extends Error {
  readonly offset: number
  /** The key that stands twice. */
  readonly duplicate: string | undefined
  constructor(message: string, offset: number, duplicate?: string) {
    super(message)
    this.name = 'JsonError'
    this.offset = offset
    this.duplicate = duplicate
  }
}

/** No policy needs more than 6; the limit keeps hostile text from exhausting the stack. */
const MAX_DEPTH = 64
const WHITE_SPACE = /[ \t\r\n]*/y
const STRING_RUN = /[^"\\\u0000-\u001f]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const HEX4 = /[0-9a-fA-F]{4}/y
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Reads one JSON value that fills the whole text. Throws JsonError. */
export function readJson(text: string): JsonNode {
  let at = 0

  const node = value(0)
  skipSpace()
  if (at !== text.length) fail('text after the value')
  return node

  function value(depth: number): JsonNode {
    skipSpace()
    if (depth > MAX_DEPTH) fail('nested too deeply')
    const offset = at
    const char = text[at]
    if (char === '{') return { kind: 'object', members: members(depth), offset, end: at }
    if (char === '[') return { kind: 'array', items: items(depth), offset, end: at }
    if (char === '"') return { kind: 'string', value: string(), offset, end: at }
    if (word('true')) return { kind: 'boolean', value: true, offset, end: at }
    if (word('false')) return { kind: 'boolean', value: false, offset, end: at }
    if (word('null')) return { kind: 'null', offset, end: at }
    const number = run(NUMBER)
    if (number === '') fail('a value is missing')
    return { kind: 'number', text: number, offset, end: at }
  }

  function members(depth: number): JsonMember[] {
    const found: JsonMember[] = []
    const names = new Set<string>()
    at += 1
    skipSpace()
    if (take('}')) return found
    do {
      skipSpace()
      const nameOffset = at
      if (text[at] !== '"') fail('a key is missing')
      const name = string()
      if (names.has(name)) throw new JsonError(`the key ${JSON.stringify(name)} stands twice`, nameOffset, name)
      names.add(name)
      const nameEnd = at
      skipSpace()
      if (!take(':')) fail('a colon is missing')
      found.push({ name, nameOffset, nameEnd, value: value(depth + 1) })
      skipSpace()
    } while (take(','))
    if (!take('}')) fail('an object does not end')
    return found
  }

  function items(depth: number): JsonNode[] {
    const found: JsonNode[] = []
    at += 1
    skipSpace()
    if (take(']')) return found
    do {
      found.push(value(depth + 1))
      skipSpace()
    } while (take(','))
    if (!take(']')) fail('an array does not end')
    return found
  }

  function string(): string {
    at += 1
    let read = run(STRING_RUN)
    while (!take('"')) {
      if (!take('\\')) fail('a string does not end')
      read += escaped() + run(STRING_RUN)
    }
    return read
  }

  function escaped(): string {
    const letter = text[at] ?? ''
    at += 1
    if (letter === 'u') {
      const digits = run(HEX4)
      if (digits === '') fail('bad \\u escape')
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const char = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
    return char ?? fail('bad escape')
  }

  function run(pattern: RegExp): string {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }

  function skipSpace(): void {
    run(WHITE_SPACE)
  }

  function take(char: string): boolean {
    if (text[at] !== char) return false
    at += 1
    return true
  }

  function word(letters: string): boolean {
    if (!text.startsWith(letters, at)) return false
    at += letters.length
    return true
  }

  function fail(what: string): never {
    throw new JsonError(`not JSON: ${what}`, at)
  }
}
