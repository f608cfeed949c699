import { sign } from 'node:crypto'
import type { IdentitySigner } from '../../metadata/identity-document.ts'
import type { DocumentIdentity } from './document-identity.ts'
import { signedData } from './signed-data.ts'

/** Documents whose signatures are remembered: those of one boot of an instance are signed once. */
const REMEMBERED = 1000

/** A signer whose identity is asked for with the first document: an RSA key takes a while to make, and few ever ask. */
export function documentSigner(identity: () => DocumentIdentity): IdentitySigner {
  let known: DocumentIdentity | undefined
  const identityOnce = () => {
    known ??= identity()
    return known
  }
  return {
    signature: remembered((text) => inLines(sign('sha256', text, identityOnce().key), 76)),
    signedData: remembered((text) => {
      const { key, certificate } = identityOnce()
      return inLines(signedData(text, certificate, key), 64)
    }),
  }
}

function remembered(make: (text: Buffer) => string): (text: string) => string {
  const made = new Map<string, string>()
  return (text) => {
    const found = made.get(text)
    if (found !== undefined) return found
    const fresh = make(Buffer.from(text))
    if (made.size >= REMEMBERED) made.delete(made.keys().next().value ?? '')
    made.set(text, fresh)
    return fresh
  }
}

/** Base64, in lines of this many characters. */
const inLines = (bytes: Buffer, width: number): string => {
  const text = bytes.toString('base64')
  const lines: string[] = []
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width))
  return lines.join('\n')
}
