import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { InstanceRecord } from '../instances/records.ts'
import { empty, errorPage, type MetadataAnswer, onTheWire, send } from './answers.ts'
import { limitConnections } from './connection-limits.ts'
import type { CredentialVendor } from './credentials.ts'
import type { IdentitySigner } from './identity-document.ts'
import { METADATA_VERSIONS, metadataTree } from './metadata-tree.ts'
import { issueToken, tokenLife } from './tokens.ts'
import { resolve } from './tree.ts'
import { metadataView } from './view.ts'

export interface MetadataServerOptions {
  /** The instance as it stands now, or undefined when there is none. */
  readonly instance: (id: string) => InstanceRecord | undefined
  readonly vendor: CredentialVendor
  readonly signer: IdentitySigner
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** At least 32 bytes; without it tokens end with the process, and clients fetch others. */
  readonly tokenKey?: Uint8Array
  /** Told of failures of ours; whoever asked is answered 500. */
  readonly onError?: (error: unknown) => void
  /** How long a connection may last, in milliseconds; default 10,000. */
  readonly connectionMs?: number
}

export interface ListenOptions {
  readonly family?: 4 | 6
  /** Asked before a PUT is answered; the answer waits for the promise, and the connection ends when that is rejected. */
  readonly beforeToken?: (instance: InstanceRecord) => Promise<void> | undefined
}

export interface MetadataServer {
  /**
   * Answers the requests of one HTTP server as this instance's metadata service. Whose metadata it is follows from the
   * listener alone, never from anything in a request. `family` 6 answers only while the instance's IPv6 endpoint is on.
   */
  listenFor(instanceId: string, server: Server, options?: ListenOptions): void
}

/** The instance metadata service, versions 1 and 2. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html */
export function metadataServer(options: MetadataServerOptions): MetadataServer {
  const { instance, now, tokenKey = randomBytes(32), connectionMs = CONNECTION_MS } = options
  const serving: Serving = { ...options, tokenKey }
  return {
    listenFor(instanceId, server, { family = 4, beforeToken } = {}) {
      const handle = (req: IncomingMessage, res: ServerResponse, expects: boolean) => {
        req.resume()
        const current = instance(instanceId)
        // A stopped instance has no metadata service; nobody answers.
        if (current?.state !== 'running' || (family === 6 && current.metadataOptions.httpProtocolIpv6 !== 'enabled')) {
          req.socket.destroy()
          return
        }
        const at = now()
        send(res, answerOrFailure(requestOf(req, expects), current, serving, at), at)
      }
      limitConnections(server, connectionMs, () => onTheWire(errorPage(400), now()))
      server.on('request', (req, res) => {
        const current = req.method === 'PUT' ? instance(instanceId) : undefined
        const wait = current && beforeToken?.(current)
        const answer = () => handle(req, res, false)
        if (wait) wait.then(answer, () => req.socket.destroy())
        else answer()
      })
      server.on('checkContinue', (req, res) => handle(req, res, true))
      server.on('checkExpectation', (req, res) => handle(req, res, true))
    },
  }
}

/** Each connection carries one request, and answers take milliseconds. */
const CONNECTION_MS = 10_000

interface MetadataRequest {
  readonly method: string
  readonly segments: readonly string[]
  /** The path ends in a slash. */
  readonly slash: boolean
  readonly token: string | undefined
  readonly ttl: string | undefined
  readonly forwarded: boolean
  /** It waits for `100 Continue`. */
  readonly expects: boolean
}

function requestOf(req: IncomingMessage, expects: boolean): MetadataRequest {
  const { headers } = req
  const path = pathOf(req.url ?? '/')
  return {
    method: req.method ?? '',
    segments: segmentsOf(path),
    slash: path.endsWith('/'),
    token: single(headers['x-aws-ec2-metadata-token']),
    ttl: single(headers['x-aws-ec2-metadata-token-ttl-seconds']),
    forwarded: headers['x-forwarded-for'] !== undefined,
    expects,
  }
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value

function pathOf(url: string): string {
  const end = url.search(/[?#]/)
  return end < 0 ? url : url.slice(0, end)
}

/** Leaves and folders are the same with and without a slash at their end: clients use both. */
const segmentsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded)

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

const isTokenPath = ({ segments }: MetadataRequest): boolean =>
  segments[1] === 'api' && segments[2] === 'token' && segments.length === 3

type Serving = MetadataServerOptions & { readonly tokenKey: Uint8Array }

/** A broken file of ours must not end the server, whose other instances are well. */
function answerOrFailure(
  request: MetadataRequest,
  instance: InstanceRecord,
  serving: Serving,
  now: number,
): MetadataAnswer {
  try {
    return answerTo(request, instance, serving, now)
  } catch (error) {
    serving.onError?.(error)
    return errorPage(500)
  }
}

function answerTo(request: MetadataRequest, instance: InstanceRecord, serving: Serving, now: number): MetadataAnswer {
  if (instance.metadataOptions.httpEndpoint === 'disabled') return empty(403)
  if (request.expects) return empty(417)
  return isTokenPath(request)
    ? answerToken(request, instance, serving.tokenKey, now)
    : answerRead(request, instance, serving, now)
}

const MAX_TTL = 21_600

function answerToken(request: MetadataRequest, instance: InstanceRecord, key: Uint8Array, now: number): MetadataAnswer {
  const [version = ''] = request.segments
  if (request.method !== 'PUT') {
    return empty(request.method === 'OPTIONS' ? 200 : 405, ['Allow', 'OPTIONS, PUT'])
  }
  // Behind a proxy the token would leave the instance. A slash at the end is refused too, as recorded.
  if (request.forwarded || request.slash) return empty(403)
  if (version !== 'latest') {
    return METADATA_VERSIONS.some((known) => known === version) ? empty(403) : errorPage(404)
  }
  const ttl = /^\d{1,5}$/.test(request.ttl?.trim() ?? '') ? Number(request.ttl) : 0
  if (ttl < 1 || ttl > MAX_TTL) return errorPage(400)
  const body = issueToken(key, instance, ttl, now)
  return { status: 200, kind: 'token', type: 'text/plain', body, tokenLife: ttl }
}

function answerRead(request: MetadataRequest, instance: InstanceRecord, serving: Serving, now: number): MetadataAnswer {
  const { method, token, segments } = request
  if (method !== 'GET' && method !== 'HEAD') {
    return empty(method === 'OPTIONS' ? 200 : 405, ['Allow', 'OPTIONS, GET, HEAD'])
  }
  let life: number | undefined
  if (token !== undefined) {
    if (request.forwarded) return empty(403)
    // An invalid token is refused where none is needed as well: Fluent Bit finds out by it whether there is version 2.
    life = tokenLife(serving.tokenKey, instance, token, now)
    if (life === undefined) return errorPage(401)
  } else if (instance.metadataOptions.httpTokens === 'required') {
    return errorPage(401)
  }
  const view = metadataView(
    segments[0] ?? 'latest',
    instance,
    serving.vendor,
    token === undefined ? '1.0' : '2.0',
    serving.signer,
  )
  const text = resolve(metadataTree, segments, view)
  if (text === undefined) return errorPage(404, life)
  const isUserData = segments.length === 2 && segments[1] === 'user-data'
  return {
    status: 200,
    kind: 'document',
    type: isUserData ? 'application/octet-stream' : 'text/plain',
    body: isUserData ? Buffer.from(text, 'base64') : text,
    more: ['Accept-Ranges', 'none', 'Last-Modified', new Date(instance.launchTime).toUTCString()],
    tokenLife: life,
  }
}
