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
    signature: remembered((text) => inLines(sign('sha256', text, identityOnce().key))),
    signedData: remembered((text) => {
      const { key, certificate } = identityOnce()
      return inLines(signedData(text, certificate, key))
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

const inLines = (bytes: Buffer): string =>
  bytes
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n') ?? ''
