import type { Server } from 'node:http'
import { Socket } from 'node:net'

/** Beyond it connections are dropped, so that one instance's flood leaves the server's descriptors to the others. */
const CONNECTIONS = 256

/**
 * Bounds what a client of one instance's listener can hold: connections at a time, and each for `lifeMs` milliseconds,
 * however slowly it writes or reads. Node's header limit of 16 KB stands; what cannot be read as a request is answered
 * with `malformed`.
 */
export function limitConnections(server: Server, lifeMs: number, malformed: () => string): void {
  server.maxConnections = CONNECTIONS
  server.on('connection', (socket) => {
    const end = setTimeout(() => socket.destroy(), lifeMs)
    end.unref()
    socket.once('close', () => clearTimeout(end))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    // What follows the one request of a connection is not answered, readable or not.
    else if (socket instanceof Socket && socket.bytesWritten > 0) socket.destroySoon()
    else socket.end(malformed(), 'latin1')
  })
}
