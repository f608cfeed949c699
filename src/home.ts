import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where a server keeps what it keeps. The root key lies beside the data, not in it: a copied database is worthless alone. */
export interface Home {
  readonly directory: string
  readonly data: string
  readonly rootKeyFile: string
  /** AWS shared credentials file with the account root's key. */
  readonly credentialsFile: string
  /** JSON: how to reach the server that runs here. */
  readonly serverFile: string
  /** In the data folder, which its owner alone can enter. */
  readonly controlSocket: string
  /** The certificate (PEM) of the authority that the TLS endpoint is trusted by. */
  readonly caFile: string
  /** RSA key (PEM) that signs instance identity documents. */
  readonly documentKeyFile: string
  /** Its certificate (PEM), with which documents are verified. */
  readonly documentCertificateFile: string
  readonly ephemeral: boolean
}

/** The folder (0700), made when it is missing. Without a directory: a temporary one, removed by `discard`. */
export function openHome(directory: string | undefined): Home {
  const place = directory === undefined ? mkdtempSync(join(tmpdir(), 'rolecall-')) : resolve(directory)
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const home = homeAt(place, directory === undefined)
  mkdirSync(home.data, { recursive: true, mode: 0o700 })
  chmodSync(home.data, 0o700)
  return home
}

/** The paths in a home that may not exist. */
export const homeAt = (directory: string, ephemeral = false): Home => ({
  directory,
  data: join(directory, 'data'),
  rootKeyFile: process.env['ROLECALL_ROOT_KEY_FILE'] || join(directory, 'root.key'),
  credentialsFile: join(directory, 'credentials'),
  serverFile: join(directory, 'server.json'),
  controlSocket: join(directory, 'data', 'control.sock'),
  caFile: join(directory, 'ca.pem'),
  documentKeyFile: join(directory, 'identity-document.key'),
  documentCertificateFile: join(directory, 'identity-document.pem'),
  ephemeral,
})

export function discard(home: Home): void {
  if (home.ephemeral) rmSync(home.directory, { recursive: true, force: true })
}

/** Replaces the file as a whole, readable by its owner alone. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`
  if (existsSync(fresh)) rmSync(fresh)
  writeFileSync(fresh, text, { mode: 0o600, flag: 'wx', flush: true })
  await rename(fresh, file)
}
