/**
 * What every server is measured against: a bare node:http server that reads the request's body and says hello. With
 * `close` it ends the connection after each answer, as the metadata service does.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const closes = process.argv[2] === 'close'

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.from(`hello, ${Buffer.concat(chunks).length} bytes`)
    response.writeHead(200, {
      'Content-Type': 'text/plain',
      'Content-Length': body.length,
      ...(closes ? { Connection: 'close' } : {}),
    })
    response.end(body)
  })
})

server.listen(0, '127.0.0.1', () => {
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ port })}\n`)
})

process.once('SIGTERM', () => process.exit(0))
