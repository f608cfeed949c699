import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { HttpParts } from './aws/http.ts'
import { localCa } from './hosts/tls/local-ca.ts'
import { apiServer } from './instance-host.ts'
import { instanceRecord } from './instances/fixtures.ts'

test("an instance reaches AWS's APIs from its own address, and none of the server's own paths, reset among them", async (t) => {
  const instance = instanceRecord()
  const parts: HttpParts = {
    own: () => assert.fail('an own path was asked for on an instance'),
    pipeline: async ({ path, sourceIp }) => ({ status: 200, headers: [], body: `${path} ${sourceIp}` }),
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
  assert.equal(await answer.text(), `/_rolecall/reset ${instance.privateIp}`)
})
