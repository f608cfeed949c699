import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type IdentitySigner, identitySigner } from './identity-document.ts'

/**
 * The signer over the server's key in `identity.key` of this folder; without a folder the key ends with the process. It
 * is read, or made, when the first signature is asked for: a key of 2048 bits takes longer than the rest of a start.
 * Throws then when the file cannot be read.
 */
export function identityKeySigner(directory: string | undefined): IdentitySigner {
  let signer: IdentitySigner | undefined
  const loaded = (): IdentitySigner => {
    signer ??= identitySigner(directory === undefined ? makeKey() : keyIn(directory))
    return signer
  }
  return {
    signature: (document) => loaded().signature(document),
    get publicKey() {
      return loaded().publicKey
    },
  }
}

function keyIn(directory: string): string {
  const file = join(directory, 'identity.key')
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) {
      throw new Error(`the key of the identity documents, ${file}, cannot be read`, { cause })
    }
  }
  const made = makeKey()
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(file, made, { mode: 0o600, flag: 'wx' })
  return made
}

const makeKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
