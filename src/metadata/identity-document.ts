import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { architectureOf } from '../instances/instance-types.ts'
import type { InstanceRecord } from '../instances/records.ts'
import { document, seconds } from './iam-tree.ts'

/** Signs identity documents with the server's key; documents of one boot are signed once. */
export interface IdentitySigner {
  /** Base64 in lines of 76 characters: RSA-SHA256 over the exact bytes of the document. */
  signature(document: string): string
  /** PEM: what `openssl dgst -sha256 -verify` takes. */
  readonly publicKey: string
}

const SIGNATURE_LIMIT = 1000

/** A signer over an RSA private key in PEM. Throws when the text is no RSA key. */
export function identitySigner(privateKeyPem: string): IdentitySigner {
  const key = createPrivateKey(privateKeyPem)
  if (key.asymmetricKeyType !== 'rsa') throw new Error('the identity document key must be an RSA key')
  const known = new Map<string, string>()
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    signature(text) {
      const found = known.get(text) ?? inLines(signText(key, text))
      if (known.size >= SIGNATURE_LIMIT) known.delete(known.keys().next().value ?? '')
      known.set(text, found)
      return found
    },
  }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html */
export const identityDocument = (instance: InstanceRecord): string =>
  document({
    accountId: instance.account,
    architecture: architectureOf(instance.type),
    availabilityZone: instance.availabilityZone,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.type,
    kernelId: null,
    pendingTime: seconds(instance.launchTime),
    privateIp: instance.privateIp,
    ramdiskId: null,
    region: instance.region,
    version: '2017-09-30',
  })

const signText = (key: KeyObject, text: string): string => sign('sha256', Buffer.from(text), key).toString('base64')

const inLines = (text: string): string => text.match(/.{1,76}/g)?.join('\n') ?? ''
