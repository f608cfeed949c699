/**
 * Durable PUTs and GETs of 4 KiB on 16 connections against a whole server, with signatures and policies, beside a bare
 * node:http server that reads and answers the same bytes. The load comes from a process of its own.
 */
import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { startRolecall } from '../src/library.ts'
import { presign } from '../src/signature/sign.ts'

const CONNECTIONS = 16
const BYTES = 4096
const KEYS = 2000
const MILLISECONDS = 3000

interface Load {
  readonly port: number
  /** Whole requests, sent in turn. */
  readonly requests: readonly string[]
}

if (process.send) process.once('message', (load: Load) => void generate(load))
else await compare()

async function compare(): Promise<void> {
  const server = await startRolecall()
  const { endpoint, region, accessKeyId, secretAccessKey } = server
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: 'bench' }))
  client.destroy()
  const { host, port } = new URL(endpoint)
  const body = 'x'.repeat(BYTES)
  const signing = { credentials, region, service: 's3', time: Date.now(), bodyHash: 'UNSIGNED-PAYLOAD', expires: 600 }
  const requests = (method: 'PUT' | 'GET') =>
    Array.from({ length: KEYS }, (_, index) => {
      const path = `/bench/folder/key-${index}`
      const { query } = presign({ method, path, query: '', rawHeaders: ['Host', host] }, signing)
      const head = `${method} ${path}?${query} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: `
      return method === 'PUT' ? `${head}${BYTES}\r\n\r\n${body}` : `${head}0\r\n\r\n`
    })
  const puts = requests('PUT')
  const gets = requests('GET')

  const bare = createServer((request, response) => {
    request.resume().on('end', () => response.end(request.method === 'GET' ? body : ''))
  })
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const address = bare.address()
  const barePort = typeof address === 'object' ? (address?.port ?? 0) : 0

  const rows = []
  for (const [name, list] of [
    ['PUT', puts],
    ['GET', gets],
  ] as const) {
    const before = process.cpuUsage()
    const ours = await measured({ port: Number(port), requests: list })
    const { user, system } = process.cpuUsage(before)
    const theirs = await measured({ port: barePort, requests: list })
    rows.push({
      operation: name,
      'per second': ours,
      'CPU µs each': Math.round((user + system) / (ours * (MILLISECONDS / 1000))),
      'bare node:http': theirs,
      ratio: `${Math.round((100 * ours) / theirs)} %`,
    })
  }
  console.table(rows)
  bare.close()
  bare.closeAllConnections()
  await server.close()
}

function measured(load: Load): Promise<number> {
  const child = fork(import.meta.filename)
  child.send(load)
  return new Promise((resolve, reject) => {
    child.once('message', (count) => resolve(Math.round((Number(count) * 1000) / MILLISECONDS)))
    child.once('error', reject)
    child.once('exit', (code) => code && reject(new Error(`the load ended with ${code}`)))
  })
}

async function generate({ port, requests }: Load): Promise<void> {
  let next = 0
  let count = 0
  const end = performance.now() + MILLISECONDS
  const request = () => requests[next++ % requests.length] ?? ''
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect(port, '127.0.0.1')
      // Every key is put at least once, so that the GETs find them all.
      while (performance.now() < end || next < requests.length) {
        socket.write(request())
        await answer(socket)
        if (performance.now() < end) count += 1
      }
      socket.destroy()
    }),
  )
  process.send?.(count, () => process.exit())
}

/** Reads one answer; anything but 200 is a failure of what is measured. */
function answer(socket: Socket): Promise<void> {
  let received = ''
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      received += chunk.toString('latin1')
      const head = received.indexOf('\r\n\r\n')
      if (head === -1) return
      const length = Number(/^content-length: (\d+)/im.exec(received)?.[1] ?? 0)
      if (received.length < head + 4 + length) return
      socket.off('data', onData)
      socket.off('error', reject)
      if (received.startsWith('HTTP/1.1 200')) resolve()
      else reject(new Error(received))
    }
    socket.on('data', onData)
    socket.on('error', reject)
  })
}
