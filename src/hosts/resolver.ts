import type { Socket as UdpSocket } from 'node:dgram'
import type { Server, Socket } from 'node:net'
import { answerDns, type Resolve } from './dns.ts'

/** Enough for names; what an instance holds open beyond is its own loss. */
const CONNECTIONS = 16
const IDLE_MS = 5000

/** Answers DNS on the sockets of one instance. */
export function serveDns(udp: UdpSocket | undefined, tcp: Server | undefined, resolve: Resolve): void {
  udp?.on('message', (query, { address, port }) => {
    const reply = answerDns(query, resolve)
    // Port 0 cannot be sent to; it comes from hand-made packets alone.
    if (reply && port !== 0) udp.send(reply, port, address, () => {})
  })
  // An answer that cannot be delivered is the asker's loss.
  udp?.on('error', () => {})
  if (!tcp) return
  tcp.maxConnections = CONNECTIONS
  tcp.on('connection', (socket) => answerStream(socket, resolve))
}

/** DNS over TCP: each message behind two bytes of length. */
function answerStream(socket: Socket, resolve: Resolve): void {
  let pending = Buffer.alloc(0)
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0)
      const reply = answerDns(pending.subarray(2, end), resolve)
      pending = pending.subarray(end)
      if (!reply) continue
      const length = Buffer.alloc(2)
      length.writeUInt16BE(reply.length)
      socket.write(Buffer.concat([length, reply]))
    }
    // Who sends questions and reads no answers would have them kept here.
    if (socket.writableNeedDrain) socket.destroy()
  })
}
