/** The metadata clients of the SDKs, on their own, against the service in each of its states. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { instanceRecord } from '../../src/instances/fixtures.ts'
import type { VendedCredentials } from '../../src/metadata/credentials.ts'
import { profile, serve } from '../../src/metadata/service-for-tests.ts'
import { tool } from '../tools.ts'
import { outcomeOf, plainEnvironment } from './server-process.ts'

const python = tool('python')
const plain = instanceRecord()
const withTokens = (httpTokens: 'optional' | 'required') =>
  instanceRecord({ metadataOptions: { ...plain.metadataOptions, httpTokens } })

const LATER = Date.UTC(2099, 0, 1)
const good = (token: string): VendedCredentials => ({
  kind: 'credentials',
  profile,
  roleName: 'app',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  token,
  lastUpdated: LATER - 3_600_000,
  expiration: LATER,
})
const unauthorized: VendedCredentials = { kind: 'unauthorized', profile, roleName: 'app', lastUpdated: 0 }

for (const httpTokens of ['optional', 'required'] as const) {
  test(`botocore finds credentials and region where tokens are ${httpTokens}, by version 2`, {
    skip: python.skip,
  }, async () => {
    const service = await serve([withTokens(httpTokens)], { credentials: good })
    const found = await botocore(service.port())
    assert.equal(found.credentials.access_key, 'ASIAEXAMPLE')
    assert.equal(found.credentials.role_name, 'app')
    assert.equal(found.credentials.token, '2.0')
    assert.equal(found.credentials.expiry_time, '2099-01-01T00:00:00Z')
    assert.deepEqual(found.without_v1, found.credentials)
    assert.equal(found.region, 'us-east-1')
  })

  test(`the JavaScript SDK finds credentials where tokens are ${httpTokens}, by version 2`, async () => {
    const service = await serve([withTokens(httpTokens)], { credentials: good })
    const { code, stdout, stderr } = await javaScript(service.port())
    assert.equal(code, 0, stderr)
    const found = JSON.parse(stdout)
    assert.deepEqual([found.accessKeyId, found.secretAccessKey, found.sessionToken], ['ASIAEXAMPLE', 'secret', '2.0'])
    assert.equal(Date.parse(found.expiration), LATER)
  })
}

test('botocore takes a role that EC2 may not assume, or a profile that is gone, for no credentials', {
  skip: python.skip,
}, async () => {
  for (const credentials of [unauthorized, { kind: 'profile not found', lastUpdated: 0 }, { kind: 'none' }] as const) {
    const service = await serve([plain], { credentials: () => credentials })
    const found = await botocore(service.port())
    assert.deepEqual(found.credentials, {}, credentials.kind)
    assert.equal(found.region, 'us-east-1')
  }
})

test('the JavaScript SDK takes a role that EC2 may not assume for no credentials', async () => {
  const service = await serve([plain], { credentials: () => unauthorized })
  const { code, stderr } = await javaScript(service.port())
  assert.notEqual(code, 0)
  assert.match(stderr, /Could not load credentials from any providers/)
})

async function botocore(port: number) {
  const { code, stdout, stderr } = await outcomeOf(
    python.path,
    [join(import.meta.dirname, 'metadata_botocore.py'), `http://127.0.0.1:${port}/`],
    { ...plainEnvironment(), PYTHONDONTWRITEBYTECODE: '1' },
  )
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}

/** The default chain of an SDK client in a process of its own, which has nothing but the metadata service to go by. */
const CLIENT = `
import { STSClient } from '@aws-sdk/client-sts'
const client = new STSClient({ region: 'us-east-1' })
process.stdout.write(JSON.stringify(await client.config.credentials()))`

const javaScript = (port: number) =>
  outcomeOf(
    process.execPath,
    ['--input-type=module', '-e', CLIENT],
    { ...plainEnvironment(), AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` },
    { cwd: import.meta.dirname },
  )
