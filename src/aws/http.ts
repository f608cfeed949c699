import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import { isIP, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline as pipe } from 'node:stream/promises'
import { AwsError } from './error.ts'
import type { SourceVpc } from './operation.ts'
import type { Pipeline } from './pipeline.ts'
import type { IncomingRequest } from './progress.ts'
import type { WireResponse } from './wire.ts'

/** A session token alone may take 4 KB, and S3's user metadata 2 KB more. */
export const HTTP_OPTIONS: ServerOptions = {
  maxHeaderSize: 32 * 1024,
  keepAliveTimeout: 65_000,
  headersTimeout: 30_000,
  // A large upload over a slow line takes as long as it takes; one on which nothing moves is ended by `IDLE_MS`.
  requestTimeout: 0,
}

/** How long a connection may lie still in the midst of a call, while a large upload is put together too. Node's default is for ever. */
const IDLE_MS = 300_000

/** What stands before the AWS APIs on the same port, such as the health answer; true when it has answered. */
export type OwnPaths = (request: IncomingMessage, response: ServerResponse) => boolean

export interface HttpParts {
  readonly pipeline: Pipeline
  readonly own: OwnPaths
  /** Tells a browser whether a page may read the answers; true when it has answered a preflight. */
  readonly cors?: OwnPaths
  /** Whether a Host header's name is one of this server's: a page in a browser cannot rebind its own name to it. */
  readonly isOurHost: (name: string) => boolean
  /** Where calls come from, where the listener itself says it; default: from the peer, over the public endpoint. */
  readonly from?: { readonly sourceIp: string; readonly vpc: SourceVpc }
}

/** Has a node:http or node:https server answer by these parts. */
export function serveHttp(server: Server, parts: HttpParts): void {
  // Calls come with one Host or a few; the one before is right most of the time.
  let ours: string | undefined
  const isOurs = (host: string | undefined): boolean => {
    if (host !== undefined && host === ours) return true
    if (!parts.isOurHost(hostName(host))) return false
    ours = host
    return true
  }
  const serve = (request: IncomingMessage, response: ServerResponse, waits: boolean) => {
    if (!isOurs(request.headers.host)) {
      response.writeHead(421, { 'content-type': 'text/plain', connection: 'close' })
      response.end('This Host is not one of this server; see ROLECALL_HOSTS.\n')
      return
    }
    if (parts.cors?.(request, response) || parts.own(request, response)) return
    void answer(parts, request, response, waits)
  }
  server.on('request', (request, response) => serve(request, response, false))
  server.on('checkContinue', (request, response) => serve(request, response, true))
  server.timeout = IDLE_MS
}

async function answer(
  { pipeline, from }: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
  waits: boolean,
) {
  let continued = false
  try {
    const result = await pipeline(
      incomingOf(request, from ?? { sourceIp: peerAddress(request.socket) }, () => {
        if (waits && !continued) response.writeContinue()
        continued = true
      }),
    )
    // A client that still waits to send its body, or is in the midst of it, must not have it read as the next request.
    const unread = (waits && !continued) || !request.complete
    await write(result, request, response, unread)
  } catch {
    // The client went away, or the object's file did: the length promised cannot be kept, so the connection ends.
    response.destroy()
  }
}

/** Answers a promise only where the body is a stream. */
function write(
  result: WireResponse,
  request: IncomingMessage,
  response: ServerResponse,
  close: boolean,
): Promise<void> | undefined {
  const { status, body } = result
  const isHead = request.method === 'HEAD'
  const whole = typeof body === 'string' ? sendable(body) : body
  if (whole !== undefined && !isWhole(whole)) {
    response.writeHead(status, headersOf(result, undefined, close))
    if (!isHead) return pipe(whole, response)
    whole.destroy()
    response.end()
    return undefined
  }
  const bodiless = isHead || status === 204 || status === 304
  response.writeHead(status, headersOf(result, bodiless ? undefined : (whole?.length ?? 0), close))
  if (isHead || whole === undefined) response.end()
  else response.end(whole, 'latin1')
  return undefined
}

const isWhole = (body: string | Uint8Array | Readable): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array

/** A text of ASCII goes out in one piece with the head, as it is; any other as bytes. */
const sendable = (text: string): string | Buffer => (Buffer.byteLength(text) === text.length ? text : Buffer.from(text))

const CONTENT_LENGTH = 'content-length'

/** Names and values in turn; `length` is told where the answer does not tell one itself. */
function headersOf({ headers }: WireResponse, length: number | undefined, close: boolean): string[] {
  const flat: string[] = []
  let untold = length !== undefined
  for (const [name, value] of headers) {
    flat.push(name, value)
    if (name.length === CONTENT_LENGTH.length && name.toLowerCase() === CONTENT_LENGTH) untold = false
  }
  if (close) flat.push('Connection', 'close')
  if (untold) flat.push('Content-Length', String(length))
  return flat
}

/** A request as node has it, in the pipeline's terms; `continueBody` is called before its body is read. */
export function incomingOf(
  request: IncomingMessage,
  from: Pick<IncomingRequest, 'sourceIp' | 'vpc'>,
  continueBody: () => void,
): IncomingRequest {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    // node joins or drops duplicates by name; rawHeaders keeps them all for the signature.
    headers: flatten(request.headers),
    rawHeaders: request.rawHeaders,
    ...from,
    secure: 'encrypted' in request.socket,
    continueBody,
    readBody: (limit, tooLarge) => readBody(request, limit, tooLarge),
    stream: { [Symbol.asyncIterator]: () => bodyOf(request) },
  }
}

/** Of all that a request carries more than once, node leaves only cookies apart. */
function flatten(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  const cookies: unknown = headers['set-cookie']
  if (Array.isArray(cookies)) Object.assign(headers, { 'set-cookie': cookies.join(', ') })
  // The one array has just been joined.
  return headers as Readonly<Record<string, string>>
}

/** The peer's address, IPv4 in dotted form. */
export function peerAddress(socket: Socket): string {
  const address = socket.remoteAddress ?? ''
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

/** Reads the whole body, refusing before or as soon as it is longer than the limit. */
function readBody(request: IncomingMessage, limit: number, tooLarge: () => AwsError): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > limit) {
        request.pause()
        reject(tooLarge())
      } else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)))
    request.on('error', (cause) => reject(clientGone(cause)))
    request.on('close', () => {
      if (!request.readableEnded) reject(clientGone())
    })
  })
}

/** The name in a Host header, an IPv6 address with its brackets. */
export const hostName = (host: string | undefined): string => (host ?? '').replace(/:\d+$/, '').toLowerCase()

/** Names that reach this server without configuration; an address cannot be rebound, so every address is one. */
export function hostTest(configured: readonly string[]): (name: string) => boolean {
  const names = new Set(configured.map((name) => name.toLowerCase()))
  return (name) =>
    name === '' ||
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    names.has(name) ||
    // The console writes the name into its policy, where a space or a semicolon would mean something.
    (/^[\w.-]+$/.test(name) &&
      (name === 'localhost' ||
        name.endsWith('.localhost') ||
        /(^|\.)amazonaws\.com(\.cn)?$/.test(name) ||
        [...names].some((own) => own.startsWith('*.') && name.endsWith(own.slice(1)))))
}

/** A fault in the midst of a body must leave the socket open: its answer is still to be sent. */
async function* bodyOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* request.iterator({ destroyOnReturn: false })
  } catch (cause) {
    throw clientGone(cause)
  }
}

/** A connection that ended in the midst of a request: nobody reads the answer, and it is no failure of ours. */
const clientGone = (cause?: unknown): AwsError =>
  new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
    { status: 400, cause },
  )
