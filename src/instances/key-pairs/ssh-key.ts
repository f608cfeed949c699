import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface PublicKey {
  readonly type: 'rsa' | 'ed25519'
  readonly key: KeyObject
  /** The wire form of RFC 4253, 6.6: a name, then the numbers. */
  readonly blob: Buffer
}

/**
 * A public key in one of the forms that EC2 imports: OpenSSH's line, the SSH file of RFC 4716, or base64 DER.
 * undefined: it is none of them, or a kind of key that EC2 does not take (RSA of 1024, 2048 or 4096 bits, and ED25519).
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-key-pairs.html
 */
export function readPublicKey(material: string): PublicKey | undefined {
  const text = material.trim()
  try {
    const line = /^(?:ssh-rsa|ssh-ed25519)\s+([A-Za-z0-9+/=]+)(?:\s|$)/.exec(text)
    if (line?.[1] !== undefined) return fromBlob(Buffer.from(line[1], 'base64'))
    if (text.startsWith('---- BEGIN SSH2 PUBLIC KEY ----')) {
      const body = text.split(/\r?\n/).filter((part) => /^[A-Za-z0-9+/=]+$/.test(part))
      return fromBlob(Buffer.from(body.join(''), 'base64'))
    }
    const der = Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64')
    return fromKey(createPublicKey({ key: der, format: 'der', type: 'spki' }))
  } catch {
    return undefined
  }
}

/** `ssh-rsa AAAA... name`. */
export const publicKeyLine = ({ type, blob }: PublicKey, name: string): string =>
  `${type === 'rsa' ? 'ssh-rsa' : 'ssh-ed25519'} ${blob.toString('base64')} ${name}`

/**
 * What EC2 shows of an imported key: MD5 of an RSA key's DER form; SHA-256 for ED25519.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html
 */
export function importedFingerprint({ type, key, blob }: PublicKey): string {
  if (type === 'ed25519') return createHash('sha256').update(blob).digest('base64')
  return colons(
    createHash('md5')
      .update(key.export({ format: 'der', type: 'spki' }))
      .digest('hex'),
  )
}

export interface GeneratedKey {
  readonly publicKey: PublicKey
  /** PEM: PKCS #1 for RSA, OpenSSH's own for ED25519, as EC2 hands them out. */
  readonly privateKey: string
  /** SHA-1 of an RSA key's private DER form; SHA-256 for ED25519. */
  readonly fingerprint: string
}

/** A fresh key pair: RSA of 2048 bits or ED25519. */
export function generateKey(type: 'rsa' | 'ed25519'): GeneratedKey {
  if (type === 'rsa') {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' })
    return {
      publicKey: required(fromKey(pair.publicKey)),
      // Asked for as PEM, so it is text.
      privateKey: String(pair.privateKey.export({ format: 'pem', type: 'pkcs1' })),
      fingerprint: colons(createHash('sha1').update(der).digest('hex')),
    }
  }
  const pair = generateKeyPairSync('ed25519')
  const publicKey = required(fromKey(pair.publicKey))
  const { d = '' } = pair.privateKey.export({ format: 'jwk' })
  return {
    publicKey,
    privateKey: openSshPrivateKey(publicKey.blob, Buffer.from(d, 'base64url')),
    fingerprint: importedFingerprint(publicKey),
  }
}

function fromKey(key: KeyObject): PublicKey | undefined {
  const jwk = key.export({ format: 'jwk' })
  if (jwk.kty === 'RSA' && jwk.n !== undefined && jwk.e !== undefined) {
    if (![1024, 2048, 4096].includes(key.asymmetricKeyDetails?.modulusLength ?? 0)) return undefined
    const number = (text: string) => field(positive(Buffer.from(text, 'base64url')))
    return { type: 'rsa', key, blob: Buffer.concat([field('ssh-rsa'), number(jwk.e), number(jwk.n)]) }
  }
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || jwk.x === undefined) return undefined
  const blob = Buffer.concat([field('ssh-ed25519'), field(Buffer.from(jwk.x, 'base64url'))])
  return { type: 'ed25519', key, blob }
}

function fromBlob(blob: Buffer): PublicKey | undefined {
  const [name, first, second, ...rest] = fields(blob)
  if (name === undefined || first === undefined || rest.length > 0) return undefined
  const text = (part: Buffer) => part.toString('base64url')
  if (name.equals(Buffer.from('ssh-ed25519')) && second === undefined) {
    return fromKey(createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text(first) }, format: 'jwk' }))
  }
  if (!name.equals(Buffer.from('ssh-rsa')) || second === undefined) return undefined
  const unsigned = (part: Buffer) => (part[0] === 0 ? part.subarray(1) : part)
  return fromKey(
    createPublicKey({ key: { kty: 'RSA', e: text(unsigned(first)), n: text(unsigned(second)) }, format: 'jwk' }),
  )
}

/** OpenSSH's file of an unencrypted key. https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
function openSshPrivateKey(publicBlob: Buffer, seed: Buffer): string {
  const point = publicBlob.subarray(-32)
  // Two equal numbers that prove a decryption; nothing is encrypted here.
  const check = Buffer.alloc(8)
  const secret = Buffer.concat([check, publicBlob, field(Buffer.concat([seed, point])), field('')])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1))
  const count = Buffer.from([0, 0, 0, 1])
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    count,
    field(publicBlob),
    field(Buffer.concat([secret, padding])),
  ])
  const lines = body.toString('base64').match(/.{1,70}/g) ?? []
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

/** Four bytes of length, then the bytes. */
function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function fields(blob: Buffer): readonly Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < blob.length; ) {
    const end = at + 4 + blob.readUInt32BE(at)
    if (end > blob.length) throw new Error('a field ends after the key')
    found.push(blob.subarray(at + 4, end))
    at = end
  }
  return found
}

/** A number whose first bit is set would be negative. */
const positive = (bytes: Buffer): Buffer => ((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)

const colons = (hex: string): string => hex.match(/../g)?.join(':') ?? ''

function required(key: PublicKey | undefined): PublicKey {
  if (!key) throw new Error('a generated key is of no kind that EC2 knows')
  return key
}
