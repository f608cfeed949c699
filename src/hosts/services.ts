import type { Server as HttpServer } from 'node:http'
import type { SecureContext } from 'node:tls'
import { privateDnsName } from '../instances/default-network.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { MetadataServer } from '../metadata/metadata-server.ts'
import { hopLimitGate } from './hop-limit-gate.ts'
import { instanceNames } from './instance-names.ts'
import { API_IPV4, METADATA_IPV4, METADATA_IPV6, RESOLVER_IPV4 } from './link-local.ts'
import type { Namespace } from './namespace.ts'
import { serveDns } from './resolver.ts'
import type { ListenerPlan, NetworkPlan } from './set-up-protocol.ts'
import type { LocalCa } from './tls/local-ca.ts'

// An import statement would load node:http's WebSocket client as well: 5 MB that no server needs.
const { createServer } = process.getBuiltinModule('node:http')

/** What the API's server on an instance's listener has to know. */
export interface ApiListener {
  readonly instance: InstanceRecord
  /** Present for TLS: the context by the name that the client asks for. */
  readonly tls: { readonly SNICallback: (name: string, done: SniDone) => void } | undefined
}

type SniDone = (error: Error | null, context?: SecureContext) => void

/** What answers on an instance's listeners. */
export interface ServiceParts {
  readonly metadata: MetadataServer
  /** Makes a server that answers AWS's APIs and does not listen yet. */
  readonly apiServer: (listener: ApiListener) => HttpServer
  /** Asked when the first namespace is made. */
  readonly ca: () => LocalCa
}

/** A request to the metadata service is a line and a few headers: whoever takes longer to write it is cut off. */
export const METADATA_HTTP = { headersTimeout: 5000, requestTimeout: 5000, connectionsCheckingInterval: 1000 } as const

/** What one instance may hold open at an API's listener: its flood leaves the server's descriptors to the others. */
const API_CONNECTIONS = 1024

/** The listeners that an instance's services need. */
export const LISTENERS: readonly ListenerPlan[] = [
  { name: 'metadata', kind: 'tcp', host: METADATA_IPV4, port: 80 },
  { name: 'metadata-ipv6', kind: 'tcp', host: METADATA_IPV6, port: 80 },
  { name: 'api', kind: 'tcp', host: API_IPV4, port: 80 },
  { name: 'api-tls', kind: 'tcp', host: API_IPV4, port: 443 },
  { name: 'dns', kind: 'tcp', host: RESOLVER_IPV4, port: 53 },
  { name: 'dns-udp', kind: 'udp', host: RESOLVER_IPV4, port: 53 },
]

/** The instance's network. Its router is the first address of its subnet, as in a VPC. */
export const networkPlan = ({ privateIp, mac }: InstanceRecord): NetworkPlan => {
  const [first, second, third] = privateIp.split('.')
  // Default subnets are /20.
  return { privateIp, mac, gateway: `${first}.${second}.${Number(third) & 0xf0}.1` }
}

export const hostnameOf = ({ region, privateIp }: InstanceRecord): string => privateDnsName(region, privateIp)

/** Has the instance's services answer in a namespace. Whoever is on its listeners is that instance, and nobody else is. */
export function serveInstance(parts: ServiceParts, record: InstanceRecord, namespace: Namespace) {
  const { metadata, apiServer } = parts
  const { listeners, dns, limitHops } = namespace
  const gate = hopLimitGate(record.metadataOptions.httpPutResponseHopLimit, limitHops)
  const servers: HttpServer[] = []
  const serve = (server: HttpServer, name: 'metadata' | 'metadata-ipv6' | 'api' | 'api-tls') => {
    const handle = listeners.get(name)
    if (!handle) return
    if (name.startsWith('api')) server.maxConnections = API_CONNECTIONS
    server.listen(handle)
    servers.push(server)
  }
  for (const [name, family] of [
    ['metadata', 4],
    ['metadata-ipv6', 6],
  ] as const) {
    const server = createServer(METADATA_HTTP)
    metadata.listenFor(record.id, server, { family, beforeToken: gate })
    serve(server, name)
  }
  const ca = parts.ca()
  serve(apiServer({ instance: record, tls: undefined }), 'api')
  serve(apiServer({ instance: record, tls: { SNICallback: byName(ca) } }), 'api-tls')
  serveDns(dns, listeners.get('dns'), instanceNames({ hostname: hostnameOf(record), privateIp: record.privateIp }))
  return {
    update: (current: InstanceRecord) => void gate(current)?.catch(() => {}),
    close() {
      for (const server of servers) closeServer(server)
      listeners.get('dns')?.close()
      dns?.close()
    },
  }
}

const byName =
  (ca: LocalCa) =>
  (name: string, done: SniDone): void => {
    const context = ca.secureContextFor(name)
    if (context) done(null, context)
    else done(new Error(`no certificate is issued for ${name}`))
  }

export function closeServer(server: HttpServer): void {
  server.close()
  server.closeAllConnections()
}
