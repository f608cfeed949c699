/** XML text as a small tree. Strict: what is not well-formed, nests too deep or carries a DTD is refused. */
import { SaxesParser } from 'saxes'
import { MAX_DEPTH } from './protocol.ts'

export interface XmlElement {
  /** The name without its prefix. */
  readonly name: string
  /** By full name, as written. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The element's own text, untrimmed. */
  readonly text: string
}

/** The largest documents, CompleteMultipartUpload's with 10,000 parts, stay below half of this. */
const MAX_ELEMENTS = 200_000

/** The document's root. Throws XmlError for anything that is not a whole, well-formed document. */
export function readXml(bytes: Uint8Array): XmlElement {
  const parser = new SaxesParser()
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  let elements = 0
  parser.on('error', (error) => {
    throw new XmlError(error.message)
  })
  parser.on('doctype', () => {
    throw new XmlError('document type declarations are not accepted')
  })
  parser.on('opentag', (tag) => {
    elements += 1
    if (elements > MAX_ELEMENTS) throw new XmlError('too many elements')
    if (open.length >= MAX_DEPTH) throw new XmlError('nested too deep')
    const element = { name: localName(tag.name), attributes: tag.attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  const text = (chunk: string): void => {
    const element = open.at(-1)
    if (element) element.text += chunk
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(decode(bytes)).close()
  if (!root) throw new XmlError('no element')
  return root
}

/** Why a document could not be read; each protocol turns it into its own code. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
}

interface OpenElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new XmlError('not UTF-8', { cause })
  }
}
