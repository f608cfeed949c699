import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP, isIPv4, SocketAddress } from 'node:net'
import { bits, boolean, integer, NULL, octets, oid, pem, sequence, set, tagged, time, utf8 } from './der.ts'

export interface CertificateRequest {
  /** The common name; at most 64 characters are kept. */
  readonly subject: string
  readonly issuer: string
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: KeyObject
  /** An EC or an RSA key. */
  readonly issuerPrivateKey: KeyObject
  readonly use:
    | { readonly kind: 'authority' }
    /** DNS names and addresses. */
    | { readonly kind: 'server'; readonly names: readonly string[] }
    | { readonly kind: 'documents' }
}

/** What a key signs with, over SHA-256. RFC 5758, RFC 4055. */
const ALGORITHMS = {
  ec: sequence(oid('1.2.840.10045.4.3.2')),
  rsa: sequence(oid('1.2.840.113549.1.1.11'), NULL),
} as const

/** A version 3 certificate in PEM. RFC 5280. */
export function issueCertificate(request: CertificateRequest): string {
  const algorithm = ALGORITHMS[request.issuerPrivateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec']
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    algorithm,
    commonName(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    commonName(request.subject),
    spki(request.publicKey),
    tagged(3, sequence(...extensions(request))),
  )
  const signature = sign('sha256', body, request.issuerPrivateKey)
  return pem('CERTIFICATE', sequence(body, algorithm, bits(signature)))
}

function extensions({ use, publicKey, issuerPrivateKey }: CertificateRequest): readonly Buffer[] {
  const subjectKey = extension('2.5.29.14', false, octets(keyId(publicKey)))
  const noAuthority = extension('2.5.29.19', true, sequence())
  const digitalSignature = extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7))
  switch (use.kind) {
    case 'authority':
      return [
        extension('2.5.29.19', true, sequence(boolean(true), integer(Buffer.from([0])))),
        // keyCertSign and cRLSign
        extension('2.5.29.15', true, bits(Buffer.from([0x06]), 1)),
        subjectKey,
      ]
    case 'server':
      return [
        extension('2.5.29.17', false, sequence(...use.names.map(generalName))),
        noAuthority,
        digitalSignature,
        // serverAuth
        extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
        subjectKey,
        extension('2.5.29.35', false, sequence(tagged(0, keyId(createPublicKey(issuerPrivateKey)), false))),
      ]
    case 'documents':
      return [noAuthority, digitalSignature, subjectKey]
  }
}

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))

const generalName = (name: string): Buffer =>
  isIP(name) === 0 ? tagged(2, Buffer.from(name), false) : tagged(7, addressBytes(name), false)

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = new SocketAddress({ address, family: 'ipv6' }).address.split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const front = groups(head)
  const back = groups(tail ?? '')
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0')
  return Buffer.from([...front, ...zeros, ...back].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

/** A name of one part. */
export const commonName = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(name.slice(0, 64)))))

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })

const keyId = (key: KeyObject): Buffer => createHash('sha256').update(spki(key)).digest().subarray(0, 20)

/** 16 random bytes, positive. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x01
  return bytes
}
