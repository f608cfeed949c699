import assert from 'node:assert/strict'
import { verify } from 'node:crypto'
import { test } from 'node:test'
import { instanceRecord, NOW } from '../instances/fixtures.ts'
import { METADATA_VERSIONS } from './metadata-tree.ts'
import { identity, profile, serve } from './service-for-tests.ts'

test('a token is 56 characters as those of EC2, without a line end', async () => {
  const { token } = await serve([instanceRecord()])
  assert.match(await token(), /^AQAE[\w-]{50}==$/)
})

test('a lifetime that is missing, no number or out of 1..21600 is refused with 400', async () => {
  const { request } = await serve([instanceRecord()])
  for (const ttl of [undefined, '', 'abc', '0', '-1', '21601', '1.5', '60, 60']) {
    const headers: Record<string, string> = ttl === undefined ? {} : { 'X-aws-ec2-metadata-token-ttl-seconds': ttl }
    assert.equal((await request('PUT', '/latest/api/token', headers)).status, 400, String(ttl))
  }
  for (const ttl of ['1', '21600']) {
    const answer = await request('PUT', '/latest/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': ttl })
    assert.equal(answer.status, 200, ttl)
  }
})

test('a token request that was forwarded is refused with an empty 403', async () => {
  const { request } = await serve([instanceRecord()])
  const answer = await request('PUT', '/latest/api/token', {
    'X-aws-ec2-metadata-token-ttl-seconds': '60',
    'X-Forwarded-For': '10.0.0.1',
  })
  assert.equal(answer.status, 403)
  assert.equal(answer.headers.get('content-length'), '0')
  assert.equal(answer.headers.get('content-type'), 'text/plain')
  assert.equal(answer.headers.get('server'), 'EC2ws')
})

test('a forwarded read with a token is refused with 403', async () => {
  const { request, token } = await serve([instanceRecord()])
  const answer = await request('GET', '/latest/meta-data/', {
    'X-aws-ec2-metadata-token': await token(),
    'X-Forwarded-For': '10.0.0.1',
  })
  assert.equal(answer.status, 403)
})

test('a token is not given on a dated path: 403', async () => {
  const { request } = await serve([instanceRecord()])
  const answer = await request('PUT', '/2021-03-23/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': '60' })
  assert.equal(answer.status, 403)
})

test('other methods on the token path answer 405 with what is allowed', async () => {
  const { request } = await serve([instanceRecord()])
  for (const method of ['GET', 'POST', 'DELETE']) {
    const { statusLine, headers, body } = await request(method, '/latest/api/token')
    assert.equal(statusLine, 'HTTP/1.1 405 Not Allowed')
    assert.equal(headers.get('allow'), 'OPTIONS, PUT')
    assert.equal(headers.get('content-length'), '0')
    assert.equal(body, '')
  }
})

test('a client that waits for 100 Continue gets 417', async () => {
  const { raw } = await serve([instanceRecord()])
  for (const expect of ['100-continue', 'something']) {
    const text = await raw(
      `PUT /latest/api/token HTTP/1.1\r\nHost: x\r\nExpect: ${expect}\r\nx-aws-ec2-metadata-token-ttl-seconds: 60\r\nContent-Length: 0\r\n\r\n`,
    )
    assert.match(text, /^HTTP\/1\.1 417 Expectation Failed\r\n/)
  }
})

test('a disabled endpoint answers 403 to everything', async () => {
  const instance = instanceRecord()
  const { request } = await serve([
    { ...instance, metadataOptions: { ...instance.metadataOptions, httpEndpoint: 'disabled' } },
  ])
  assert.equal((await request('GET', '/latest/meta-data/')).status, 403)
  assert.equal(
    (await request('PUT', '/latest/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': '60' })).status,
    403,
  )
})

