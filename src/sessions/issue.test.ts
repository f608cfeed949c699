import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomIds } from '../aws/ids.ts'
import { issueCredentials } from './issue.ts'
import { SessionTokens } from './session-token.ts'

const sealer = {
  seal: (header: string, plaintext: Uint8Array) => `${header}.${Buffer.from(plaintext).toString('base64url')}`,
  open: (token: string) => {
    const [header = '', text = ''] = token.split('.')
    return { header, plaintext: Buffer.from(text, 'base64url') }
  },
}

test('a session begins and ends at whole seconds, whatever the clock shows', () => {
  const tokens = new SessionTokens(sealer)
  const issued = issueCredentials(tokens, randomIds(), {
    kind: 'assumed-role',
    account: '123456789012',
    issuerArn: 'arn:aws:iam::123456789012:role/app',
    issuerName: 'app',
    issuerId: 'AROAEXAMPLE',
    sessionName: 's',
    issuedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    expiresAt: Date.UTC(2026, 0, 2, 4, 4, 5, 678),
    chained: false,
    tags: {},
    transitiveTagKeys: [],
  })
  assert.ok('credentials' in issued)
  assert.equal(issued.credentials.Expiration.toISOString(), '2026-01-02T04:04:05.000Z')
  const opened = tokens.open(issued.credentials.SessionToken)
  assert.equal(opened?.session.issuedAt, Date.UTC(2026, 0, 2, 3, 4, 5))
  assert.equal(opened?.session.expiresAt, Date.UTC(2026, 0, 2, 4, 4, 5))
})

test('a session opens as it was issued, whether its claims are short or long', () => {
  const tokens = new SessionTokens(sealer)
  for (const policy of [undefined, JSON.stringify({ Statement: 'x'.repeat(1900) })]) {
    const issued = issueCredentials(tokens, randomIds(), {
      kind: 'assumed-role',
      account: '123456789012',
      issuerArn: 'arn:aws:iam::123456789012:role/app',
      issuerName: 'app',
      issuerId: 'AROAEXAMPLE',
      sessionName: 'söckchen',
      issuedAt: Date.UTC(2026, 0, 2),
      expiresAt: Date.UTC(2026, 0, 3),
      chained: false,
      tags: {},
      transitiveTagKeys: [],
      ...(policy === undefined ? {} : { policy }),
    })
    assert.ok('credentials' in issued)
    // What another instance opens has not been remembered.
    const opened = new SessionTokens(sealer).open(issued.credentials.SessionToken)
    assert.equal(opened?.session.sessionName, 'söckchen')
    assert.equal(opened?.session.policy, policy)
    assert.equal(opened?.secretAccessKey, issued.credentials.SecretAccessKey)
  }
})
