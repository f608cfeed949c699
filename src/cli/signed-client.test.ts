import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { callForm, callS3 } from './signed-client.ts'

async function answering(status: number, body: string) {
  const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  return {
    endpoint: {
      url: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    },
    close: () => server.close(),
  }
}

test('an element is read with its entities and character references as the characters they stand for', async () => {
  const sentence = 'on resource: &quot;arn:aws:s3:::b/k&quot; &amp;lt; &#38; &#x2603; &apos;&lt;&gt;'
  const { endpoint, close } = await answering(
    403,
    `<Error><Code>AccessDenied</Code><Message>${sentence}</Message></Error>`,
  )
  const reply = await callS3(endpoint, 'GET', '/b/k')
  assert.equal(reply.value('Message'), `on resource: "arn:aws:s3:::b/k" &lt; & \u2603 '<>`)
  assert.equal(reply.errorCode, 'AccessDenied')
  close()
})

test('what is no entity of XML stays as it is', async () => {
  const { endpoint, close } = await answering(200, '<Arn>a&nbsp;b&#x110000;c&constructor;</Arn>')
  assert.equal((await callForm(endpoint, 'sts', 'GetCallerIdentity')).value('Arn'), 'a&nbsp;b&#x110000;c&constructor;')
  close()
})
