import type { Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type App, type AppOptions, openApp, type TrailBounds } from './app.ts'
import { HTTP_OPTIONS, type HttpParts, hostTest, serveHttp } from './aws/http.ts'
import { allowConsole, consoleOrigin } from './console/cors.ts'
import { serveConsole } from './console/serve.ts'
import { discard, type Home, openHome, writePrivate } from './home.ts'
import { type CaRenewal, type LocalCa, localCa } from './hosts/tls/local-ca.ts'
import { openInstanceHost } from './instance-host.ts'
import type { Propagation } from './metadata/credential-vendor.ts'
import { ownPaths } from './own-paths.ts'
import { ephemeralRootKey, loadOrCreateRootKey } from './secrets/root-key.ts'
import { openMemoryStore } from './store/memory/memory-store.ts'
import { openSqliteStore, sqliteStoreExists } from './store/sqlite/sqlite-store.ts'
import { VERSION } from './version.ts'

// An import statement would load node:http's WebSocket client as well: 5 MB that no server needs.
const { createServer } = process.getBuiltinModule('node:http')

/** Where the build puts the console: as far from src/ as from dist/. */
const CONSOLE = join(import.meta.dirname, '../console/dist')

export interface ServerOptions {
  /** 0 picks a free one. */
  readonly port: number
  readonly tlsPort: number
  /** 0 picks a free one; undefined: no console. */
  readonly consolePort?: number | undefined
  readonly host: string
  /** The folder that keeps everything; undefined: nothing outlives the server. */
  readonly home: string | undefined
  readonly account: string
  readonly region: string
  /** Further names that reach this server; `*.name` for all below one. */
  readonly hosts?: readonly string[]
  /** When changes of profiles, roles and trust policies reach instances; default: instant. */
  readonly propagation?: Propagation
  /** Milliseconds since 1970; default: the system's clock. */
  readonly clock?: () => number
  /** What the trail may hold; a server without a home keeps the last calls in memory. */
  readonly trail?: TrailBounds
}

