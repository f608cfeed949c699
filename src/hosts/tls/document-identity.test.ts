import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { tool } from '../../../tests/tools.ts'
import { NOW } from '../../instances/fixtures.ts'
import { documentIdentity, newDocumentIdentity } from './document-identity.ts'
import { documentSigner } from './document-signer.ts'

const openssl = tool('openssl')
const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'rolecall-document-'))
  folders.push(made)
  return made
}
after(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

const DOCUMENT = '{\n  "instanceId" : "i-0123456789abcdef0",\n  "region" : "us-east-1"\n}'

/** What AWS's guide has a user write into files: the certificate, and what the metadata service answered. */
function filesOf(document: string) {
  const made = folder()
  const identity = newDocumentIdentity(NOW)
  const signer = documentSigner(() => identity)
  const file = (name: string, text: string | Buffer) => {
    writeFileSync(join(made, name), text)
    return join(made, name)
  }
  return {
    certificate: file('certificate', identity.certificate.toString()),
    document: file('document', document),
    signature: file('signature', Buffer.from(signer.signature(document), 'base64')),
    rsa2048: file('rsa2048', `-----BEGIN PKCS7-----\n${signer.signedData(document)}\n-----END PKCS7-----\n`),
    file,
  }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-iid.html, by the RSA-2048 signature. */
const verifySigned = (rsa2048: string, certificate: string) =>
  spawnSync(
    openssl.path,
    ['smime', '-verify', '-in', rsa2048, '-inform', 'PEM', '-certfile', certificate, '-noverify'],
    { encoding: 'utf8' },
  )

test("AWS's command verifies the signed document, and writes the document", { skip: openssl.skip }, () => {
  for (const document of [DOCUMENT, DOCUMENT.repeat(20)]) {
    const { rsa2048, certificate } = filesOf(document)
    const { status, stdout, stderr } = verifySigned(rsa2048, certificate)
    assert.equal(status, 0, stderr)
    assert.match(stderr, /Verification successful/)
    assert.equal(stdout, document)
  }
})

test('a signed document that was changed, or that another server signed, is refused', { skip: openssl.skip }, () => {
  const one = filesOf(DOCUMENT)
  const other = filesOf(DOCUMENT)
  assert.notEqual(verifySigned(one.rsa2048, other.certificate).status, 0)
  const der = Buffer.from(readFileSync(one.rsa2048, 'utf8').replace(/-----.*-----|\s/g, ''), 'base64')
  const at = der.indexOf('i-0123456789abcdef0')
  der.write('i-0fedcba9876543210', at)
  const forged = one.file('forged', `-----BEGIN PKCS7-----\n${der.toString('base64')}\n-----END PKCS7-----\n`)
  const { status, stderr } = verifySigned(forged, one.certificate)
  assert.notEqual(status, 0)
  assert.match(stderr, /digest failure|Verification failure/)
})

test("AWS's commands verify the base64-encoded signature", { skip: openssl.skip }, () => {
  const { certificate, document, signature, file } = filesOf(DOCUMENT)
  const key = file('key', execFileSync(openssl.path, ['x509', '-pubkey', '-noout', '-in', certificate]))
  const verify = (text: string) =>
    spawnSync(openssl.path, ['dgst', '-sha256', '-verify', key, '-signature', signature, text], { encoding: 'utf8' })
  assert.equal(verify(document).stdout, 'Verified OK\n')
  assert.notEqual(verify(file('changed', `${DOCUMENT} `)).status, 0)
})

test('key and certificate are made once, the key for its owner alone', () => {
  const made = folder()
  const files = [join(made, 'key'), join(made, 'certificate')] as const
  const first = documentIdentity(...files, NOW)
  assert.equal(statSync(files[0]).mode & 0o777, 0o600)
  assert.equal(documentIdentity(...files, NOW + 1).certificate.fingerprint256, first.certificate.fingerprint256)
  assert.ok(first.certificate.checkPrivateKey(first.key))
})

test('a key that has no certificate yet gets one', () => {
  const made = folder()
  const files = [join(made, 'key'), join(made, 'certificate')] as const
  const { key } = documentIdentity(...files, NOW)
  rmSync(files[1])
  assert.ok(documentIdentity(...files, NOW).certificate.checkPrivateKey(key))
})

test('files that do not belong together, or cannot be read, are refused by name', () => {
  const made = folder()
  const at = (name: string) => join(made, name)
  documentIdentity(at('key'), at('certificate'), NOW)
  documentIdentity(at('other-key'), at('other-certificate'), NOW)
  assert.throws(() => documentIdentity(at('key'), at('other-certificate'), NOW), /other-certificate is not the cert/)
  writeFileSync(at('key'), 'nonsense')
  assert.throws(() => documentIdentity(at('key'), at('certificate'), NOW), /key cannot be read/)
})
