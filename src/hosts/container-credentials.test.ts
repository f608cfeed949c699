import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { CredentialVendor, RoleDelivery, VendedCredentials } from '../metadata/credentials.ts'
import { containerCredentials } from './container-credentials.ts'

const vended: VendedCredentials = {
  kind: 'credentials',
  profile: { arn: 'arn:aws:iam::123456789012:instance-profile/app', id: 'AIPA' },
  roleName: 'app',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  token: 'session',
  lastUpdated: Date.UTC(2026, 0, 2, 3, 4, 5),
  expiration: Date.UTC(2026, 0, 2, 9, 38, 5, 678),
}

async function serve(t: TestContext, answer: VendedCredentials = vended) {
  let record: InstanceRecord | undefined = instanceRecord()
  const asked: RoleDelivery[] = []
  const vendor: Pick<CredentialVendor, 'credentialsFor'> = {
    credentialsFor(_instance, delivery) {
      asked.push(delivery)
      return answer
    },
  }
  const server = createServer()
  const { path, token } = containerCredentials({ instance: () => record, vendor }, instanceRecord(), server)
  t.after(() => server.close())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  const get = async (authorization: string | undefined, at = path, method = 'GET') => {
    const headers = authorization === undefined ? {} : { authorization }
    const response = await fetch(`http://127.0.0.1:${port}${at}`, { method, headers })
    // What is served is a document of strings.
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  return { get, token, asked, set: (next: InstanceRecord | undefined) => (record = next) }
}

test('the token opens the credentials that version 2 of the metadata service hands out', async (t) => {
  const { get, token, asked } = await serve(t)
  assert.deepEqual(await get(token), {
    status: 200,
    body: {
      AccessKeyId: 'ASIAEXAMPLE',
      SecretAccessKey: 'secret',
      Token: 'session',
      Expiration: '2026-01-02T09:38:05Z',
    },
  })
  assert.deepEqual(asked, ['2.0'])
})

test('without the token, or with another, nobody is answered', async (t) => {
  const { get, token, asked } = await serve(t)
  const another = (await serve(t)).token
  assert.notEqual(token, another)
  assert.equal((await get(undefined)).status, 401)
  for (const wrong of [another, `${token}x`, token.slice(1), `Bearer ${token}`, 'x']) {
    assert.equal((await get(wrong)).body['code'], 'InvalidAuthorization')
  }
  assert.deepEqual(asked, [])
})

test('one path and one method', async (t) => {
  const { get, token } = await serve(t)
  assert.equal((await get(token, '/')).status, 404)
  assert.equal((await get(token, '/credentials', 'POST')).status, 405)
})

test('a stopped instance, another boot and a metadata service that is off have no credentials', async (t) => {
  const { get, token, set } = await serve(t)
  const instance = instanceRecord()
  const off = { ...instance.metadataOptions, httpEndpoint: 'disabled' } as const
  for (const [record, code] of [
    [undefined, 'InstanceNotRunning'],
    [instanceRecord({ state: 'stopped' }), 'InstanceNotRunning'],
    [instanceRecord({ bootEpoch: 2 }), 'InstanceNotRunning'],
    [instanceRecord({ metadataOptions: off }), 'EndpointDisabled'],
  ] as const) {
    set(record)
    assert.equal((await get(token)).body['code'], code)
  }
})

test('a profile without a role has none, and a role that EC2 may not assume is named', async (t) => {
  const none = await serve(t, { kind: 'none' })
  assert.equal((await none.get(none.token)).status, 404)
  const { profile, lastUpdated } = vended
  const refused = await serve(t, { kind: 'unauthorized', profile, roleName: 'app', lastUpdated })
  assert.deepEqual(await refused.get(refused.token), {
    status: 403,
    body: { code: 'AssumeRoleUnauthorizedAccess', message: 'EC2 cannot assume the role app.' },
  })
})
