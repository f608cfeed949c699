/** A server with one instance that carries a role, and the instance's metadata service on a port of its own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { metadataServer } from '../../src/metadata/metadata-server.ts'
import { startServer } from '../../src/server.ts'
import { createInstanceRole, must } from './calls.ts'
import { rootOf } from './processes.ts'

const ROLE = 'app'
const running = await startServer({
  port: 0,
  tlsPort: 0,
  host: '127.0.0.1',
  home: undefined,
  account: '123456789012',
  region: 'us-east-1',
})
const root = rootOf(running.ready)
await createInstanceRole(root, ROLE)
const launched = await must(root, 'ec2', 'RunInstances', {
  ImageId: 'ami-12345678',
  MinCount: '1',
  MaxCount: '1',
  'IamInstanceProfile.Name': ROLE,
})
const id = launched.value('instanceId')

const metadata = metadataServer({
  instance: (wanted) => running.app().instance(wanted),
  vendor: running.app().vendor,
  signer: { signature: () => '', signedData: () => '' },
  now: Date.now,
})
const server = createServer()
metadata.listenFor(id, server)
server.listen(0, '127.0.0.1', () => {
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ port, role: ROLE })}\n`)
})

process.once('SIGTERM', async () => {
  server.close()
  await running.close()
  process.exit(0)
})