/** What `--json` prints and the library answers. */
export interface Ready {
  readonly endpoint: string
  readonly tlsEndpoint: string
  readonly caFile: string
  /** The origin of the console; absent: none was asked for. */
  readonly console?: string
  readonly account: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** How to reach the server, as it stands in its folder for the other commands; the secret stands in the credentials file. */
export type ServerFile = Omit<Ready, 'secretAccessKey'> & { readonly pid: number; readonly controlSocket: string }

export interface RunningServer {
  readonly ready: Ready
  /** Where `exec` asks for an instance. */
  readonly controlSocket: string
  readonly firstStart: boolean
  readonly ephemeral: boolean
  readonly credentialsFile: string
  /** The parts of the server that runs now; another object after a reset. */
  readonly app: () => App
  /** Answers what is in flight, flushes, and frees everything. */
  readonly close: () => Promise<void>
}

/** Starts a server: state, APIs over HTTP and TLS, and the way for `exec` onto instances. Rejects with nothing left open. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const home = openHome(options.home)
  const cleanup: (() => void | Promise<void>)[] = [() => discard(home)]
  const undo = async () => {
    for (const step of cleanup.splice(0).reverse()) await step()
  }
  try {
    return await assemble(options, home, cleanup, undo)
  } catch (error) {
    await undo()
    throw error
  }
}

async function assemble(
  options: ServerOptions,
  home: Home,
  cleanup: (() => void | Promise<void>)[],
  undo: () => Promise<void>,
): Promise<RunningServer> {
  const clock = options.clock ?? Date.now
  let consoleAt: { readonly port: number; readonly origin: string } | undefined
  const open = (root?: App['root']) => openState(options, home, clock, { root, consoleOrigin: () => consoleAt?.origin })
  let app = await open()
  cleanup.push(() => app.close())
  // Certificates are judged by the clocks of clients, so that a clock of the caller's own is none of theirs.
  const ca = localCa({
    directory: home.directory,
    hosts: [options.host, ...(options.hosts ?? [])],
    onRenewal: (renewal) => logRenewal(home.directory, renewal),
  })

  const own = ownPaths({
    app: () => app,
    started: clock(),
    clock,
    ephemeral: home.ephemeral,
    reset: oneAfterAnother(async () => {
      const before = app
      app = await open(before.root)
      await before.close()
    }),
  })
  const parts: HttpParts = {
    pipeline: (incoming) => app.pipeline(incoming),
    own,
    cors: allowConsole(() => consoleAt?.port),
    isOurHost: hostTest([options.host, ...(options.hosts ?? [])]),
  }
  const servers = [createServer(HTTP_OPTIONS), createTls(ca)] as const
  for (const server of servers) serveHttp(server, parts)
  const port = await listen(servers[0], options.port, options.host)
  cleanup.push(() => stop(servers[0]))
  const tlsPort = await listen(servers[1], options.tlsPort, options.host)
  cleanup.push(() => stop(servers[1]))

  const shown = options.host.includes(':') ? `[${options.host}]` : options.host
  const reach = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : shown
  if (options.consolePort !== undefined) {
    // Only a sign-in has a body here, of a few lines.
    const server = createServer({ ...HTTP_OPTIONS, requestTimeout: 30_000 })
    const { account, region } = options
    serveConsole(server, {
      directory: CONSOLE,
      facts: () => ({ account, region, version: VERSION, apiPort: port }),
      isOurHost: parts.isOurHost,
      signIn: (request, response) => app.signIn(request, response),
    })
    const consolePort = await listen(server, options.consolePort, options.host)
    cleanup.push(() => stop(server))
    consoleAt = { port: consolePort, origin: consoleOrigin(reach, consolePort) }
  }

  const host = await openInstanceHost({ app: () => app, home, ca, clock, parts })
  cleanup.push(() => host.close())

  const ready: Ready = {
    endpoint: `http://${reach}:${port}`,
    tlsEndpoint: `https://${reach === '127.0.0.1' ? 'localhost' : reach}:${tlsPort}`,
    caFile: home.caFile,
    ...(consoleAt && { console: consoleAt.origin }),
    account: options.account,
    region: options.region,
    ...app.root,
  }
  await writeFiles(home, ready, host.controlSocket)
  return {
    ready,
    controlSocket: host.controlSocket,
    firstStart: app.firstStart,
    ephemeral: home.ephemeral,
    credentialsFile: home.credentialsFile,
    app: () => app,
    close: undo,
  }
}

async function openState(
  options: ServerOptions,
  home: Home,
  clock: () => number,
  { root, consoleOrigin }: Pick<AppOptions, 'root' | 'consoleOrigin'>,
): Promise<App> {
  const { account, region, propagation, trail } = options
  if (home.ephemeral) {
    const memory = { store: openMemoryStore(), rootKey: ephemeralRootKey(), directory: undefined }
    return openApp({ ...memory, account, region, clock, propagation, root, consoleOrigin })
  }
  // The key comes first: a store made before its key exists could never be opened again.
  const rootKey = loadOrCreateRootKey(home.rootKeyFile, { storeExists: sqliteStoreExists(home.data) })
  const store = await openSqliteStore({ directory: home.data })
  try {
    return await openApp({
      store,
      rootKey,
      directory: home.data,
      account,
      region,
      clock,
      propagation,
      trail,
      consoleOrigin,
    })
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Runs of the work that are asked for at the same time; none begins before the one ahead of it has ended. */
function oneAfterAnother(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const run = last.then(work)
    last = run.catch(() => {})
    return run
  }
}

function createTls(ca: LocalCa): Server {
  const server = createTlsServer({
    ...HTTP_OPTIONS,
    ...ca.localPair(),
    SNICallback: (name, done) => {
      const context = ca.secureContextFor(name)
      if (context) done(null, context)
      else done(new Error('this server does not speak for that name'))
    },
  })
  ca.keepFresh(server)
  return server
}

/** Clients that were given a copy of the certificate have this long to get the other one. */
function logRenewal(directory: string, { oldEnds, ends }: CaRenewal): void {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  process.stderr.write(
    `rolecall: the local CA in ${directory} was renewed to ${day(ends)}; copies of its former certificate end on ${day(oldEnds)}\n`,
  )
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // A server that listens on a port has an AddressInfo.
      resolve((server.address() as AddressInfo).port)
    })
  })
}

const GRACE_MS = 10_000
const LOOK_MS = 20

/** Lets the calls in flight end; a connection goes as soon as it is idle, one that hangs after the grace. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS)
    const hurry = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearInterval(idle)
      clearTimeout(hurry)
      resolve()
    })
  })
}

async function writeFiles(home: Home, ready: Ready, controlSocket: string): Promise<void> {
  const { secretAccessKey, ...rest } = ready
  const file: ServerFile = { ...rest, pid: process.pid, controlSocket }
  await writePrivate(
    home.credentialsFile,
    `[default]\naws_access_key_id = ${ready.accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  )
  await writePrivate(home.serverFile, `${JSON.stringify(file, undefined, 2)}\n`)
}
