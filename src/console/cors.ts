import type { IncomingMessage, ServerResponse } from 'node:http'
import { hostName } from '../aws/http.ts'

/** Chromium remembers the answer to a preflight no longer than this. */
const REMEMBERED_SECONDS = 7200

/**
 * Lets the console's pages, and nobody else's, read the answers of the APIs: its origin is the name by which this request
 * reached the server, on the console's port. A preflight is answered before anybody is asked who they are, because a
 * browser sends it without credentials; true when it was. https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function allowConsole(consolePort: () => number | undefined) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { origin } = request.headers
    if (origin === undefined || origin !== consoleOrigin(request.headers.host, consolePort())) return false
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Vary', 'Origin')
    const method = request.headers['access-control-request-method']
    if (request.method !== 'OPTIONS' || method === undefined) {
      // No call carries cookies, so that the star means every header: request ids, ETag, user metadata.
      response.setHeader('Access-Control-Expose-Headers', '*')
      return false
    }
    response.writeHead(204, {
      'access-control-allow-methods': method,
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
      'access-control-max-age': String(REMEMBERED_SECONDS),
    })
    response.end()
    return true
  }
}

/** The console's origin for somebody who reaches the server by this Host; undefined: there is no console. */
export const consoleOrigin = (host: string | undefined, port: number | undefined): string | undefined =>
  host === undefined || port === undefined ? undefined : `http://${hostName(host)}:${port}`
