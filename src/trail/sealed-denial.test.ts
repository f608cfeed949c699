import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS } from '../aws/authenticate.ts'
import { refusedVerdict } from '../aws/verdict-for-tests.ts'
import { openKeyring } from '../secrets/keyring.ts'
import { ephemeralRootKey } from '../secrets/root-key.ts'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import { openDenial, sealDenial } from './sealed-denial.ts'

const keyring = await openKeyring({ store: openMemoryStore(), rootKey: ephemeralRootKey(), now: () => 0 })
const encode = sealDenial(keyring.sessionKeys)
const open = openDenial(keyring.sessionKeys)

test('a denial opens to the decision, its principal, action, resource and conditions', () => {
  const check = {
    action: 'ec2:RunInstances',
    resource: 'arn:aws:ec2:us-east-1:1:instance/*',
    context: { 'ec2:Region': 'x' },
  }
  const message = encode(ANONYMOUS, refusedVerdict(check))
  const decoded = JSON.parse(open(message, ANONYMOUS.account) ?? '')
  assert.equal(decoded.allowed, false)
  assert.equal(decoded.explicitDeny, false)
  assert.equal(decoded.context.action, 'ec2:RunInstances')
  assert.deepEqual(decoded.context.conditions.items, [{ key: 'ec2:Region', values: { items: [{ value: 'x' }] } }])
})

test('a message opens for its own account alone', () => {
  const verdict = refusedVerdict({ action: 'ec2:RunInstances', resource: '*' })
  const message = encode({ ...ANONYMOUS, account: '111111111111' }, verdict)
  assert.equal(open(message, '222222222222'), undefined)
  assert.equal(typeof open(message, '111111111111'), 'string')
})

test('neither a session token nor any other text opens as a denial', () => {
  assert.equal(open(keyring.sessionKeys.seal('123456789012', Buffer.from('claims')), '123456789012'), undefined)
  assert.equal(open('nonsense', '123456789012'), undefined)
})
