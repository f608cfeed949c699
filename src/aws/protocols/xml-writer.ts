/** Writes XML with the white space that AWS's answers have. */

export interface XmlWriter {
  open(name: string, attributes?: string): void
  close(name: string): void
  /** `<name>text</name>`, or `<name/>` when there is no text. */
  leaf(name: string, text: string, attributes?: string): void
  /** Everything written so far; ends with a line break when indented. */
  text(): string
}

/** `indent`: spaces a level (query: 2, EC2: 4), or 0 for one line (S3). */
export function xmlWriter(indent: number): XmlWriter {
  let written = ''
  let depth = 0
  let justOpened = false
  const lineBreak = indent > 0 ? '\n' : ''
  const margin = (): string => marginOf(indent * depth)
  const finishOpen = (): void => {
    if (justOpened) written += `>${lineBreak}`
    justOpened = false
  }
  return {
    open(name, attributes = '') {
      finishOpen()
      written += `${margin()}<${name}${attributes}`
      depth += 1
      justOpened = true
    },
    close(name) {
      depth -= 1
      written += justOpened ? `/>${lineBreak}` : `${margin()}</${name}>${lineBreak}`
      justOpened = false
    },
    leaf(name, text, attributes = '') {
      finishOpen()
      const content = text === '' ? '/>' : `>${escapeXml(text)}</${name}>`
      written += `${margin()}<${name}${attributes}${content}${lineBreak}`
    },
    text: () => written,
  }
}

const MARGINS: readonly string[] = Array.from({ length: 64 }, (_, spaces) => ' '.repeat(spaces))

const marginOf = (spaces: number): string => MARGINS[spaces] ?? ' '.repeat(spaces)

/** ` name="value"`, escaped, to hand to `open` or `leaf`. */
export const attribute = (name: string, value: string): string => ` ${name}="${escapeXml(value)}"`

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for content and attributes. Control characters become references, as S3 writes keys that hold them. */
export const escapeXml = (text: string): string =>
  /[&<>"\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\ufffe\uffff]/.test(text)
    ? text.replace(
        /[&<>"\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g,
        (char) => ESCAPES[char] ?? `&#x${char.charCodeAt(0).toString(16)};`,
      )
    : text
