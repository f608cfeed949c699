import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { InstanceRecord } from '../instances/records.ts'
import { emptyError, errorPage, type MetadataAnswer, send } from './answers.ts'
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
  const { instance, now, tokenKey = randomBytes(32) } = options
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
        const request = requestOf(req, expects)
        const at = now()
        send(res, answerTo(request, current, { ...options, tokenKey }, at), isTokenCall(request), at)
      }
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

interface MetadataRequest {
  readonly method: string
  readonly segments: readonly string[]
  readonly token: string | undefined
  readonly ttl: string | undefined
  readonly forwarded: boolean
  /** It waits for `100 Continue`. */
  readonly expects: boolean
}

function requestOf(req: IncomingMessage, expects: boolean): MetadataRequest {
  const { headers } = req
  return {
    method: req.method ?? '',
    segments: segmentsOf(req.url ?? '/'),
    token: single(headers['x-aws-ec2-metadata-token']),
    ttl: single(headers['x-aws-ec2-metadata-token-ttl-seconds']),
    forwarded: headers['x-forwarded-for'] !== undefined,
    expects,
  }
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value

/** Leaves and folders are the same with and without a slash at their end: clients use both. */
function segmentsOf(url: string): readonly string[] {
  const end = url.search(/[?#]/)
  const path = end < 0 ? url : url.slice(0, end)
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

const isTokenPath = ({ segments }: MetadataRequest): boolean =>
  segments[1] === 'api' && segments[2] === 'token' && segments.length === 3

const isTokenCall = (request: MetadataRequest): boolean => request.method === 'PUT' && isTokenPath(request)

type Serving = MetadataServerOptions & { readonly tokenKey: Uint8Array }

function answerTo(request: MetadataRequest, instance: InstanceRecord, serving: Serving, now: number): MetadataAnswer {
  if (instance.metadataOptions.httpEndpoint === 'disabled') return errorPage(403)
  if (request.expects) return emptyError(417)
  return isTokenPath(request)
    ? answerToken(request, instance, serving.tokenKey, now)
    : answerRead(request, instance, serving, now)
}

const MAX_TTL = 21_600

function answerToken(request: MetadataRequest, instance: InstanceRecord, key: Uint8Array, now: number): MetadataAnswer {
  const [version = ''] = request.segments
  if (request.method !== 'PUT') {
    return emptyError(request.method === 'OPTIONS' ? 200 : 405, ['Allow', 'OPTIONS, PUT'])
  }
  // Behind a proxy the token would leave the instance.
  if (request.forwarded) return emptyError(403)
  if (version !== 'latest') {
    return METADATA_VERSIONS.some((known) => known === version) ? errorPage(403) : errorPage(404)
  }
  const ttl = /^\d{1,5}$/.test(request.ttl?.trim() ?? '') ? Number(request.ttl) : 0
  if (ttl < 1 || ttl > MAX_TTL) return errorPage(400)
  return { status: 200, type: 'text/plain', body: issueToken(key, instance, ttl, now), tokenLife: ttl }
}

function answerRead(request: MetadataRequest, instance: InstanceRecord, serving: Serving, now: number): MetadataAnswer {
  const { method, token, segments } = request
  if (method !== 'GET' && method !== 'HEAD') {
    return emptyError(method === 'OPTIONS' ? 200 : 405, ['Allow', 'OPTIONS, GET, HEAD'])
  }
  let life: number | undefined
  if (token !== undefined) {
    if (request.forwarded) return emptyError(403)
    // An invalid token is refused where none is needed as well: Fluent Bit finds out by it whether there is version 2.
    life = tokenLife(serving.tokenKey, instance, token, now)
    if (life === undefined) return errorPage(401)
  } else if (instance.metadataOptions.httpTokens === 'required') {
    return errorPage(401)
  }
  const view = metadataView(instance, serving.vendor, token === undefined ? '1.0' : '2.0', serving.signer)
  const text = resolve(metadataTree, segments, view)
  if (text === undefined) return errorPage(404, life)
  const isUserData = segments.length === 2 && segments[1] === 'user-data'
  return {
    status: 200,
    type: isUserData ? 'application/octet-stream' : 'text/plain',
    body: isUserData ? Buffer.from(text, 'base64') : text,
    more: ['Accept-Ranges', 'none', 'Last-Modified', new Date(instance.launchTime).toUTCString()],
    tokenLife: life,
  }
}
