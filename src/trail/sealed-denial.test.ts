import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { ANONYMOUS } from '../aws/authenticate.ts'
import type { Caller } from '../aws/caller.ts'
import { refusedVerdict } from '../aws/verdict-for-tests.ts'
import { parsePolicy } from '../policy/document.ts'
import { openKeyring } from '../secrets/keyring.ts'
import { ephemeralRootKey } from '../secrets/root-key.ts'
import { openMemoryStore } from '../store/memory/memory-store.ts'
import { openDenial, sealDenial } from './sealed-denial.ts'

const keyring = await openKeyring({ store: openMemoryStore(), rootKey: ephemeralRootKey(), now: () => 0 })
const encode = sealDenial(keyring.sessionKeys)
const open = openDenial(keyring.sessionKeys)

const arn = 'arn:aws:iam::123456789012:user/alice'
const alice: Caller = {
  ...ANONYMOUS,
  kind: 'user',
  account: '123456789012',
  arn,
  principalArn: arn,
  userId: 'AIDAEXAMPLE',
  name: 'alice',
  entityId: 'AIDAEXAMPLE',
}
const RESOURCE = 'arn:aws:ec2:us-east-1:123456789012:instance/*'

function verdict(context: Readonly<Record<string, string>>, statement?: object) {
  const refused = refusedVerdict({ action: 'ec2:RunInstances', resource: RESOURCE, context: { 'ec2:Region': 'x' } })
  const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement ?? [ALLOW_NOTHING] }))
  const policies = { identity: [{ name: 'p', attachedTo: arn, document }] }
  return { ...refused, request: { ...refused.request, context: new Map(Object.entries(context)), policies } }
}
const ALLOW_NOTHING = { Effect: 'Allow', Action: 'none:None', Resource: '*' }

const decoded = (message: string) => JSON.parse(open(message, alice.account) ?? '')

test('a denial opens to its principal, action, resource and the conditions of the whole request', () => {
  const message = decoded(encode(alice, verdict({ 'ec2:region': 'x', 'aws:sourceip': '10.0.0.1' })))
  assert.deepEqual(message, {
    allowed: false,
    explicitDeny: false,
    matchedStatements: { items: [] },
    failures: { items: [] },
    context: {
      principal: { id: 'AIDAEXAMPLE', name: 'alice', arn },
      action: 'ec2:RunInstances',
      resource: RESOURCE,
      conditions: {
        items: [
          { key: 'ec2:Region', values: { items: [{ value: 'x' }] } },
          { key: 'aws:SourceIp', values: { items: [{ value: '10.0.0.1' }] } },
        ],
      },
    },
  })
})

test('an explicit deny shows the statement that denied, with whom it is about', () => {
  const deny = {
    Sid: 'NoBigOnes',
    Effect: 'Deny',
    Action: ['ec2:RunInstances', 'ec2:StartInstances'],
    Resource: '*',
    Condition: { StringEquals: { 'ec2:InstanceType': ['m5.large', 'm5.xlarge'] } },
  }
  const message = decoded(encode(alice, verdict({ 'ec2:instancetype': 'm5.large' }, [ALLOW_NOTHING, deny])))
  assert.equal(message.explicitDeny, true)
  assert.deepEqual(message.matchedStatements.items, [
    {
      statementId: 'NoBigOnes',
      effect: 'DENY',
      principals: { items: [{ value: 'AIDAEXAMPLE' }] },
      principalGroups: { items: [] },
      actions: { items: [{ value: 'ec2:RunInstances' }, { value: 'ec2:StartInstances' }] },
      resources: { items: [{ value: '*' }] },
      conditions: {
        items: [{ key: 'ec2:InstanceType', values: { items: [{ value: 'm5.large' }, { value: 'm5.xlarge' }] } }],
      },
    },
  ])
})

test('a message is never longer than sts:DecodeAuthorizationMessage takes', () => {
  const noise = (n: number) => hash('sha512', String(n), 'base64') + hash('sha512', `again ${n}`, 'base64')
  const tags = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`aws:principaltag/${n}`, noise(n + 7)]))
  const sealed = encode(alice, verdict({ ...tags, 'ec2:region': 'x' }))
  assert.ok(sealed.length <= 10_240)
  assert.deepEqual(decoded(sealed).context.conditions.items, [
    { key: 'ec2:Region', values: { items: [{ value: 'x' }] } },
  ])
})

test('a message opens for its own account alone', () => {
  const message = encode({ ...ANONYMOUS, account: '111111111111' }, verdict({}))
  assert.equal(open(message, '222222222222'), undefined)
  assert.equal(typeof open(message, '111111111111'), 'string')
})

test('neither a session token nor any other text opens as a denial', () => {
  assert.equal(open(keyring.sessionKeys.seal('123456789012', Buffer.from('claims')), '123456789012'), undefined)
  assert.equal(open('nonsense', '123456789012'), undefined)
})
