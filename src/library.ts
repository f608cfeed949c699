import { type Ready, startServer } from './server.ts'

export { serviceAuthorization } from './service-authorization/service-authorization.ts'

export interface StartOptions {
  /** Default 0: a free one. */
  readonly port?: number
  readonly tlsPort?: number
  /** 0: a free one. Default: no console. */
  readonly consolePort?: number
  /** 12 digits; default 123456789012. */
  readonly account?: string
  /** Default us-east-1; every region is served. */
  readonly region?: string
  /** Milliseconds since 1970; default: the system's clock. Freeze it to test expiry. */
  readonly clock?: () => number
}

/** A server in this process. */
export interface Rolecall extends Ready {
  /** Answers what is in flight and frees everything. */
  readonly close: () => Promise<void>
}

/**
 * Starts an ephemeral server in this process, for test suites: nothing is kept, and enforcement is on.
 * Rejects when a port is taken.
 */
export async function startRolecall(options: StartOptions = {}): Promise<Rolecall> {
  const server = await startServer({
    port: options.port ?? 0,
    tlsPort: options.tlsPort ?? 0,
    consolePort: options.consolePort,
    host: '127.0.0.1',
    home: undefined,
    account: options.account ?? '123456789012',
    region: options.region ?? 'us-east-1',
    ...(options.clock ? { clock: options.clock } : {}),
  })
  return { ...server.ready, close: server.close }
}
