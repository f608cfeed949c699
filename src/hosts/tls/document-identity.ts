import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { issueCertificate } from './certificate.ts'

/** What signs instance identity documents, and what they are verified with. */
export interface DocumentIdentity {
  /** RSA. */
  readonly key: KeyObject
  readonly certificate: X509Certificate
}

const YEAR = 365 * 24 * 60 * 60 * 1000
/** A document can be asked about long after its instance: AWS's certificates live for decades as well. */
const YEARS = 50

/**
 * The key and the certificate in these files (PEM), each made where it is missing. `now` is in milliseconds since 1970.
 * Throws when a file cannot be read or written, or when the two do not belong together.
 */
export function documentIdentity(keyFile: string, certificateFile: string, now: number): DocumentIdentity {
  const key = parsed({ file: keyFile, mode: 0o600 }, createPrivateKey, newKey)
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`${keyFile} holds no RSA key`)
  const certificate = parsed(
    { file: certificateFile, mode: 0o644 },
    (text) => new X509Certificate(text),
    () => certificateOf(key, now),
  )
  if (!certificate.checkPrivateKey(key)) throw new Error(`${certificateFile} is not the certificate of ${keyFile}`)
  return { key, certificate }
}

/** A fresh identity in memory. */
export function newDocumentIdentity(now: number): DocumentIdentity {
  const key = createPrivateKey(newKey())
  return { key, certificate: new X509Certificate(certificateOf(key, now)) }
}

const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const certificateOf = (key: KeyObject, now: number): string =>
  issueCertificate({
    subject: SUBJECT,
    issuer: SUBJECT,
    notBefore: now - YEAR,
    notAfter: now + YEARS * YEAR,
    publicKey: createPublicKey(key),
    issuerPrivateKey: key,
    use: { kind: 'documents' },
  })

const SUBJECT = 'Rolecall instance identity documents'

interface Place {
  readonly file: string
  readonly mode: number
}

function parsed<T>(place: Place, parse: (text: string) => T, make: () => string): T {
  const { file } = place
  const text = readIfThere(file) ?? create(place, make())
  try {
    return parse(text)
  } catch (cause) {
    throw new Error(`${file} cannot be read`, { cause })
  }
}

/** The file as a whole or not at all. Server and command line may both make it: the first one's stands. */
function create({ file, mode }: Place, text: string): string {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, text, { mode, flush: true })
  try {
    linkSync(fresh, file)
    return text
  } catch (error) {
    if (isCode(error, 'EEXIST')) return readFileSync(file, 'utf8')
    throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
