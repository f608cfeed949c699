import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { clientConfig, startTestServer } from '../harness.ts'
import { tool } from '../tools.ts'
import { clientEnvironment, outcomeOf, plainEnvironment } from './server-process.ts'

const python = tool('python')
const curl = tool('curl')

test('boto3 works over TLS with the CA bundle, uploads with trailing checksums included', {
  skip: python.skip,
}, async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const env = {
    ...clientEnvironment({ ...server, endpoint: server.tlsEndpoint }, server),
    AWS_CA_BUNDLE: server.caFile,
    PYTHONDONTWRITEBYTECODE: '1',
  }
  const { code, stderr } = await outcomeOf(python.path, [join(import.meta.dirname, 'tls_story.py'), 'tls-bucket'], env)
  assert.equal(code, 0, stderr)
})

test('curl signs a call by itself over TLS, and trusts the server by its CA alone', { skip: curl.skip }, async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const call = (...more: string[]) =>
    outcomeOf(
      curl.path,
      [
        '-sS',
        '--aws-sigv4',
        'aws:amz:us-east-1:sts',
        '--user',
        `${server.accessKeyId}:${server.secretAccessKey}`,
        '-d',
        'Action=GetCallerIdentity&Version=2011-06-15',
        ...more,
        `${server.tlsEndpoint}/`,
      ],
      plainEnvironment(),
    )
  const { stdout } = await call('--cacert', server.caFile)
  assert.match(stdout, /<Arn>arn:aws:iam::123456789012:root<\/Arn>/)
  assert.equal((await call()).code, 60)
})

test('the JavaScript SDK streams an object of trailing checksum over TLS', async (t) => {
  const server = await startTestServer()
  const agent = new Agent({ ca: readFileSync(server.caFile) })
  t.after(() => {
    agent.destroy()
    return server.close()
  })
  const s3 = new S3Client({
    ...clientConfig({ ...server, endpoint: server.tlsEndpoint }),
    forcePathStyle: true,
    requestHandler: { httpsAgent: agent },
  })
  const encodings: unknown[] = []
  s3.middlewareStack.add(
    (next) => (args) => {
      // In the finalize step the request is an HttpRequest.
      const { headers } = args.request as { headers: Record<string, string> }
      encodings.push(headers['x-amz-content-sha256'])
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low' },
  )
  await s3.send(new CreateBucketCommand({ Bucket: 'tls-bucket' }))
  const Body = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(100_000, 'b')])
  await s3.send(new PutObjectCommand({ Bucket: 'tls-bucket', Key: 'k', Body, ContentLength: 200_000 }))
  assert.equal(encodings.at(-1), 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
  const got = await s3.send(new GetObjectCommand({ Bucket: 'tls-bucket', Key: 'k', ChecksumMode: 'ENABLED' }))
  assert.equal(await got.Body?.transformToString(), 'a'.repeat(100_000) + 'b'.repeat(100_000))
  assert.ok(got.ChecksumCRC32)
})
