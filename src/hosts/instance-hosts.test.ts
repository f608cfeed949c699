import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import { HostError } from './host.ts'
import { hostsForTests } from './hosts-for-tests.ts'

const one = instanceRecord()
const ways = ['environment'] as const

test('whoever asks for a boot gets the same host, however many ask while the last one ends', async (t) => {
  const { hosts, set } = hostsForTests(t, [one], { ways })
  const before = await hosts.prepare(one.id)
  assert.equal(await hosts.prepare(one.id), before)
  set({ ...one, bootEpoch: 2 })
  const [first, second, third] = await Promise.all([1, 2, 3].map(() => hosts.prepare(one.id)))
  assert.equal(first, second)
  assert.equal(first, third)
  assert.ok(first?.way === 'environment' && before.way === 'environment')
  assert.notEqual(first.credentialsToken, before.credentialsToken)
  assert.ok(hosts.isCurrent(one.id, first))
  assert.ok(!hosts.isCurrent(one.id, before))
})

test('a server that stops makes no more hosts', async (t) => {
  const { hosts } = hostsForTests(t, [one], { ways })
  await hosts.close()
  for (const ask of [() => hosts.prepare(one.id), () => hosts.attach(one.id, process.pid)]) {
    await assert.rejects(ask(), (error: unknown) => {
      assert.ok(error instanceof HostError)
      assert.equal(error.code, 'HostUnavailable')
      return true
    })
  }
})
