import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Role, roles } from '../roles/records.ts'
import { memoryState } from '../state/memory-state.ts'
import { accessKeys, type User, users } from '../users/records.ts'
import { LastUsed } from './last-used.ts'

const ACCOUNT = '123456789012'
const CALL = {
  time: 5000,
  account: ACCOUNT,
  userId: 'AIDAEXAMPLE',
  accessKeyId: 'AKIAEXAMPLE',
  service: 's3',
  operation: 'GetObject',
  region: 'eu-west-1',
  errorCode: undefined,
}
const ROLE: Role = {
  account: ACCOUNT,
  id: 'AROAEXAMPLE',
  name: 'app',
  path: '/',
  created: 0,
  tags: {},
  inlinePolicies: {},
  attachedPolicies: [],
  trustPolicy: '{}',
  maxSessionDuration: 3600,
}

test('the newest use of a key and of a role is written, once, when it is flushed', async () => {
  const { state, write } = memoryState([accessKeys, roles, users])
  write((tx) => {
    tx.put(accessKeys, { account: ACCOUNT, id: 'AKIAEXAMPLE', status: 'Active', created: 0, sealedSecret: '' })
    tx.put(roles, ROLE)
  })
  const used = new LastUsed()
  used.note(CALL)
  used.note({ ...CALL, time: 6000, service: 'logs' })
  used.note({ ...CALL, userId: 'AROAEXAMPLE:i-1', accessKeyId: 'ASIAEXAMPLE' })
  used.note({ ...CALL, account: '', userId: '', accessKeyId: undefined })
  let submitted = 0
  const flush = () =>
    used.flush(async (account, plan) => {
      assert.equal(account, ACCOUNT)
      submitted += 1
      write(plan)
    })
  await flush()
  await flush()
  assert.equal(submitted, 1)
  assert.deepEqual(state.get(accessKeys, ACCOUNT, 'AKIAEXAMPLE')?.lastUsed, {
    at: 6000,
    service: 'logs',
    region: 'eu-west-1',
  })
  assert.deepEqual(state.get(roles, ACCOUNT, 'app')?.lastUsed, { at: 5000, region: 'eu-west-1' })
})

test('a password was used when a sign-in with it succeeded, whatever else its user called', async () => {
  const { state, write } = memoryState([accessKeys, roles, users])
  const ada: User = { ...ROLE, id: 'AIDAEXAMPLE', name: 'ada', groupIds: [] }
  write((tx) => tx.put(users, ada))
  const used = new LastUsed()
  const signIn = { ...CALL, service: 'signin', operation: 'ConsoleLogin', accessKeyId: undefined }
  const lastUsed = async (call: Parameters<LastUsed['note']>[0]) => {
    used.note(call)
    await used.flush(async (_, plan) => write(plan))
    return state.get(users, ACCOUNT, 'ada')?.passwordLastUsed
  }
  assert.equal(await lastUsed({ ...signIn, errorCode: 'PasswordChangeRequired' }), undefined)
  assert.equal(await lastUsed({ ...signIn, accessKeyId: 'AKIAEXAMPLE' }), undefined)
  assert.equal(await lastUsed(signIn), 5000)
  assert.equal(await lastUsed({ ...CALL, time: 9000 }), 5000)
})
