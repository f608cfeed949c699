import { randomBytes } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream'
import { hostName } from '../aws/http.ts'

/** What the console's pages have to know before anybody has signed in. */
export interface ConsoleFacts {
  readonly account: string
  readonly region: string
  readonly version: string
  readonly apiPort: number
}

export interface ConsoleParts {
  /** The built console; it may be missing in a clone that nobody has built it in. */
  readonly directory: string
  readonly facts: () => ConsoleFacts
  readonly isOurHost: (name: string) => boolean
  /** Answers `POST /sign-in`. */
  readonly signIn: (request: IncomingMessage, response: ServerResponse) => void
}

const IDLE_MS = 60_000

/** Where only files of the build are. */
const BUILT = ['/assets/', '/service-reference/']

/** The build's files by their ending; its page is none of them, since it goes out with a policy and a nonce alone. */
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.png': 'image/png',
}

/** Of every answer. A worker has the policy of its own file, and not that of the page. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Has the server answer as the console's origin: its files, `/config.json`, the sign-in, and its one page for every other path. */
export function serveConsole(server: Server, parts: ConsoleParts): void {
  // Nothing here takes long; a password waits a few seconds at most.
  server.timeout = IDLE_MS
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const host = request.headers.host ?? ''
    for (const [name, value] of Object.entries(EVERYWHERE)) response.setHeader(name, value)
    if (!parts.isOurHost(hostName(host))) {
      response.setHeader('connection', 'close')
      text(response, 421, 'This Host is not one of this server; see ROLECALL_HOSTS.')
      return
    }
    const [path = '/'] = (request.url ?? '/').split('?')
    if (path === '/sign-in') parts.signIn(request, response)
    else if (request.method !== 'GET' && request.method !== 'HEAD') text(response, 405, 'The console is read with GET.')
    else if (path === '/config.json') config(parts, host, response)
    else answerOrEnd(parts, path, request, response)
  })
}

/** Another build may take the place of this one between the look at a file and its opening, which must not end the server. */
function answerOrEnd(parts: ConsoleParts, path: string, request: IncomingMessage, response: ServerResponse): void {
  try {
    answer(parts, path, request, response)
  } catch {
    response.destroy()
  }
}

function config({ facts }: ConsoleParts, host: string, response: ServerResponse): void {
  const { apiPort, ...rest } = facts()
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ ...rest, endpoint: endpointOf(host, apiPort) }))
}

/** The APIs by the name that the browser knows the server by: they allow only the console of that name. */
const endpointOf = (host: string, apiPort: number): string => `http://${hostName(host)}:${apiPort}`

function answer(parts: ConsoleParts, path: string, request: IncomingMessage, response: ServerResponse): void {
  const file = fileOf(parts.directory, path)
  if (file !== undefined) sendFile(file, path, request, response)
  // A page's path may end as a file's does: names of roles have dots.
  else if (BUILT.some((folder) => path.startsWith(folder))) text(response, 404, `There is nothing at ${path}.`)
  else page(parts, request, response)
}

/** A file of the build below its folder, never above it. */
function fileOf(directory: string, path: string): string | undefined {
  const inside = normalize(decoded(path))
  if (TYPES[extname(inside)] === undefined || inside.includes('\0')) return undefined
  const file = join(directory, inside)
  // Beside the folder another build may be in the making, whose name begins as the folder's does.
  return file.startsWith(directory + sep) && existsSync(file) && statSync(file).isFile() ? file : undefined
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '/'
  }
}

/** The build compresses each text once, with brotli and with gzip. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

function sendFile(file: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const packed = ENCODINGS.find(([name, ending]) => accepted.includes(name) && existsSync(file + ending))
  const body = packed ? file + packed[1] : file
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': statSync(body).size,
    vary: 'Accept-Encoding',
    ...(packed && { 'content-encoding': packed[0] }),
    // The build names these by their content.
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  if (request.method === 'HEAD') response.end()
  else pipeline(createReadStream(body), response, () => {})
}

function page({ directory, facts }: ConsoleParts, request: IncomingMessage, response: ServerResponse): void {
  const file = join(directory, 'index.html')
  if (!existsSync(file)) {
    text(response, 503, 'The console is not built: stop the server and start it with `npm start`, which builds it.')
    return
  }
  const nonce = randomBytes(16).toString('base64')
  const html = readFileSync(file, 'utf8').replaceAll('__NONCE__', nonce)
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'cache-control': 'no-store',
    'content-security-policy': policyFor(nonce, endpointOf(request.headers.host ?? '', facts().apiPort)),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  })
  response.end(request.method === 'HEAD' ? undefined : html)
}

/**
 * Scripts only from the build; calls only to this server. The nonce is for the style elements that the policy editor adds,
 * and attributes are free because a browser writes some itself where text of several colours is typed over.
 */
const policyFor = (nonce: string, endpoint: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self'",
    `connect-src 'self' ${endpoint}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

function text(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${sentence}\n`)
}
