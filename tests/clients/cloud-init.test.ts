import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { instanceRecord } from '../../src/instances/fixtures.ts'
import { serve } from '../../src/metadata/service-for-tests.ts'
import { outcomeOf, plainEnvironment } from './server-process.ts'

/** Where `npm test` unpacked Debian's package; it is not installed, which would run it at the next boot. */
const packages = process.env['ROLECALL_CLOUD_INIT']
const skip = packages === undefined ? 'cloud-init is not unpacked; npm test does it on Debian' : false

const plain = instanceRecord()
const instance = instanceRecord({
  metadataOptions: { ...plain.metadataOptions, instanceMetadataTags: 'enabled' },
  tags: { Name: 'web', 'rolecall:maintenance': 'system-reboot 2019-01-21T09:00:43Z 2019-01-21T09:17:23Z' },
  keyPair: { name: 'my-key', publicKey: 'ssh-ed25519 AAAA my-key' },
  userData: Buffer.from('#cloud-config\n').toString('base64'),
})

test('cloud-init crawls the whole tree without an error, and keeps no credentials', { skip }, async () => {
  const service = await serve([instance])
  const { code, stdout, stderr } = await outcomeOf(
    '/usr/bin/python3',
    [join(import.meta.dirname, 'cloud_init_crawl.py'), `http://127.0.0.1:${service.port()}`],
    { ...plainEnvironment(), PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' },
  )
  assert.equal(code, 0, stderr)
  assert.doesNotMatch(stderr, /WARNING|Failed|Traceback/)
  const crawled = JSON.parse(stdout)
  assert.equal(crawled['user-data'], '#cloud-config\n')
  assert.equal(crawled['_metadata_api_version'], '2021-03-23')
  const data = crawled['meta-data']
  assert.equal(data['instance-id'], instance.id)
  assert.equal(data.placement.region, 'us-east-1')
  assert.deepEqual(data['public-keys'], { 'my-key': 'ssh-ed25519 AAAA my-key' })
  assert.equal(data.tags.instance.Name, 'web')
  assert.equal(data.network.interfaces.macs[instance.mac]['local-ipv4s'], instance.privateIp)
  assert.equal(crawled.dynamic['instance-identity'].document.instanceId, instance.id)
  // What it skips, and nothing else of the listings.
  assert.deepEqual(Object.keys(data.iam), ['info'])
  assert.deepEqual(Object.keys(data['identity-credentials'].ec2), ['info'])
  assert.doesNotMatch(stdout, /ASIA|SecretAccessKey|"Token"|delivered/)
  const { body } = await service.get('/2021-03-23/meta-data/')
  assert.deepEqual(
    Object.keys(data).sort(),
    body
      .split('\n')
      .map((line) => line.replace('/', ''))
      .sort(),
  )
})