test('without a token 401 where tokens are required, and the data where they are optional', async () => {
  const instance = instanceRecord()
  const service = await serve([instance])
  const refused = await service.request('GET', '/latest/meta-data/instance-id')
  assert.equal(refused.status, 401)
  assert.match(refused.body, /<title>401 - Unauthorized<\/title>/)
  service.change({ ...instance, metadataOptions: { ...instance.metadataOptions, httpTokens: 'optional' } })
  const read = await service.request('GET', '/latest/meta-data/instance-id')
  assert.equal(read.body, instance.id)
  assert.equal(read.headers.has('x-aws-ec2-metadata-token-ttl-seconds'), false)
})

test('an invalid token is refused even where none is needed', async () => {
  const instance = instanceRecord()
  const { request } = await serve([
    { ...instance, metadataOptions: { ...instance.metadataOptions, httpTokens: 'optional' } },
  ])
  for (const token of ['INVALID', '', 'AQAE', 'A'.repeat(54).concat('==')]) {
    assert.equal((await request('GET', '/', { 'X-aws-ec2-metadata-token': token })).status, 401, token)
  }
})

test('a token of another instance, of an earlier boot or after its end is refused', async () => {
  const one = instanceRecord()
  const two = instanceRecord({ id: 'i-0fedcba9876543210', privateIp: '172.31.5.10' })
  const service = await serve([one, two])
  const token = await service.token(one.id, 60)
  const read = (id: string) =>
    service.request('GET', '/latest/meta-data/instance-id', { 'X-aws-ec2-metadata-token': token }, id)
  assert.equal((await read(one.id)).body, one.id)
  assert.equal((await read(two.id)).status, 401)
  service.change({ ...one, bootEpoch: 2 })
  assert.equal((await read(one.id)).status, 401)
  service.change(one)
  service.wait(59)
  assert.equal((await read(one.id)).status, 200)
  service.wait(1)
  assert.equal((await read(one.id)).status, 401)
})

test('who is asked about follows from the listener, not from a header', async () => {
  const one = instanceRecord()
  const two = instanceRecord({ id: 'i-0fedcba9876543210', privateIp: '172.31.5.10' })
  const service = await serve([one, two])
  const token = await service.token(two.id)
  const answer = await service.request(
    'GET',
    '/latest/meta-data/instance-id',
    { 'X-aws-ec2-metadata-token': token, 'X-Instance-Id': one.id },
    two.id,
  )
  assert.equal(answer.body, two.id)
})

test('an unknown path is not found, and the answer says how long the token lives', async () => {
  const { get } = await serve([instanceRecord()])
  const { status, headers } = await get('/latest/meta-data/nothing')
  assert.equal(status, 404)
  assert.equal(headers.get('x-aws-ec2-metadata-token-ttl-seconds'), '21600')
})

test('the extended credentials path that some clients try first answers 404', async () => {
  const { get } = await serve([instanceRecord()])
  assert.equal((await get('/latest/meta-data/iam/security-credentials-extended/')).status, 404)
})

test('a read carries the headers of EC2 and no line end', async () => {
  const { get } = await serve([instanceRecord()])
  const { statusLine, headers, body } = await get('/latest/meta-data/placement/availability-zone/')
  assert.equal(statusLine, 'HTTP/1.1 200 OK')
  assert.equal(body, 'us-east-1a')
  assert.equal(headers.get('accept-ranges'), 'none')
  assert.equal(headers.get('content-type'), 'text/plain')
  assert.equal(headers.get('last-modified'), 'Fri, 02 Jan 2026 03:04:05 GMT')
  assert.equal(headers.get('connection'), 'close')
})

