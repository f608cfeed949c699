import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { instanceRecord, NOW } from '../instances/fixtures.ts'
import { metadataServer } from './metadata-server.ts'

/** The default chain of an SDK client in a process of its own, which has nothing but the metadata service to go by. */
const CLIENT = `
import { STSClient } from '@aws-sdk/client-sts'
const client = new STSClient({ region: 'us-east-1' })
process.stdout.write(JSON.stringify(await client.config.credentials()))`

test('an unmodified SDK finds the credentials of the role, by version 2', async () => {
  const expiration = Date.now() + 6 * 3600 * 1000
  const service = metadataServer({
    instance: (id) => instanceRecord({ id }),
    vendor: {
      identityFor: () => assert.fail('not asked for'),
      credentialsFor: (_instance, delivery) => ({
        kind: 'credentials',
        profile: { arn: 'arn:aws:iam::123456789012:instance-profile/app-profile', id: 'AIPAAAAAAAAAAAAAAAAAA' },
        roleName: 'app',
        accessKeyId: 'ASIAEXAMPLE',
        secretAccessKey: 'secret',
        token: `delivered ${delivery}`,
        lastUpdated: NOW,
        expiration,
      }),
    },
    signer: { signature: () => '', signedData: () => '' },
    now: Date.now,
  })
  const server = createServer()
  service.listenFor('i-0123456789abcdef0', server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    // A server that listens on a port has an AddressInfo.
    const { port } = server.address() as AddressInfo
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', CLIENT], {
      cwd: import.meta.dirname,
      env: { HOME: '/nonexistent', AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` },
    })
    const found = JSON.parse(stdout)
    assert.deepEqual(
      [found.accessKeyId, found.secretAccessKey, found.sessionToken],
      ['ASIAEXAMPLE', 'secret', 'delivered 2.0'],
    )
    assert.equal(Date.parse(found.expiration), Math.floor(expiration / 1000) * 1000)
  } finally {
    server.close()
  }
})
