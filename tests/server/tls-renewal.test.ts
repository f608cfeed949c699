import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { startTestServer } from '../harness.ts'

const DAY = 24 * 60 * 60 * 1000

test('a server that runs for long shows another certificate to clients that name no server', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const server = await startTestServer()
  t.after(async () => {
    t.mock.timers.reset()
    await server.close()
  })
  const { hostname, port } = new URL(server.tlsEndpoint)
  const serial = () =>
    new Promise<string | undefined>((resolve, reject) => {
      const options = { port: Number(port), host: hostname, servername: '', ca: readFileSync(server.caFile) }
      const socket = connect({ ...options, checkServerIdentity: () => undefined }, () => {
        resolve(socket.getPeerX509Certificate()?.serialNumber)
        socket.destroy()
      })
      socket.on('error', reject)
    })
  const first = await serial()
  assert.equal(await serial(), first)
  t.mock.timers.tick(29 * DAY)
  assert.notEqual(await serial(), first)
})
