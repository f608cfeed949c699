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
    const port = consolePort()
    if (origin === undefined || port === undefined) return false
    if (origin !== consoleOrigin(hostName(request.headers.host), port)) return false
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

/**
 * The console's origin at a name of the server, as a browser writes it: without the port that is the scheme's own
 * (https://url.spec.whatwg.org/#origin).
 */
export const consoleOrigin = (name: string, port: number): string => `http://${name}${port === 80 ? '' : `:${port}`}`
