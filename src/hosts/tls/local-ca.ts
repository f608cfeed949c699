import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto'
import { createSecureContext, type SecureContext, type Server } from 'node:tls'
import { type CaMaterial, caFiles, readCa, replaceCertificate, writeCa } from './ca-files.ts'
import { issueCertificate } from './certificate.ts'
import { LOCAL_NAMES, servedName } from './served-names.ts'

export interface LocalCa {
  /** The authority's certificate as it stands now: what clients trust. */
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
  /** Has a TLS server take another `localPair` well before the one it has ends, for as long as it listens. */
  keepFresh(server: Server): void
}

export type LocalCaOptions = {
  /** Names and addresses, besides those of this machine and AWS, that certificates may carry. */
  readonly hosts?: readonly string[]
  /** Milliseconds since 1970; clients compare with clocks of their own. */
  readonly now?: () => number
  /** Told when the authority's certificate was renewed: clients that hold a copy of the old one need the other. */
  readonly onRenewal?: (renewal: CaRenewal) => void
} & (
  | {
      /** Where the authority is kept; made when it is not there. */
      readonly directory: string
    }
  | { readonly ephemeral: true }
)

/** Milliseconds since 1970. */
export interface CaRenewal {
  readonly oldEnds: number
  readonly ends: number
}

const DAY = 24 * 60 * 60 * 1000
const CA_DAYS = 3650
/** Days before its end on which the authority's certificate is renewed: time for those who hold a copy. */
const RENEWAL_DAYS = 365
const LEAF_DAYS = 30
/** Clocks of clients may be behind. */
const BACKDATE_MS = DAY
const CONTEXT_LIMIT = 1000

/**
 * A certificate authority of this server alone, P-256, which issues certificates by the name that a client asks for.
 * Within a year of its end its certificate is renewed with the same name and key, so that what it issues is trusted by
 * clients that hold either. Throws when its files are incomplete, unreadable or do not belong together.
 */
export function localCa(options: LocalCaOptions): LocalCa {
  const { hosts = [], now = Date.now } = options
  const directory = 'directory' in options ? options.directory : undefined
  let authority = authorityOf(materialOf(directory, now()), directory)

  /** What issues now. A renewal that cannot be kept is tried again; until the authority's end it is no failure. */
  function current(): Authority {
    if (authority.ends - now() > RENEWAL_DAYS * DAY) return authority
    try {
      authority = renewed(authority)
    } catch (error) {
      if (authority.ends <= now()) throw error
    }
    return authority
  }

  function renewed({ key, name, ends: oldEnds }: Authority): Authority {
    const caPem = authorityCertificate(key, name, now())
    if (directory !== undefined) replaceCertificate(directory, caPem)
    const ends = endOf(caPem)
    options.onRenewal?.({ oldEnds, ends })
    return { key, name, caPem, ends }
  }

  current()

  const leaf = newKeys()
  const leafPem = keyText(leaf.privateKey)
  const contexts = new Map<string, { readonly context: SecureContext; readonly renewAt: number }>()

  function issue(names: readonly string[]): { readonly key: string; readonly cert: string } {
    const { name, key, caPem, ends } = current()
    const certificate = issueCertificate({
      subject: names[0] ?? '',
      issuer: name,
      notBefore: now() - BACKDATE_MS,
      notAfter: Math.min(now() + LEAF_DAYS * DAY, ends),
      publicKey: leaf.publicKey,
      issuerPrivateKey: key,
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

  return {
    get caPem() {
      return current().caPem
    },
    caFile: directory === undefined ? undefined : caFiles(directory).caFile,
    secureContextFor,
    localPair,
    keepFresh(server) {
      const timer = setInterval(() => server.setSecureContext(localPair()), (LEAF_DAYS / 3) * DAY)
      timer.unref()
      server.once('close', () => clearInterval(timer))
    },
  }
}

interface Authority {
  readonly key: KeyObject
  readonly name: string
  readonly caPem: string
  /** Milliseconds since 1970. */
  readonly ends: number
}

function materialOf(directory: string | undefined, now: number): CaMaterial {
  const found = directory === undefined ? undefined : readCa(directory)
  if (found) return found
  const made = makeCa(now)
  if (directory !== undefined) writeCa(directory, made)
  return made
}

function makeCa(now: number): CaMaterial {
  const { privateKey } = newKeys()
  // The number tells the authorities of two servers apart where both are trusted.
  const name = `Rolecall local CA ${randomBytes(4).toString('hex')}`
  return { caPem: authorityCertificate(privateKey, name, now), keyPem: keyText(privateKey) }
}

const authorityCertificate = (key: KeyObject, name: string, now: number): string =>
  issueCertificate({
    subject: name,
    issuer: name,
    notBefore: now - BACKDATE_MS,
    notAfter: now + CA_DAYS * DAY,
    publicKey: createPublicKey(key),
    issuerPrivateKey: key,
    use: { kind: 'authority' },
  })

function authorityOf({ caPem, keyPem }: CaMaterial, directory: string | undefined): Authority {
  const where = directory ?? 'memory'
  const certificate = parsed(() => new X509Certificate(caPem), `the certificate of the local CA in ${where}`)
  const key = parsed(() => createPrivateKey(keyPem), `the key of the local CA in ${where}`)
  if (!certificate.checkPrivateKey(key)) {
    throw new Error(`the certificate and the key of the local CA in ${where} do not belong together`)
  }
  return { key, name: certificate.subject.replace(/^CN=/, ''), caPem, ends: endOf(caPem) }
}

const endOf = (caPem: string): number => Date.parse(new X509Certificate(caPem).validTo)

function parsed<T>(read: () => T, what: string): T {
  try {
    return read()
  } catch (cause) {
    throw new Error(`${what} cannot be read`, { cause })
  }
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const keyText = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
