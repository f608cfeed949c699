import type { Server as HttpServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import type { SecureContext } from 'node:tls'
import { privateDnsName } from '../instances/default-network.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { MetadataServer } from '../metadata/metadata-server.ts'
import type { HolderPlan } from './holder-protocol.ts'
import { API_IPV4, METADATA_IPV4, METADATA_IPV6 } from './link-local.ts'
import { type Namespace, type NamespaceKind, namespaceProblem, openNamespace } from './namespace.ts'
import type { LocalCa } from './tls/local-ca.ts'

// An import statement would load node:http's WebSocket client as well: 5 MB that no server needs.
const { createServer } = process.getBuiltinModule('node:http')

/** How a command on the instance reaches its metadata and the API. */
export type HostAccess = { readonly notes: readonly string[] } & (
  | { readonly way: NamespaceKind; readonly pid: number; readonly caFile: string }
  | { readonly way: 'environment'; readonly metadataUrl: string; readonly apiUrl: string }
)

/** What the API's server on an instance's listener has to know. */
export interface ApiListener {
  readonly instance: InstanceRecord
  /** Present for TLS: the context by the name that the client asks for. */
  readonly tls: { readonly SNICallback: (name: string, done: SniDone) => void } | undefined
}

type SniDone = (error: Error | null, context?: SecureContext) => void

export interface InstanceHostsOptions {
  readonly instance: (id: string) => InstanceRecord | undefined
  readonly metadata: MetadataServer
  /** Makes a server that answers AWS's APIs and does not listen yet. */
  readonly apiServer: (listener: ApiListener) => HttpServer
  /** Asked when the first namespace is made. */
  readonly ca: () => LocalCa
  /** The ways to try, in order; default: all. */
  readonly ways?: readonly HostAccess['way'][]
  /** How often, in milliseconds, instances are looked at to end the hosts of those that no longer run. */
  readonly watchEvery?: number
}

export interface InstanceHosts {
  /** The running instance's host, made on the first call of each boot. Throws HostError. */
  prepare(id: string): Promise<HostAccess>
  /** Runs once when that instance's host has ended; at once when there is none. */
  onEnd(id: string, run: (reason: string) => void): void
  /** Ends all hosts with their processes. */
  close(): Promise<void>
}

export class HostError extends Error {
  readonly code: 'InvalidInstanceID.NotFound' | 'IncorrectInstanceState' | 'HostUnavailable'
  constructor(code: HostError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'HostError'
    this.code = code
  }
}

interface Host {
  readonly bootEpoch: number
  readonly access: Promise<HostAccess>
  readonly watchers: ((reason: string) => void)[]
  end: () => Promise<void>
}

/** Gives running instances a place to run commands in, one for each boot of an instance. */
export function instanceHosts(options: InstanceHostsOptions): InstanceHosts {
  const { instance, ways = ['namespace', 'user namespace', 'environment'], watchEvery = 500 } = options
  const hosts = new Map<string, Host>()
  let timer: NodeJS.Timeout | undefined

  async function prepare(id: string): Promise<HostAccess> {
    const record = requireRunning(instance(id), id)
    const known = hosts.get(id)
    if (known?.bootEpoch === record.bootEpoch) return known.access
    if (known) await end(id, known, 'the instance was started again')
    const watchers: Host['watchers'] = []
    const opened = openFirst(options, record, ways)
    const host: Host = {
      bootEpoch: record.bootEpoch,
      access: opened.then(({ access }) => access),
      watchers,
      end: async () => (await opened.catch(() => undefined))?.end(),
    }
    hosts.set(id, host)
    timer ??= setInterval(look, watchEvery).unref()
    opened.then(
      ({ onEnd }) => onEnd(() => void end(id, host, 'its namespace ended')),
      () => forget(id, host),
    )
    return host.access
  }

  /** Ends the hosts of instances that stopped, terminated or began another boot. */
  function look(): void {
    for (const [id, host] of hosts) {
      const record = instance(id)
      if (record?.state === 'running' && record.bootEpoch === host.bootEpoch) continue
      void end(id, host, record ? `the instance is ${record.state}` : 'the instance is gone')
    }
  }

  async function end(id: string, host: Host, reason: string): Promise<void> {
    forget(id, host)
    for (const watcher of host.watchers.splice(0)) watcher(reason)
    await host.end()
  }

  function forget(id: string, host: Host): void {
    if (hosts.get(id) === host) hosts.delete(id)
    if (hosts.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }

  return {
    prepare,
    onEnd(id, run) {
      const host = hosts.get(id)
      if (host) host.watchers.push(run)
      else run('the instance has no host')
    },
    async close() {
      await Promise.all([...hosts].map(([id, host]) => end(id, host, 'the server is stopping')))
    },
  }
}

function requireRunning(record: InstanceRecord | undefined, id: string): InstanceRecord {
  if (!record) throw new HostError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
  if (record.state !== 'running') {
    throw new HostError('IncorrectInstanceState', `The instance '${id}' is ${record.state}, not running`)
  }
  return record
}

interface Opened {
  readonly access: HostAccess
  readonly onEnd: (run: () => void) => void
  readonly end: () => Promise<void>
}

/** Ways that have been found to be open; those that are not are tried again, since tools can be installed meanwhile. */
const possible = new Set<NamespaceKind>()

/** The first way that works; the reasons of those that do not are among the notes. */
async function openFirst(
  options: InstanceHostsOptions,
  record: InstanceRecord,
  ways: readonly HostAccess['way'][],
): Promise<Opened> {
  const reasons: string[] = []
  for (const way of ways) {
    if (way === 'environment') return openEnvironment(options, record, reasons)
    const problem = possible.has(way) ? undefined : namespaceProblem(way)
    if (problem === undefined) {
      possible.add(way)
      try {
        return await openIn(options, record, way, reasons)
      } catch (error) {
        reasons.push(`no ${way}: ${error instanceof Error ? error.message : String(error)}`)
      }
    } else reasons.push(`no ${way}: ${problem}`)
  }
  throw new HostError('HostUnavailable', `No way to run a command on ${record.id}: ${reasons.join('; ')}`)
}

async function openIn(
  { metadata, apiServer, ca: getCa }: InstanceHostsOptions,
  record: InstanceRecord,
  way: NamespaceKind,
  reasons: readonly string[],
): Promise<Opened> {
  const ca = getCa()
  const namespace = await openNamespace(way, planOf(record, ca.caPem))
  const servers: HttpServer[] = []
  const serve = (server: HttpServer, handle: Server | undefined) => {
    if (!handle) return
    server.listen(handle)
    servers.push(server)
  }
  for (const [name, family] of [
    ['metadata', 4],
    ['metadata-ipv6', 6],
  ] as const) {
    const server = createServer()
    metadata.listenFor(record.id, server, { family })
    serve(server, namespace.listeners.get(name))
  }
  serve(apiServer({ instance: record, tls: undefined }), namespace.listeners.get('api'))
  serve(apiServer({ instance: record, tls: { SNICallback: byName(ca) } }), namespace.listeners.get('api-tls'))
  const closeServers = () => {
    for (const server of servers) closeServer(server)
  }
  return {
    access: { way, pid: namespace.pid, caFile: namespace.caFile, notes: [...reasons, ...differences(namespace)] },
    onEnd: namespace.onEnd,
    end: async () => {
      closeServers()
      await namespace.close()
    },
  }
}

const planOf = (record: InstanceRecord, caPem: string): HolderPlan => ({
  instanceId: record.id,
  privateIp: record.privateIp,
  hostname: privateDnsName(record.region, record.privateIp),
  caPem,
  listeners: [
    { name: 'metadata', host: METADATA_IPV4, port: 80 },
    { name: 'metadata-ipv6', host: METADATA_IPV6, port: 80 },
    { name: 'api', host: API_IPV4, port: 80 },
    { name: 'api-tls', host: API_IPV4, port: 443 },
  ],
})

const differences = ({ notes }: Namespace): readonly string[] => [
  'the namespace reaches AWS names and its metadata only; there is no other way out',
  'the hop limit of metadata tokens is not applied: containers inside are no hop away',
  ...notes,
]

const byName =
  (ca: LocalCa) =>
  (name: string, done: SniDone): void => {
    const context = ca.secureContextFor(name)
    if (context) done(null, context)
    else done(new Error(`no certificate is issued for ${name}`))
  }

/** Listeners of the instance's own on the loopback: whoever knows the port on this machine is taken for the instance. */
async function openEnvironment(
  { metadata, apiServer }: InstanceHostsOptions,
  record: InstanceRecord,
  reasons: readonly string[],
): Promise<Opened> {
  const metadataListener = createServer()
  metadata.listenFor(record.id, metadataListener)
  const api = apiServer({ instance: record, tls: undefined })
  const access: HostAccess = {
    way: 'environment',
    metadataUrl: await listenLocally(metadataListener),
    apiUrl: await listenLocally(api),
    notes: [
      ...reasons,
      'clients must follow the endpoint variables of the SDKs: those with a fixed 169.254.169.254 find no metadata',
      'other processes of this machine can reach the instance’s metadata by its port',
    ],
  }
  return {
    access,
    onEnd: () => {},
    end: async () => {
      closeServer(metadataListener)
      closeServer(api)
    },
  }
}

async function listenLocally(server: HttpServer): Promise<string> {
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', done)
  })
  // A server that listens on a port has an AddressInfo.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function closeServer(server: HttpServer): void {
  server.close()
  server.closeAllConnections()
}
