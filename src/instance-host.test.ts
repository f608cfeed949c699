import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { HttpParts } from './aws/http.ts'
import { type LocalCa, localCa } from './hosts/tls/local-ca.ts'
import { apiServer } from './instance-host.ts'
import { defaultNetwork } from './instances/default-network.ts'
import { instanceRecord } from './instances/fixtures.ts'

test("an instance reaches AWS's APIs from its own address through its VPC, and none of the server's own paths, reset among them", async (t) => {
  const instance = instanceRecord()
  const parts: HttpParts = {
    own: () => assert.fail('an own path was asked for on an instance'),
    pipeline: async ({ path, sourceIp, vpc }) => ({
      status: 200,
      headers: [],
      body: `${path} ${sourceIp} ${vpc?.arn}`,
    }),
    isOurHost: () => true,
  }
  const server = apiServer({ instance, tls: undefined }, parts, localCa({ ephemeral: true }))
  t.after(() => server.close())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/_rolecall/reset`, {
    method: 'POST',
    headers: { 'x-rolecall-reset': '1', connection: 'close' },
  })
  const { vpcId } = defaultNetwork(instance.account, instance.region)
  const arn = `arn:aws:ec2:us-east-1:123456789012:vpc/${vpcId}`
  assert.equal(await answer.text(), `/_rolecall/reset ${instance.privateIp} ${arn}`)
})

test("the TLS listener of an instance has its certificate kept fresh, as the server's own has", async () => {
  const kept: unknown[] = []
  const ca: LocalCa = { ...localCa({ ephemeral: true }), keepFresh: (server) => kept.push(server) }
  const parts: HttpParts = { own: () => false, pipeline: () => assert.fail('nobody calls'), isOurHost: () => true }
  const server = apiServer({ instance: instanceRecord(), tls: { SNICallback: () => {} } }, parts, ca)
  assert.deepEqual(kept, [server])
})