test('every listed entry resolves, with and without a slash, under every version', async () => {
  const instance = instanceRecord({ tags: { Name: 'web' }, userData: Buffer.from('#!/bin/sh\n').toString('base64') })
  const { get } = await serve([
    {
      ...instance,
      keyPair: { name: 'my key', publicKey: 'ssh-ed25519 AAAA my key' },
      metadataOptions: { ...instance.metadataOptions, instanceMetadataTags: 'enabled' },
    },
  ])
  const versions = (await get('/')).body.split('\n')
  assert.deepEqual(versions, [...METADATA_VERSIONS])
  assert.equal((await get('/latest/')).body, 'dynamic\nmeta-data\nuser-data')
  const leaves: string[] = []
  async function crawl(path: string) {
    const { status, body } = await get(path)
    assert.equal(status, 200, path)
    for (const line of body.split('\n').filter((text) => text !== '')) {
      const key = /^(\d+)=/.exec(line)?.[1]
      if (key !== undefined) await crawl(`${path}${key}/`)
      else if (line.endsWith('/')) await crawl(`${path}${line}`)
      else {
        assert.equal((await get(`${path}${line}`)).status, 200, path + line)
        assert.equal((await get(`${path}${line}/`)).status, 200, path + line)
        leaves.push(path + line)
      }
    }
  }
  await crawl('/latest/meta-data/')
  await crawl('/2009-04-04/dynamic/')
  for (const needed of [
    'instance-id',
    'hostname',
    'network/interfaces/macs/02:11:22:33:44:55/vpc-id',
    'tags/instance/Name',
    'public-keys/0/openssh-key',
  ]) {
    assert.ok(leaves.includes(`/latest/meta-data/${needed}`), needed)
  }
})

test('a folder without its slash is listed, not redirected', async () => {
  const { get } = await serve([instanceRecord()])
  assert.equal((await get('/latest/meta-data/iam/security-credentials')).body, 'app')
  assert.equal((await get('/latest/dynamic/instance-identity')).body, 'document\npkcs7\nrsa2048\nsignature')
})

test('credentials say by which version they were delivered', async () => {
  const instance = instanceRecord()
  const { get, request } = await serve([
    { ...instance, metadataOptions: { ...instance.metadataOptions, httpTokens: 'optional' } },
  ])
  const path = '/latest/meta-data/iam/security-credentials/app'
  assert.equal(JSON.parse((await get(path)).body).Token, 'delivered 2.0')
  assert.equal(JSON.parse((await request('GET', path)).body).Token, 'delivered 1.0')
})

test('the credentials document has the members of EC2 in their order and times without fractions', async () => {
  const { get } = await serve([instanceRecord()])
  const { body, headers } = await get('/latest/meta-data/iam/security-credentials/app')
  assert.equal(
    body,
    `{
  "Code" : "Success",
  "LastUpdated" : "2026-01-02T03:04:05Z",
  "Type" : "AWS-HMAC",
  "AccessKeyId" : "ASIAEXAMPLE",
  "SecretAccessKey" : "secret",
  "Token" : "delivered 2.0",
  "Expiration" : "2026-01-02T09:04:05Z"
}`,
  )
  assert.equal(headers.get('content-type'), 'text/plain')
})

test('another role than the one in the profile is not found', async () => {
  const { get } = await serve([instanceRecord()])
  assert.equal((await get('/latest/meta-data/iam/security-credentials/other')).status, 404)
  assert.equal((await get('/latest/meta-data/iam/security-credentials/constructor')).status, 404)
})

test('without a profile the whole iam folder is absent', async () => {
  const { get } = await serve([instanceRecord({ association: undefined })], { credentials: () => ({ kind: 'none' }) })
  for (const path of ['iam', 'iam/', 'iam/info', 'iam/security-credentials/']) {
    assert.equal((await get(`/latest/meta-data/${path}`)).status, 404, path)
  }
  assert.doesNotMatch((await get('/latest/meta-data/')).body, /iam/)
})

test('a role that EC2 may not assume is named, and its document says why', async () => {
  const { get } = await serve([instanceRecord()], {
    credentials: () => ({ kind: 'unauthorized', profile, roleName: 'app', lastUpdated: NOW }),
  })
  assert.equal((await get('/latest/meta-data/iam/security-credentials/')).body, 'app')
  const { status, body } = await get('/latest/meta-data/iam/security-credentials/app')
  assert.equal(status, 200)
  assert.deepEqual(JSON.parse(body), {
    Code: 'AssumeRoleUnauthorizedAccess',
    Message:
      'EC2 cannot assume the role app.  Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.',
    LastUpdated: '2026-01-02T03:04:05Z',
  })
})

