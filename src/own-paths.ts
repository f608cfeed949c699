import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from './app.ts'
import type { OwnPaths } from './aws/http.ts'
import { bucketOfHost } from './aws/recognise.ts'
import { VERSION } from './version.ts'

export interface OwnPathsParts {
  readonly app: () => App
  /** Milliseconds since 1970. */
  readonly started: number
  readonly clock: () => number
  readonly ephemeral: boolean
  readonly reset: () => Promise<void>
}

/** The paths below `/_rolecall/`, which can be no bucket's: health for everybody, reset for tests on this machine. */
export function ownPaths(parts: OwnPathsParts): OwnPaths {
  return (request, response) => {
    const { url = '' } = request
    if (!url.startsWith('/_rolecall/')) return false
    // In the host name a bucket leaves the whole path to its objects' keys.
    if (bucketOfHost(request.headers.host ?? '') !== undefined) return false
    const [path] = url.split('?')
    if (path === '/_rolecall/health') health(parts, request, response)
    else if (path === '/_rolecall/reset') reset(parts, request, response)
    else answer(response, 404, { error: `there is nothing at ${path}` })
    return true
  }
}

function health({ app, started, clock }: OwnPathsParts, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    answer(response, 405, { error: 'health is read with GET' })
    return
  }
  const { live } = app()
  answer(response, live.failure === undefined ? 200 : 503, {
    status: live.failure === undefined ? 'ok' : 'failed',
    version: VERSION,
    enforcement: 'on',
    revision: String(live.rev),
    uptime: Math.floor((clock() - started) / 1000),
  })
}

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/

function reset(parts: OwnPathsParts, request: IncomingMessage, response: ServerResponse): void {
  const refusal = refuseReset(parts, request)
  if (refusal) {
    answer(response, refusal.status, { error: refusal.error })
    return
  }
  parts.reset().then(
    () => answer(response, 200, { status: 'reset' }),
    () => answer(response, 500, { error: 'the reset failed; the server goes on with what it had' }),
  )
}

/** A web page can send neither the header nor a request without Origin, so that no page can empty a server. */
function refuseReset({ ephemeral }: OwnPathsParts, request: IncomingMessage) {
  if (request.method !== 'POST') return { status: 405, error: 'reset takes POST' }
  if (!ephemeral) return { status: 403, error: 'only a server started with --ephemeral can be reset' }
  if (!LOOPBACK.test(request.socket.remoteAddress ?? ''))
    return { status: 403, error: 'reset is taken from this machine only' }
  if (request.headers['x-rolecall-reset'] !== '1')
    return { status: 403, error: 'reset needs the header X-Rolecall-Reset: 1' }
  if (request.headers.origin !== undefined) return { status: 403, error: 'reset is not taken from a web page' }
  return undefined
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}
