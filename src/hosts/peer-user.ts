import { readFileSync } from 'node:fs'
import type { Server, Socket } from 'node:net'

/** The kernel's tables, and how each writes 127.0.0.1; Java's clients connect to it by sockets of IPv6. */
const TABLES = [
  { file: '/proc/net/tcp', loopback: '0100007F' },
  { file: '/proc/net/tcp6', loopback: '0000000000000000FFFF00000100007F' },
] as const

/** The user at the other end of a connection over 127.0.0.1, on Linux; undefined when it cannot be told. */
export function peerUser({ localPort, remotePort }: Pick<Socket, 'localPort' | 'remotePort'>): number | undefined {
  for (const { file, loopback } of TABLES) {
    const end = (port = 0) => `${loopback}:${port.toString(16).toUpperCase().padStart(4, '0')}`
    // A line has the connection's own end, the other one and, further on, the user.
    const line = new RegExp(`: ${end(remotePort)} ${end(localPort)} (?:\\S+ ){4} *(\\d+) `).exec(read(file))
    if (line) return Number(line[1])
  }
  return undefined
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

/**
 * Ends connections of other users, so that an identity that stands at a port of this machine is not everybody's on it.
 * Under root commands may run as anybody, and where users cannot be told apart nobody is turned away: neither is a
 * place to have neighbours in.
 */
export function refuseOtherUsers(server: Server): void {
  const own = process.getuid?.()
  if (process.platform !== 'linux' || own === undefined || own === 0) return
  server.on('connection', (socket) => {
    const user = peerUser(socket)
    // A connection that cannot be found is another user's as far as can be told.
    if (user !== own && user !== 0) socket.destroy()
  })
}
