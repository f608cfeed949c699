import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { test } from 'node:test'
import { instances } from '../instances/records.ts'
import { ec2, fails } from './test-ec2.ts'

/** ED25519, with the fingerprint that `ssh-keygen -l -E sha256` prints for it. */
const ED25519 = {
  line: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIgj0s28/94CDFbjuM8lnWTd5aQD214AhXRfpdzTUusK',
  fingerprint: 'oDi2fdqs+1Gxe8K6LRi47i+IrJOtDqJpRiy3eeQT/p4=',
}

const bytes = (text: string) => new TextEncoder().encode(text)
const colons = (hex: string) => hex.match(/../g)?.join(':')

/** `openssl <digest>` of DER, as AWS's guide tells its readers to compare fingerprints. */
const digest = (name: 'md5' | 'sha1', der: Buffer): string | undefined =>
  colons(execFileSync('openssl', [name, '-r'], { input: der }).toString().split(' ')[0] ?? '')

/**
 * The fingerprints are computed as the guide's commands do.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html
 */
test('an RSA key pair is a working one, and its fingerprint is SHA-1 of the private key', () => {
  const { call } = ec2()
  const made = call('CreateKeyPair', { KeyName: 'rsa' })
  assert.match(made.KeyMaterial ?? '', /^-----BEGIN RSA PRIVATE KEY-----\n/)
  const key = createPrivateKey(made.KeyMaterial ?? '')
  assert.equal(made.KeyFingerprint, digest('sha1', key.export({ format: 'der', type: 'pkcs8' })))
  const imported = call('ImportKeyPair', {
    KeyName: 'same',
    PublicKeyMaterial: bytes(createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')),
  })
  assert.equal(imported.KeyFingerprint, digest('md5', createPublicKey(key).export({ format: 'der', type: 'spki' })))
  const lines = call('DescribeKeyPairs', { IncludePublicKey: true }).KeyPairs?.map(({ PublicKey }) =>
    PublicKey?.split(' '),
  )
  assert.deepEqual(lines?.[0]?.slice(0, 2), lines?.[1]?.slice(0, 2))
  assert.deepEqual(
    lines?.map((line) => line?.[2]),
    ['rsa', 'same'],
  )
})

test('an ED25519 key pair is a working one in OpenSSH’s own form', () => {
  const { call } = ec2()
  const made = call('CreateKeyPair', { KeyName: 'ed', KeyType: 'ed25519' })
  const [begin, ...body] = (made.KeyMaterial ?? '').trim().split('\n')
  assert.equal(begin, '-----BEGIN OPENSSH PRIVATE KEY-----')
  const file = Buffer.from(body.slice(0, -1).join(''), 'base64')
  const line = call('DescribeKeyPairs', { IncludePublicKey: true }).KeyPairs?.[0]?.PublicKey ?? ''
  const point = Buffer.from(line.split(' ')[1] ?? '', 'base64').subarray(-32)
  // The private section ends in: 64 bytes of seed and point, an empty comment, padding.
  const seed = file.subarray(file.lastIndexOf(point) - 32, file.lastIndexOf(point))
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') },
    format: 'jwk',
  })
  assert.ok(verify(null, bytes('hello'), publicKey, sign(null, bytes('hello'), key)))
})

test('OpenSSH’s line and RFC 4716’s file are the same key', () => {
  const { call } = ec2()
  const [, body = ''] = ED25519.line.split(' ')
  const file = `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "me"\n${body}\n---- END SSH2 PUBLIC KEY ----\n`
  const prints = [`${ED25519.line} me@host\n`, file].map(
    (text, index) => call('ImportKeyPair', { KeyName: `key-${index}`, PublicKeyMaterial: bytes(text) }).KeyFingerprint,
  )
  assert.deepEqual(prints, [ED25519.fingerprint, ED25519.fingerprint])
})

test('a key that is none, or of a kind that EC2 does not take, is refused', () => {
  const { call } = ec2()
  const dsa = 'ssh-dss AAAAB3NzaC1kc3MAAACBAIk='
  const cut = ED25519.line.slice(0, -8)
  for (const text of ['', 'hello', dsa, cut, 'ssh-rsa AAAAB3NzaC1yc2E=', 'ssh-rsa //////////8=']) {
    fails(
      () => call('ImportKeyPair', { KeyName: 'k', PublicKeyMaterial: bytes(text) }),
      'InvalidKey.Format',
      'Key is not in valid OpenSSH public key format',
    )
  }
})

test('a name is used once, and deleting what is not there is no error', () => {
  const { call } = ec2()
  const { KeyPairId } = call('CreateKeyPair', { KeyName: 'k', KeyType: 'ed25519' })
  fails(
    () => call('CreateKeyPair', { KeyName: 'k', KeyType: 'ed25519' }),
    'InvalidKeyPair.Duplicate',
    'The keypair already exists',
  )
  assert.deepEqual(call('DeleteKeyPair', { KeyPairId }), { Return: true, KeyPairId })
  assert.deepEqual(call('DeleteKeyPair', { KeyName: 'k' }), { Return: true })
  fails(
    () => call('DescribeKeyPairs', { KeyNames: ['k'] }),
    'InvalidKeyPair.NotFound',
    "The key pair 'k' does not exist",
  )
})

test('an instance keeps the key that it was launched with', () => {
  const { call, launch, see, state } = ec2()
  call('ImportKeyPair', { KeyName: 'k', PublicKeyMaterial: bytes(ED25519.line) })
  const id = launch({ KeyName: 'k' })
  call('DeleteKeyPair', { KeyName: 'k' })
  assert.equal(see(id)?.KeyName, 'k')
  assert.equal(state.find(instances, 'id', id)[0]?.keyPair?.publicKey, `${ED25519.line} k`)
})
