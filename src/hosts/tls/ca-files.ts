import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate authority's certificate and key, both PEM; the key is PKCS#8. */
export interface CaMaterial {
  readonly caPem: string
  readonly keyPem: string
}

export interface CaFiles {
  readonly caFile: string
  readonly keyFile: string
}

export const caFiles = (directory: string): CaFiles => ({
  caFile: join(directory, 'ca.pem'),
  keyFile: join(directory, 'ca.key'),
})

/**
 * What stands in the directory, or undefined when there is nothing yet. Throws when one half is missing or cannot be
 * read: another authority in its place would break every client that trusts the first.
 */
export function readCa(directory: string): CaMaterial | undefined {
  const { caFile, keyFile } = caFiles(directory)
  const caPem = readIfThere(caFile)
  const keyPem = readIfThere(keyFile)
  if (caPem === undefined && keyPem === undefined) return undefined
  if (caPem === undefined || keyPem === undefined) {
    const [there, missing] = caPem === undefined ? [keyFile, caFile] : [caFile, keyFile]
    throw new Error(`${there} stands without ${missing}; restore it, or remove ${there} to make another local CA`)
  }
  return { caPem, keyPem }
}

/** Writes both files; the key is readable by its owner only and neither replaces one that stands. */
export function writeCa(directory: string, { caPem, keyPem }: CaMaterial): void {
  const { caFile, keyFile } = caFiles(directory)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(keyFile, keyPem, { mode: 0o600, flag: 'wx' })
  writeFileSync(caFile, caPem, { mode: 0o644, flag: 'wx' })
}

/** Puts another certificate in the place of the one that stands, as a whole. */
export function replaceCertificate(directory: string, caPem: string): void {
  const { caFile } = caFiles(directory)
  const fresh = `${caFile}.new`
  writeFileSync(fresh, caPem, { mode: 0o644, flush: true })
  renameSync(fresh, caFile)
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new Error(`the local CA's ${file} cannot be read`, { cause })
  }
}
