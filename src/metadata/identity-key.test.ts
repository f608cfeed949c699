import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { identityKeySigner } from './identity-key.ts'

test('the key is made at the first signature, kept for its owner alone, and used again', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rolecall-identity-'))
  try {
    const first = identityKeySigner(directory)
    const file = join(directory, 'identity.key')
    assert.equal(existsSync(file), false)
    const signature = Buffer.from(first.signature('document'), 'base64')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const again = createPublicKey(identityKeySigner(directory).publicKey)
    assert.ok(verify('sha256', Buffer.from('document'), again, signature))
    writeFileSync(file, 'broken')
    assert.throws(() => identityKeySigner(directory).signature('document'))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