test('iam/info names the profile, and says when it is gone or holds no role', async () => {
  const info = '/latest/meta-data/iam/info'
  assert.deepEqual(JSON.parse((await (await serve([instanceRecord()])).get(info)).body), {
    Code: 'Success',
    LastUpdated: '2026-01-02T03:04:05Z',
    InstanceProfileArn: profile.arn,
    InstanceProfileId: profile.id,
  })
  const gone = await serve([instanceRecord()], { credentials: () => ({ kind: 'profile not found', lastUpdated: NOW }) })
  assert.equal(JSON.parse((await gone.get(info)).body).Code, 'InstanceProfileNotFound')
  const empty = await serve([instanceRecord()], { credentials: () => ({ kind: 'no role', profile, lastUpdated: NOW }) })
  const document = JSON.parse((await empty.get(info)).body)
  assert.equal(document.Code, 'Success')
  assert.equal(
    document.Message,
    'Instance Profile does not contain a role.  Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.',
  )
  assert.equal((await empty.get('/latest/meta-data/iam/security-credentials/')).body, '')
})

test('user data is served as the bytes that were given, and is not found without', async () => {
  const bytes = Buffer.from([0, 255, 10, 128])
  const service = await serve([instanceRecord({ userData: bytes.toString('base64') })])
  const { headers, body } = await service.get('/latest/user-data')
  assert.equal(headers.get('content-type'), 'application/octet-stream')
  assert.deepEqual(Buffer.from(body, 'latin1'), bytes)
  service.change(instanceRecord())
  assert.equal((await service.get('/latest/user-data')).status, 404)
})

test('tags are there only while they are switched on', async () => {
  const instance = instanceRecord({ tags: { Name: 'web', 'a=b': '' } })
  const service = await serve([instance])
  assert.equal((await service.get('/latest/meta-data/tags/instance/Name')).status, 404)
  assert.doesNotMatch((await service.get('/latest/meta-data/')).body, /tags/)
  service.change({ ...instance, metadataOptions: { ...instance.metadataOptions, instanceMetadataTags: 'enabled' } })
  assert.equal((await service.get('/latest/meta-data/tags/instance')).body, 'Name\na=b')
  assert.equal((await service.get('/latest/meta-data/tags/instance/Name')).body, 'web')
})

test('the signature verifies over the exact bytes of the identity document', async () => {
  const { get } = await serve([instanceRecord()])
  const document = (await get('/latest/dynamic/instance-identity/document')).body
  const signature = Buffer.from((await get('/latest/dynamic/instance-identity/signature')).body, 'base64')
  assert.ok(verify('sha256', Buffer.from(document), identity.certificate.publicKey, signature))
  assert.deepEqual(JSON.parse(document), {
    accountId: '123456789012',
    architecture: 'x86_64',
    availabilityZone: 'us-east-1a',
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: 'ami-0abcdef1234567890',
    instanceId: 'i-0123456789abcdef0',
    instanceType: 't3.micro',
    kernelId: null,
    pendingTime: '2026-01-02T03:04:05Z',
    privateIp: '172.31.5.9',
    ramdiskId: null,
    region: 'us-east-1',
    version: '2017-09-30',
  })
})

test('a failure of ours is answered with 500 and told to the operator, and the service goes on', async () => {
  const broken = () => {
    throw new Error('the key cannot be read')
  }
  const told: unknown[] = []
  const { get } = await serve([instanceRecord()], {
    signer: { signature: broken, signedData: broken },
    onError: (error) => told.push(error),
  })
  assert.equal((await get('/latest/dynamic/instance-identity/signature')).status, 500)
  assert.match(String(told[0]), /the key cannot be read/)
  assert.equal((await get('/latest/dynamic/instance-identity/document')).status, 200)
})

test('a stopped or forgotten instance has nobody who answers', async () => {
  const instance = instanceRecord()
  const service = await serve([instance])
  service.change({ ...instance, state: 'stopped' })
  assert.equal(await service.raw('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), '')
})
