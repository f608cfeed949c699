import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { signHeaders } from '../../src/signature/sign.ts'
import { clients, type Reachable } from '../harness.ts'
import { startProgram, temporaryFolder } from './program.ts'

/** Opens an upload and sends its head; `finish` sends the body and answers all that came back until the end. */
async function openUpload(server: Reachable, path: string, body: string) {
  const { hostname, port, host } = new URL(server.endpoint)
  const request = { method: 'PUT', path, query: '', rawHeaders: ['Host', host, 'Content-Length', String(body.length)] }
  const bodyHash = createHash('sha256').update(body).digest('hex')
  const { rawHeaders } = signHeaders(request, {
    credentials: server,
    region: 'us-east-1',
    service: 's3',
    time: Date.now(),
    bodyHash,
  })
  const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text
  })
  const ended = new Promise<string>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => resolve(answer))
  })
  // Half of the body goes at once, so that the server is in the midst of it.
  await new Promise((sent) =>
    socket.write(`PUT ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body.slice(0, 4)}`, sent),
  )
  return {
    finish: () => {
      socket.write(body.slice(4))
      return ended
    },
  }
}

test('an upload in flight finishes when the server is asked to stop, and is kept', async () => {
  const data = join(temporaryFolder(), 'state')
  const server = await startProgram(['--data', data])
  const { s3 } = clients(server.ready)
  await s3.send(new CreateBucketCommand({ Bucket: 'slow' }))
  s3.destroy()
  const upload = await openUpload(server.ready, '/slow/object', 'slow content')
  // The server has taken the upload once it answers a call that came after it.
  await fetch(`${server.ready.endpoint}/_rolecall/health`)
  const stopped = server.stop()
  await refuses(server.ready.endpoint)
  assert.match(await upload.finish(), /^HTTP\/1\.1 200 OK\r\n/)
  const { code, stderr } = await stopped
  assert.equal(code, 0)
  assert.equal(stderr, '')

  const { ready } = await startProgram(['--data', data])
  const object = await clients(ready).s3.send(new GetObjectCommand({ Bucket: 'slow', Key: 'object' }))
  assert.equal(await object.Body?.transformToString(), 'slow content')
})

test('an idle connection does not keep the server from stopping', async () => {
  const server = await startProgram(['--ephemeral'])
  const { hostname, port } = new URL(server.ready.endpoint)
  const idle = connect(Number(port), hostname)
  await new Promise((resolve) => idle.once('connect', resolve))
  await fetch(`${server.ready.endpoint}/_rolecall/health`)
  const closed = new Promise((resolve) => idle.once('close', resolve))
  assert.equal((await server.stop()).code, 0)
  await closed
})

/** Resolves once nothing listens there any more. */
async function refuses(endpoint: string): Promise<void> {
  const { hostname, port } = new URL(endpoint)
  for (;;) {
    const refused = await new Promise((resolve) => {
      const probe = connect(Number(port), hostname)
      probe.once('connect', () => {
        probe.destroy()
        resolve(false)
      })
      probe.once('error', () => resolve(true))
    })
    if (refused) return
  }
}
