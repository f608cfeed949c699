import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { InstanceRecord } from '../instances/records.ts'
import type { CredentialVendor } from '../metadata/credentials.ts'
import { containerCredentials } from './container-credentials.ts'
import type { Host, HostAccess } from './host.ts'
import { refuseOtherUsers } from './peer-user.ts'
import { closeServer, METADATA_HTTP, type ServiceParts } from './services.ts'

// An import statement would load node:http's WebSocket client as well: 5 MB that no server needs.
const { createServer } = process.getBuiltinModule('node:http')

export interface EnvironmentParts extends ServiceParts {
  readonly instance: (id: string) => InstanceRecord | undefined
  readonly vendor: Pick<CredentialVendor, 'credentialsFor'>
}

/** Listeners of the instance's own on the loopback, for clients that are led to them by the SDKs' variables. */
export async function openEnvironmentHost(
  parts: EnvironmentParts,
  record: InstanceRecord,
): Promise<Host<HostAccess & { readonly way: 'environment' }>> {
  const metadata = createServer(METADATA_HTTP)
  parts.metadata.listenFor(record.id, metadata)
  const api = parts.apiServer({ instance: record, tls: undefined })
  const credentials = createServer(METADATA_HTTP)
  const { path, token } = containerCredentials(parts, record, credentials)
  const servers = [metadata, api, credentials]
  for (const server of [metadata, credentials]) refuseOtherUsers(server)
  const close = async () => {
    for (const server of servers) closeServer(server)
  }
  try {
    return {
      network: undefined,
      access: {
        way: 'environment',
        metadataUrl: await listenLocally(metadata),
        apiUrl: await listenLocally(api),
        credentialsUrl: `${await listenLocally(credentials)}${path}`,
        credentialsToken: token,
        notes: [
          'clients must follow the endpoint variables of the SDKs: those with a fixed 169.254.169.254 find no metadata',
          `${NEIGHBOURS} can reach the instance’s metadata by its port; hop limits mean nothing there`,
        ],
      },
      update: () => {},
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const NEIGHBOURS =
  process.platform === 'linux' && process.getuid?.() !== 0
    ? 'other processes of this user and root’s'
    : 'other processes of this machine'

async function listenLocally(server: HttpServer): Promise<string> {
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', done)
  })
  // A server that listens on a port has an AddressInfo.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
