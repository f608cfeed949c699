import { securityGroupsOf } from '../instances/default-network.ts'
import { iamFolder, identityCredentials } from './iam-tree.ts'
import { identityDocument } from './identity-document.ts'
import { events, lifeCycle, spot } from './notices.ts'
import { type Folder, folder, type Leaf, type Node, since } from './tree.ts'
import type { MetadataView } from './view.ts'

/** Versions that the root lists. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html */
export const METADATA_VERSIONS = [
  '1.0',
  '2007-01-19',
  '2007-03-01',
  '2007-08-29',
  '2007-10-10',
  '2007-12-15',
  '2008-02-01',
  '2008-09-01',
  '2009-04-04',
  '2011-01-01',
  '2011-05-01',
  '2012-01-12',
  '2014-02-25',
  '2014-11-05',
  '2015-10-20',
  '2016-04-19',
  '2016-06-30',
  '2016-09-02',
  '2018-03-28',
  '2018-08-17',
  '2018-09-24',
  '2019-10-01',
  '2020-10-27',
  '2021-01-03',
  '2021-03-23',
  'latest',
] as const

const text =
  (value: string): Leaf =>
  () =>
    value
const of =
  (read: (view: MetadataView) => string): Leaf =>
  (view) =>
    read(view)

const groupsOf = (read: (group: { readonly id: string; readonly name: string }) => string): Leaf =>
  of(({ instance }) => securityGroupsOf(instance).map(read).join('\n'))
const securityGroups = groupsOf(({ name }) => name)

const networkInterface: Folder = folder({
  'device-number': text('0'),
  'interface-id': of(({ instance }) => instance.networkInterfaceId),
  'local-hostname': of(({ hostname }) => hostname),
  'local-ipv4s': of(({ instance }) => instance.privateIp),
  mac: of(({ instance }) => instance.mac),
  'network-card-index': since('2020-11-01', text('0')),
  'owner-id': of(({ instance }) => instance.account),
  'security-group-ids': groupsOf(({ id }) => id),
  'security-groups': securityGroups,
  'subnet-id': of(({ subnet }) => subnet.id),
  'subnet-ipv4-cidr-block': of(({ subnet }) => subnet.cidr),
  'vpc-id': of(({ network }) => network.vpcId),
  'vpc-ipv4-cidr-block': of(({ network }) => network.cidr),
  'vpc-ipv4-cidr-blocks': since(
    '2016-06-30',
    of(({ network }) => network.cidr),
  ),
})

const blockDevices: Folder = {
  children: ({ instance }) => {
    const [root, ...others] = instance.volumes
    const ebs = others.map(({ device }, index) => [`ebs${index + 1}`, text(device)] as const)
    if (!root) return {}
    return { ami: text(root.device), ...Object.fromEntries(ebs), root: text(root.device) }
  },
}

/** One key at most: `0=name`, and below `0` the key. */
const publicKeys: Folder = {
  children: ({ instance: { keyPair } }) =>
    keyPair ? { 0: folder({ 'openssh-key': text(keyPair.publicKey) }) } : undefined,
  line: (index, { instance }) => `${index}=${instance.keyPair?.name}`,
}

/** Present only while the instance's tags are switched on for its metadata. */
const tags: Folder = {
  children: ({ instance }) => (instance.metadataOptions.instanceMetadataTags === 'enabled' ? TAGS : undefined),
}
const TAGS: Readonly<Record<string, Node>> = {
  instance: {
    children: ({ instance }) =>
      Object.fromEntries(
        Object.keys(instance.tags)
          .sort()
          .map((key) => [key, text(instance.tags[key] ?? '')]),
      ),
  },
}

/**
 * The categories with the version that brought each. Those that no instance here has are absent, as on an instance of
 * EC2 that has none: ancestor AMIs, product codes, a kernel or a RAM disk, an Auto Scaling state, public or IPv6
 * addresses, a placement group or a host.
 */
const metaData = folder({
  'ami-id': of(({ instance }) => instance.imageId),
  'ami-launch-index': of(({ instance }) => String(instance.launchIndex)),
  'ami-manifest-path': text('(unknown)'),
  'block-device-mapping': since('2007-12-15', blockDevices),
  events: since('2018-08-17', events),
  hostname: of(({ hostname }) => hostname),
  iam: since('2012-01-12', iamFolder),
  'identity-credentials': since('2018-05-23', identityCredentials),
  'instance-action': since('2008-09-01', text('none')),
  'instance-id': of(({ instance }) => instance.id),
  'instance-life-cycle': since('2019-10-01', lifeCycle),
  'instance-type': since(
    '2007-08-29',
    of(({ instance }) => instance.type),
  ),
  'local-hostname': since(
    '2007-01-19',
    of(({ hostname }) => hostname),
  ),
  'local-ipv4': of(({ instance }) => instance.privateIp),
  mac: since(
    '2011-01-01',
    of(({ instance }) => instance.mac),
  ),
  metrics: since('2011-05-01', folder({ vhostmd: text('<?xml version="1.0" encoding="UTF-8"?>') })),
  network: since(
    '2011-01-01',
    folder({ interfaces: folder({ macs: { children: ({ instance }) => ({ [instance.mac]: networkInterface }) } }) }),
  ),
  placement: since(
    '2008-02-01',
    folder({
      'availability-zone': of(({ instance }) => instance.availabilityZone),
      'availability-zone-id': since(
        '2019-10-01',
        of(({ subnet }) => subnet.availabilityZoneId),
      ),
      region: since(
        '2020-08-24',
        of(({ instance }) => instance.region),
      ),
    }),
  ),
  profile: text('default-hvm'),
  'public-keys': publicKeys,
  'reservation-id': of(({ instance }) => instance.reservationId),
  'security-groups': securityGroups,
  services: since('2014-02-25', folder({ domain: text('amazonaws.com'), partition: since('2015-10-20', text('aws')) })),
  spot: since('2014-11-05', spot),
  tags: since('2021-03-23', tags),
})

/**
 * AWS's `pkcs7` is made with DSA and SHA-1, which nothing new should take; the same form with RSA and SHA-256 is verified
 * by the same command.
 */
const signedDocument = of(({ instance, signer }) => signer.signedData(identityDocument(instance)))

const dynamic = folder({
  fws: folder({ 'instance-monitoring': of(({ instance }) => (instance.monitoring ? 'enabled' : 'disabled')) }),
  'instance-identity': folder({
    document: of(({ instance }) => identityDocument(instance)),
    pkcs7: signedDocument,
    rsa2048: signedDocument,
    signature: of(({ instance, signer }) => signer.signature(identityDocument(instance))),
  }),
})

const version: Folder = {
  line: (name) => name,
  children: ({ instance }) => ({
    dynamic: since('2009-04-04', dynamic),
    'meta-data': metaData,
    ...(instance.userData === undefined ? {} : { 'user-data': userData }),
  }),
}

/** Never sent as text: the handler answers its bytes. It stands here so that the listing names it. */
const userData: Leaf = ({ instance }) => instance.userData

/** The whole tree. Each version shows what it or one before it brought. */
export const metadataTree: Folder = {
  children: () => VERSIONS,
  line: (name) => name,
}

const VERSIONS: Readonly<Record<string, Node>> = Object.fromEntries(METADATA_VERSIONS.map((name) => [name, version]))
