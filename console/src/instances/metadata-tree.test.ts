/** That the view of an instance's metadata is the service's own, document by document. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultNetwork, subnetOfZone } from '../../../src/instances/default-network.ts'
import { describeInstance } from '../../../src/instances/describe-instance.ts'
import { instanceRecord, NOW } from '../../../src/instances/fixtures.ts'
import type { InstanceRecord } from '../../../src/instances/records.ts'
import { profile, serve } from '../../../src/metadata/service-for-tests.ts'
import type { ProfileSight } from './iam-metadata.ts'
import type { ShownInstance } from './instances.ts'
import { MASK, type MetadataItem, UNKNOWN } from './metadata-item.ts'
import { type MetadataSources, metadataTree } from './metadata-tree.ts'

const ROLE = { RoleName: 'app', Arn: 'arn:aws:iam::123456789012:role/app' }
const ISSUED = {
  kind: 'issued',
  roleArn: ROLE.Arn,
  at: new Date(NOW),
  callId: 'call',
  accessKeyId: 'ASIAEXAMPLE',
  expires: new Date(NOW + 6 * 3_600_000),
} as const
const SIGHT: ProfileSight = {
  kind: 'profile',
  // Of the SDK's type only what is read here.
  profile: { Arn: profile.arn, InstanceProfileId: profile.id, Roles: [ROLE] } as never,
  issues: { told: [ISSUED] },
}

/** What public APIs tell of the record. */
function sourcesOf(record: InstanceRecord, sight: ProfileSight = SIGHT): MetadataSources {
  const network = defaultNetwork(record.account, record.region)
  const subnet = subnetOfZone(network, record.availabilityZone)
  // The SDK's types and the server's are of one model.
  const described = describeInstance(record) as ShownInstance
  return {
    instance: { ...described, reservationId: record.reservationId, account: record.account },
    region: record.region,
    subnet: { told: { CidrBlock: subnet.cidr, AvailabilityZoneId: subnet.availabilityZoneId } },
    vpc: { told: { CidrBlock: network.cidr } },
    publicKey: { told: record.keyPair?.publicKey },
    userData: { told: record.userData && Buffer.from(record.userData, 'base64').toString() },
    profile: { told: sight },
  }
}

/** The documents of an item by path; null: it does not say. */
function documentsOf(item: MetadataItem, path = ''): Record<string, string | null> {
  if (item.kind !== 'folder') return { [path]: item.kind === 'value' ? item.text : null }
  const below = Object.entries(item.children).map(([name, child]) =>
    documentsOf(child, path === '' ? name : `${path}/${name}`),
  )
  return Object.assign({}, ...below)
}

const WHOLE: Partial<InstanceRecord> = {
  metadataOptions: { ...instanceRecord().metadataOptions, instanceMetadataTags: 'enabled' },
  keyPair: { name: 'my-key', publicKey: 'ssh-ed25519 AAAA my-key' },
  monitoring: true,
  userData: Buffer.from('#!/bin/sh\n').toString('base64'),
  securityGroups: [
    { id: 'sg-0123456789abcdef0', name: 'web' },
    { id: 'sg-0123456789abcdef1', name: 'admin' },
  ],
  volumes: ['/dev/xvda', '/dev/sdf', '/dev/sdg'].map((device) => ({ ...instanceRecord().volumes[0]!, device })),
  tags: {
    Name: 'web',
    empty: '',
    'rolecall:spot-interruption': 'terminate 2017-09-18T08:22:00Z',
    'rolecall:rebalance-recommendation': '2020-11-05T08:22:00Z',
    'rolecall:maintenance': 'system-reboot 2019-01-21T09:00:43Z 2019-01-21T09:17:23Z',
  },
}

