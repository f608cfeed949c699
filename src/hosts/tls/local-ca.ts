import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { type CaMaterial, caFiles, readCa, writeCa } from './ca-files.ts'
import { issueCertificate } from './certificate.ts'
import { LOCAL_NAMES, servedName } from './served-names.ts'

export interface LocalCa {
  /** The authority's certificate: what clients trust. */
  readonly caPem: string
  /** Where it stands; undefined for an ephemeral one. */
  readonly caFile: string | undefined
  /**
   * The context for a TLS client that asks for this name; '' when it names none. Answers undefined for names that this
   * server must not speak for, so that the handshake fails.
   */
  secureContextFor(servername: string): SecureContext | undefined
  /** Key and certificate (PEM) for clients that name no server, as those that call an address do. */
  localPair(): { readonly key: string; readonly cert: string }
}

export type LocalCaOptions = {
  /** Names and addresses, besides those of this machine and AWS, that certificates may carry. */
  readonly hosts?: readonly string[]
  /** Milliseconds since 1970. */
  readonly now?: () => number
} & (
  | {
      /** Where the authority is kept; made when it is not there. */
      readonly directory: string
    }
  | { readonly ephemeral: true }
)

const DAY = 24 * 60 * 60 * 1000
const CA_DAYS = 3650
const LEAF_DAYS = 30
/** Clocks of clients may be behind. */
const BACKDATE_MS = DAY
const CONTEXT_LIMIT = 1000

/**
 * A certificate authority of this server alone, P-256, which issues certificates by the name that a client asks for.
 * Throws when its files are incomplete, unreadable, expired or do not belong together.
 */
export function localCa(options: LocalCaOptions): LocalCa {
  const { hosts = [], now = Date.now } = options
  const directory = 'directory' in options ? options.directory : undefined
  const { caPem, keyPem } = materialOf(directory, now())
  const issuer = requireFit(caPem, keyPem, now(), directory)

  const leaf = newKeys()
  const leafPem = keyText(leaf.privateKey)
  const contexts = new Map<string, { readonly context: SecureContext; readonly renewAt: number }>()

  function issue(names: readonly string[]): { readonly key: string; readonly cert: string } {
    const certificate = issueCertificate({
      subject: names[0] ?? '',
      issuer: issuer.name,
      notBefore: now() - BACKDATE_MS,
      notAfter: now() + LEAF_DAYS * DAY,
      publicKey: leaf.publicKey,
      issuerPrivateKey: issuer.key,
      use: { kind: 'server', names },
    })
    return { key: leafPem, cert: certificate + caPem }
  }

  const localPair = () => issue([...LOCAL_NAMES, ...hosts])

  function secureContextFor(servername: string): SecureContext | undefined {
    const name = servername === '' ? '' : servedName(servername, hosts)
    if (name === undefined) return undefined
    const found = contexts.get(name)
    if (found && found.renewAt > now()) return found.context
    const context = createSecureContext(name === '' ? localPair() : issue([name]))
    contexts.delete(name)
    if (contexts.size >= CONTEXT_LIMIT) contexts.delete(contexts.keys().next().value ?? '')
    contexts.set(name, { context, renewAt: now() + (LEAF_DAYS / 2) * DAY })
    return context
  }

  return { caPem, caFile: directory === undefined ? undefined : caFiles(directory).caFile, secureContextFor, localPair }
}

function materialOf(directory: string | undefined, now: number): CaMaterial {
  const found = directory === undefined ? undefined : readCa(directory)
  if (found) return found
  const made = makeCa(now)
  if (directory !== undefined) writeCa(directory, made)
  return made
}

function makeCa(now: number): CaMaterial {
  const keys = newKeys()
  // The number tells the authorities of two servers apart where both are trusted.
  const name = `Rolecall local CA ${randomBytes(4).toString('hex')}`
  const caPem = issueCertificate({
    subject: name,
    issuer: name,
    notBefore: now - BACKDATE_MS,
    notAfter: now + CA_DAYS * DAY,
    publicKey: keys.publicKey,
    issuerPrivateKey: keys.privateKey,
    use: { kind: 'authority' },
  })
  return { caPem, keyPem: keyText(keys.privateKey) }
}

function requireFit(caPem: string, keyPem: string, now: number, directory: string | undefined) {
  const where = directory ?? 'memory'
  const certificate = parsed(() => new X509Certificate(caPem), `the certificate of the local CA in ${where}`)
  const key = parsed(() => createPrivateKey(keyPem), `the key of the local CA in ${where}`)
  if (!certificate.checkPrivateKey(key)) {
    throw new Error(`the certificate and the key of the local CA in ${where} do not belong together`)
  }
  if (Date.parse(certificate.validTo) <= now) {
    throw new Error(`the local CA in ${where} has expired; remove its files to make another`)
  }
  return { key, name: certificate.subject.replace(/^CN=/, '') }
}

function parsed<T>(read: () => T, what: string): T {
  try {
    return read()
  } catch (cause) {
    throw new Error(`${what} cannot be read`, { cause })
  }
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const keyText = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
