import { createHash, type KeyObject, sign, type X509Certificate } from 'node:crypto'
import { commonName } from './certificate.ts'
import { integer, NULL, octets, oid, sequence, set, tagged } from './der.ts'

const DATA = oid('1.2.840.113549.1.7.1')
const SIGNED_DATA = oid('1.2.840.113549.1.7.2')
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), NULL)
const RSA = sequence(oid('1.2.840.113549.1.1.1'), NULL)
const CONTENT_TYPE = oid('1.2.840.113549.1.9.3')
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4')
const VERSION = integer(Buffer.from([1]))

/**
 * The content in a SignedData of CMS (DER), signed with RSA and SHA-256. It names its certificate, which must be
 * self-signed by `key`, and does not hold it: whoever verifies brings it, as for AWS's. RFC 5652.
 */
export function signedData(content: Uint8Array, certificate: X509Certificate, key: KeyObject): Buffer {
  const digest = createHash('sha256').update(content).digest()
  // DER wants a set in the order of its encodings: the content type's is the shorter one.
  const attributes = Buffer.concat([sequence(CONTENT_TYPE, set(DATA)), sequence(MESSAGE_DIGEST, set(octets(digest)))])
  const signer = sequence(
    VERSION,
    sequence(commonName(certificate.issuer.replace(/^CN=/, '')), integer(Buffer.from(certificate.serialNumber, 'hex'))),
    SHA256,
    tagged(0, attributes),
    RSA,
    // What is signed are the attributes under the tag of a set.
    octets(sign('sha256', set(attributes), key)),
  )
  const signed = sequence(VERSION, set(SHA256), sequence(DATA, tagged(0, octets(content))), set(signer))
  return sequence(SIGNED_DATA, tagged(0, signed))
}