for (const [what, record] of [
  ['a plain instance', instanceRecord()],
  ['an instance with everything', instanceRecord(WHOLE)],
  [
    'an instance whose notices cannot be read',
    instanceRecord({
      tags: {
        'rolecall:spot-interruption': 'stop 2017-99-18T08:22:00Z',
        'rolecall:rebalance-recommendation': 'soon',
        'rolecall:maintenance': 'explode 2019-01-21T09:00:43Z 2019-01-21T09:17:23Z',
      },
    }),
  ],
  [
    'an instance that is to stop',
    instanceRecord({ tags: { 'rolecall:spot-interruption': 'stop 2017-09-18T08:22:00Z' } }),
  ],
] as const) {
  test(`${what} has exactly the documents that are shown, and each says what is shown`, async () => {
    const shown = documentsOf(metadataTree(sourcesOf(record)))
    const { get } = await serve([record])
    const crawl = async (folder: string): Promise<string[]> => {
      const names = (await get(`/latest/${folder}`)).body.split('\n').filter((name) => name !== '')
      const below = names.map(async (line) => {
        const path = `${folder}${line.replace(/^(\d+)=.*/, '$1/').replace(/^(dynamic|meta-data)$/, '$1/')}`
        return path.endsWith('/') ? crawl(path) : [path]
      })
      return (await Promise.all(below)).flat()
    }
    assert.deepEqual(Object.keys(shown).sort(), (await crawl('')).sort())
    for (const [path, text] of Object.entries(shown)) {
      const { body } = await get(`/latest/${path}`)
      if (text !== null) assert.match(body, patternOf(text), path)
    }
    assert.deepEqual(
      Object.keys(shown).filter((path) => shown[path] === null),
      [
        'dynamic/instance-identity/pkcs7',
        'dynamic/instance-identity/rsa2048',
        'dynamic/instance-identity/signature',
        'meta-data/identity-credentials/ec2/security-credentials/ec2-instance',
      ],
    )
  })
}

/** The text, with anything in the place of what is masked or unknown. */
const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${RegExp.escape(text).replaceAll(RegExp.escape(MASK), '[^"]+').replaceAll(RegExp.escape(UNKNOWN), '[^"]+')}$`,
  )

test('secrets are masked, and the times that only the instance learns are marked', () => {
  const shown = documentsOf(metadataTree(sourcesOf(instanceRecord())))
  assert.deepEqual(JSON.parse(shown['meta-data/iam/security-credentials/app'] ?? ''), {
    Code: 'Success',
    LastUpdated: '2026-01-02T03:04:05Z',
    Type: 'AWS-HMAC',
    AccessKeyId: 'ASIAEXAMPLE',
    SecretAccessKey: MASK,
    Token: MASK,
    Expiration: '2026-01-02T09:04:05Z',
  })
  assert.equal(JSON.parse(shown['meta-data/identity-credentials/ec2/info'] ?? '').LastUpdated, UNKNOWN)
})

test('what is not issued, not trusted or not there is told as such', () => {
  const shown = (sight: ProfileSight) => documentsOf(metadataTree(sourcesOf(instanceRecord(), sight)))
  const at = 'meta-data/iam/security-credentials/app'
  assert.equal(shown({ ...SIGHT, issues: { told: [] } })[at], null)
  assert.equal(
    shown({ ...SIGHT, issues: { told: [{ ...ISSUED, roleArn: 'arn:aws:iam::123456789012:role/x' }] } })[at],
    null,
  )
  assert.equal(shown({ ...SIGHT, issues: { untold: 'no' } })[at], null)
  const { accessKeyId: _, expires: __, ...refused } = ISSUED
  assert.match(
    shown({ ...SIGHT, issues: { told: [{ ...refused, kind: 'refused' }, ISSUED] } })[at] ?? '',
    /"AssumeRoleUnauthorizedAccess"/,
  )
  assert.match(shown({ kind: 'not found' })['meta-data/iam/info'] ?? '', /"InstanceProfileNotFound"/)
  assert.ok(!Object.keys(shown({ kind: 'none' })).some((path) => path.startsWith('meta-data/iam/')))
})
