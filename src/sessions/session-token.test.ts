import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import type { Session } from '../aws/caller.ts'
import { SessionTokens, TOKEN_LIMIT } from './session-token.ts'

/** Keeps the claims readable, so that a test can change them. */
const open = (token: string) => {
  const [header = '', text = ''] = token.split('.')
  if (header === 'forged') throw new Error('not sealed here')
  return { header, plaintext: Buffer.from(text, 'base64url') }
}
const seal = (header: string, plaintext: Uint8Array) => `${header}.${Buffer.from(plaintext).toString('base64url')}`

const session = (tags: Readonly<Record<string, string>> = {}): Session => ({
  kind: 'assumed-role',
  accessKeyId: 'ASIAEXAMPLE',
  account: '123456789012',
  issuerArn: 'arn:aws:iam::123456789012:role/r',
  issuerName: 'r',
  issuerId: 'AROAEXAMPLE',
  sessionName: 'session',
  issuedAt: 1000,
  expiresAt: 2000,
  chained: false,
  tags,
  transitiveTagKeys: [],
})
const secretAccessKey = 'secret'

test('a token opens to the session and the secret that it was minted with', () => {
  const tokens = new SessionTokens({ seal, open })
  const minted = tokens.mint({ session: session({ a: 'b' }), secretAccessKey })
  assert.ok('token' in minted)
  assert.deepEqual(tokens.open(minted.token), { session: session({ a: 'b' }), secretAccessKey })
})

test('a token over the limit is not minted, and says how far it is over', () => {
  const tags = { noise: randomBytes(TOKEN_LIMIT).toString('base64') }
  const minted = new SessionTokens({ seal, open }).mint({ session: session(tags), secretAccessKey })
  assert.ok('tooLarge' in minted && minted.tooLarge > 100)
})

test('what compresses well fits although its text is longer than a token', () => {
  const tags = { plain: 'x'.repeat(10 * TOKEN_LIMIT) }
  assert.ok('token' in new SessionTokens({ seal, open }).mint({ session: session(tags), secretAccessKey }))
})

test('a token that this server did not seal opens to nothing', () => {
  const tokens = new SessionTokens({ seal, open })
  for (const token of ['', 'forged.x', 'nonsense', seal('123456789012', Buffer.from('nonsense'))])
    assert.equal(tokens.open(token), undefined)
})

test('a token whose readable account is not the sealed one opens to nothing', () => {
  const claims = deflateRawSync(JSON.stringify({ session: session(), secretAccessKey }))
  assert.equal(new SessionTokens({ seal, open }).open(seal('210987654321', claims)), undefined)
})

test('claims that inflate without end open to nothing', () => {
  const claims = deflateRawSync(Buffer.alloc(1_000_000, 32))
  assert.equal(new SessionTokens({ seal, open }).open(seal('123456789012', claims)), undefined)
})

test('a token over the limit is not even opened', () => {
  let opened = 0
  const tokens = new SessionTokens({
    seal,
    open: (token) => {
      opened += 1
      return open(token)
    },
  })
  assert.equal(tokens.open('x'.repeat(TOKEN_LIMIT + 1)), undefined)
  assert.equal(opened, 0)
})
