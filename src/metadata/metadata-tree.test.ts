/** What is served to which instance, by AWS's table of categories and the version that brought each. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import type { InstanceRecord } from '../instances/records.ts'
import { serve } from './service-for-tests.ts'

const META = '/latest/meta-data'
const plain = instanceRecord()
const options = (more: Partial<InstanceRecord['metadataOptions']>) => ({
  metadataOptions: { ...plain.metadataOptions, ...more },
})
const volume = plain.volumes[0]!
const listing = (text: string) => text.split('\n')

test('an instance with a profile has these categories', async () => {
  const { get } = await serve([plain])
  assert.deepEqual(listing((await get(`${META}/`)).body), [
    'ami-id',
    'ami-launch-index',
    'ami-manifest-path',
    'block-device-mapping/',
    'events/',
    'hostname',
    'iam/',
    'identity-credentials/',
    'instance-action',
    'instance-id',
    'instance-life-cycle',
    'instance-type',
    'local-hostname',
    'local-ipv4',
    'mac',
    'metrics/',
    'network/',
    'placement/',
    'profile',
    'reservation-id',
    'security-groups',
    'services/',
  ])
  assert.deepEqual(listing((await get(`${META}/network/interfaces/macs/${plain.mac}/`)).body), [
    'device-number',
    'interface-id',
    'local-hostname',
    'local-ipv4s',
    'mac',
    'network-card-index',
    'owner-id',
    'security-group-ids',
    'security-groups',
    'subnet-id',
    'subnet-ipv4-cidr-block',
    'vpc-id',
    'vpc-ipv4-cidr-block',
    'vpc-ipv4-cidr-blocks',
  ])
})

test('the groups of an instance are named one a line, and the default group where it was launched in none', async () => {
  const securityGroups = [
    { id: 'sg-0123456789abcdef0', name: 'web' },
    { id: 'sg-0123456789abcdef1', name: 'admin' },
  ]
  const { get } = await serve([instanceRecord({ securityGroups })])
  assert.equal((await get(`${META}/security-groups`)).body, 'web\nadmin')
  const mac = `${META}/network/interfaces/macs/${plain.mac}`
  assert.equal((await get(`${mac}/security-groups`)).body, 'web\nadmin')
  assert.equal((await get(`${mac}/security-group-ids`)).body, 'sg-0123456789abcdef0\nsg-0123456789abcdef1')
  assert.equal((await (await serve([plain])).get(`${META}/security-groups`)).body, 'default')
})

test('what no instance here has is not found, as on an instance of EC2 without it', async () => {
  const { get } = await serve([plain])
  for (const path of [
    'ancestor-ami-ids',
    'autoscaling/target-lifecycle-state',
    'autoscaling/',
    'block-device-mapping/swap',
    'elastic-gpus/',
    'events/recommendations/',
    'events/recommendations/rebalance',
    'ipv6',
    'kernel-id',
    `network/interfaces/macs/${plain.mac}/ipv6s`,
    `network/interfaces/macs/${plain.mac}/public-ipv4s`,
    `network/interfaces/macs/${plain.mac}/ipv4-associations/`,
    'placement/group-name',
    'placement/host-id',
    'placement/partition-number',
    'product-codes',
    'public-hostname',
    'public-ipv4',
    'public-keys/',
    'ramdisk-id',
    'spot/',
    'spot/instance-action',
    'spot/termination-time',
    'tags/',
    'iam/security-credentials-extended/',
    'iam/security-credentials-extended/app',
  ]) {
    assert.equal((await get(`${META}/${path}`)).status, 404, path)
  }
})

test('a version shows what it or one before it brought', async () => {
  const { get } = await serve([plain])
  assert.deepEqual(listing((await get('/1.0/meta-data/')).body), [
    'ami-id',
    'ami-launch-index',
    'ami-manifest-path',
    'hostname',
    'instance-id',
    'local-ipv4',
    'profile',
    'reservation-id',
    'security-groups',
  ])
  assert.equal((await get('/1.0/')).body, 'meta-data')
  assert.equal((await get('/1.0/dynamic/instance-identity/document')).status, 404)
  assert.equal((await get('/2009-04-04/')).body, 'dynamic\nmeta-data')
  const brought = {
    'instance-type': ['2007-03-01', '2007-08-29'],
    'placement/availability-zone': ['2007-12-15', '2008-02-01'],
    mac: ['2009-04-04', '2011-01-01'],
    'iam/info': ['2011-05-01', '2012-01-12'],
    'services/domain': ['2012-01-12', '2014-02-25'],
    'services/partition': ['2014-11-05', '2015-10-20'],
    [`network/interfaces/macs/${plain.mac}/vpc-ipv4-cidr-blocks`]: ['2016-04-19', '2016-06-30'],
    'identity-credentials/ec2/info': ['2018-03-28', '2018-08-17'],
    'events/maintenance/scheduled': ['2018-03-28', '2018-08-17'],
    'placement/availability-zone-id': ['2018-09-24', '2019-10-01'],
    'placement/region': ['2019-10-01', '2020-10-27'],
    [`network/interfaces/macs/${plain.mac}/network-card-index`]: ['2020-10-27', '2021-01-03'],
  } as const
  for (const [path, [before, from]] of Object.entries(brought)) {
    assert.equal((await get(`/${before}/meta-data/${path}`)).status, 404, `${before} ${path}`)
    assert.equal((await get(`/${from}/meta-data/${path}`)).status, 200, `${from} ${path}`)
  }
})

test('a key pair that was named at launch is listed by number and name, its key below the number', async () => {
  const { get } = await serve([instanceRecord({ keyPair: { name: 'my-key', publicKey: 'ssh-ed25519 AAAA my-key' } })])
  assert.match((await get(`${META}/`)).body, /^public-keys\/$/m)
  assert.equal((await get(`${META}/public-keys/`)).body, '0=my-key')
  assert.equal((await get(`${META}/public-keys/0/`)).body, 'openssh-key')
  assert.equal((await get(`${META}/public-keys/0/openssh-key`)).body, 'ssh-ed25519 AAAA my-key')
})

test('volumes are mapped by what they are: the root, and the others in their order', async () => {
  const { get } = await serve([
    instanceRecord({ volumes: [volume, { ...volume, device: '/dev/sdf' }, { ...volume, device: '/dev/sdg' }] }),
  ])
  const at = async (name: string) => (await get(`${META}/block-device-mapping/${name}`)).body
  assert.equal(await at(''), 'ami\nebs1\nebs2\nroot')
  assert.deepEqual(
    [await at('ami'), await at('ebs1'), await at('ebs2'), await at('root')],
    ['/dev/xvda', '/dev/sdf', '/dev/sdg', '/dev/xvda'],
  )
})

test('detailed monitoring is said', async () => {
  const service = await serve([plain])
  const at = '/latest/dynamic/fws/instance-monitoring'
  assert.equal((await service.get(at)).body, 'disabled')
  service.change({ ...plain, monitoring: true })
  assert.equal((await service.get(at)).body, 'enabled')
})

test('tags follow their changes, and keys that a listing could not show are not found under a part of themselves', async () => {
  const service = await serve([
    instanceRecord({ ...options({ instanceMetadataTags: 'enabled' }), tags: { Name: 'a' } }),
  ])
  assert.equal((await service.get(`${META}/tags/instance/Name`)).body, 'a')
  service.change(
    instanceRecord({ ...options({ instanceMetadataTags: 'enabled' }), tags: { Name: 'ü b', 'x:y@z': '' } }),
  )
  assert.equal(Buffer.from((await service.get(`${META}/tags/instance/Name`)).body, 'latin1').toString(), 'ü b')
  assert.equal((await service.get(`${META}/tags/instance/x%3Ay@z`)).status, 200)
  assert.equal((await service.get(`${META}/tags/instance/constructor`)).status, 404)
  service.change(instanceRecord(options({ instanceMetadataTags: 'enabled' })))
  assert.equal((await service.get(`${META}/tags/instance/`)).body, '')
})

test('every instance has an identity, with or without a profile', async () => {
  const { get } = await serve([instanceRecord({ association: undefined })])
  const at = `${META}/identity-credentials/ec2`
  assert.equal((await get(`${at}/`)).body, 'info\nsecurity-credentials/')
  assert.deepEqual(JSON.parse((await get(`${at}/info`)).body), {
    Code: 'Success',
    LastUpdated: '2026-01-02T03:04:05Z',
    AccountId: '123456789012',
  })
  assert.equal((await get(`${at}/security-credentials/`)).body, 'ec2-instance')
  assert.deepEqual(JSON.parse((await get(`${at}/security-credentials/ec2-instance`)).body), {
    Code: 'Success',
    LastUpdated: '2026-01-02T03:04:05Z',
    Type: 'AWS-HMAC',
    AccessKeyId: 'ASIAIDENTITY',
    SecretAccessKey: 'secret of the identity',
    Token: 'identity 2.0',
    Expiration: '2026-01-02T09:04:05Z',
  })
})

test('a tag announces a Spot interruption, in the form of the guide', async () => {
  const service = await serve([plain])
  const at = async (path: string) => (await service.get(`${META}/${path}`)).body
  const mark = (value: string) => service.change(instanceRecord({ tags: { 'rolecall:spot-interruption': value } }))
  assert.equal(await at('instance-life-cycle'), 'on-demand')
  mark('terminate 2017-09-18T08:22:00Z')
  assert.equal(await at('spot/'), 'instance-action\ntermination-time')
  assert.equal(await at('spot/instance-action'), '{"action": "terminate", "time": "2017-09-18T08:22:00Z"}')
  assert.equal(await at('spot/termination-time'), '2017-09-18T08:22:00Z')
  assert.equal(await at('instance-life-cycle'), 'spot')
  mark('stop 2017-09-18T08:22:00Z')
  assert.equal(await at('spot/'), 'instance-action')
  assert.equal(await at('spot/instance-action'), '{"action": "stop", "time": "2017-09-18T08:22:00Z"}')
  for (const value of [
    '',
    'terminate',
    'terminate soon',
    'explode 2017-09-18T08:22:00Z',
    'stop 2017-99-18T08:22:00Z',
  ]) {
    mark(value)
    assert.equal((await service.get(`${META}/spot/`)).status, 404, value)
    assert.equal(await at('instance-life-cycle'), 'on-demand')
  }
})

test('a tag announces a rebalance recommendation, another one a scheduled event', async () => {
  const { get } = await serve([
    instanceRecord({
      tags: {
        'rolecall:rebalance-recommendation': '2020-11-05T08:22:00Z',
        'rolecall:maintenance': 'system-reboot 2019-01-21T09:00:43Z 2019-01-21T09:17:23Z',
      },
    }),
  ])
  assert.deepEqual(JSON.parse((await get(`${META}/events/recommendations/rebalance`)).body), {
    noticeTime: '2020-11-05T08:22:00Z',
  })
  const [event, ...others] = JSON.parse((await get(`${META}/events/maintenance/scheduled`)).body)
  assert.match(event.EventId, /^instance-event-[0-9a-f]{17}$/)
  assert.deepEqual(
    [event, others],
    [
      {
        NotBefore: '21 Jan 2019 09:00:43 GMT',
        Code: 'system-reboot',
        Description: 'scheduled reboot',
        EventId: event.EventId,
        NotAfter: '21 Jan 2019 09:17:23 GMT',
        State: 'active',
      },
      [],
    ],
  )
  assert.equal((await get(`${META}/events/maintenance/history`)).body, '[]')
})

test('a listener on the IPv6 address answers only while the instance has that endpoint', async () => {
  const service = await serve([plain], { family: 6 })
  assert.equal(await service.raw('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), '')
  service.change(instanceRecord(options({ httpProtocolIpv6: 'enabled' })))
  assert.equal((await service.get(`${META}/instance-id`)).body, plain.id)
})
