import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, signed, startTestServer } from '../harness.ts'
import { type Extent, sampleInput } from './inputs.ts'
import { implementedOperations } from './operations.ts'
import { signingName, wireRequest } from './wire.ts'
import { createWorld } from './world.ts'

for (const extent of ['required', 'full'] as const satisfies readonly Extent[]) {
  test(`no operation fails inside the server on a sample of its ${extent} members`, async (t) => {
    const server = await startTestServer()
    t.after(() => server.close())
    const world = await createWorld(server)
    const failures: string[] = []
    // Deletions last, so that what the others name is there.
    const operations = [...implementedOperations()].sort((a, b) => Number(removes(a.name)) - Number(removes(b.name)))
    for (const implemented of operations) {
      const request = await wireRequest(implemented, sampleInput(implemented.model, world, extent))
      const scope = { service: signingName(implemented.service), region: world.region, credentials: server }
      const response = await send(server, signed(server, request, scope))
      // 501 is the clear answer for a feature that is not built.
      if (response.status >= 500 && response.status !== 501)
        failures.push(`${implemented.service} ${implemented.name}: ${response.status} ${response.body}`)
    }
    assert.deepEqual(failures, [], 'a failure of ours is a bug whatever the input says; the server logged its cause')
  })
}

const removes = (name: string): boolean => /^(Delete|Remove|Detach|Disassociate|Terminate|Abort)/.test(name)
