import { createHash } from 'node:crypto'
import type { GroupReference, InstanceRecord, Place } from './records.ts'

/** The default VPC that every account has in every region. Ids follow from account and region, so they need no record. */
export interface DefaultNetwork {
  readonly vpcId: string
  readonly cidr: string
  readonly cidrAssociationId: string
  readonly dhcpOptionsId: string
  readonly securityGroup: GroupReference
  /** The main route table, which every subnet uses. */
  readonly routeTable: { readonly id: string; readonly associationId: string }
  readonly internetGatewayId: string
  readonly networkAclId: string
  readonly subnets: readonly DefaultSubnet[]
}

export interface DefaultSubnet {
  readonly id: string
  readonly availabilityZone: string
  /** `use1-az1`: the zone's name in every account. */
  readonly availabilityZoneId: string
  /** A /20 of 172.31.0.0/16. https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
  readonly cidr: string
  /** The third octet that the subnet begins at. */
  readonly firstOctet: number
  /** `aclassoc-`: that it uses the default network ACL. */
  readonly networkAclAssociationId: string
}

/** Hosts of a /20 without the five addresses that EC2 keeps. */
export const SUBNET_ADDRESSES = 4091

const LETTERS = ['a', 'b', 'c'] as const

export function defaultNetwork(account: string, region: string): DefaultNetwork {
  const place = `${account}/${region}`
  const found = known.get(place)
  if (found) return found
  const network = derive(account, region)
  if (known.size >= KNOWN_LIMIT) known.clear()
  known.set(place, network)
  return network
}

/** Every metadata request asks. */
const known = new Map<string, DefaultNetwork>()
const KNOWN_LIMIT = 1000

function derive(account: string, region: string): DefaultNetwork {
  const id = (prefix: string, name: string) => derivedId(prefix, { account, region }, name)
  return {
    vpcId: id('vpc', 'vpc'),
    cidr: '172.31.0.0/16',
    cidrAssociationId: id('vpc-cidr-assoc', 'cidr'),
    dhcpOptionsId: id('dopt', 'dhcp'),
    securityGroup: { id: id('sg', 'default group'), name: 'default' },
    routeTable: { id: id('rtb', 'main route table'), associationId: id('rtbassoc', 'main route table') },
    internetGatewayId: id('igw', 'internet gateway'),
    networkAclId: id('acl', 'default network acl'),
    subnets: LETTERS.map((letter, index) => ({
      id: id('subnet', letter),
      availabilityZone: region + letter,
      availabilityZoneId: `${shortRegion(region)}-az${index + 1}`,
      cidr: `172.31.${index * 16}.0/20`,
      firstOctet: index * 16,
      networkAclAssociationId: id('aclassoc', letter),
    })),
  }
}

/** The `offset`-th usable address of a default subnet; 0 is the first one after those that EC2 keeps. */
export function subnetAddress(subnet: DefaultSubnet, offset: number): string {
  const host = offset + 4
  return `172.31.${subnet.firstOctet + Math.floor(host / 256)}.${host % 256}`
}

/** The default subnet of an instance's zone. */
export function subnetOfZone(network: DefaultNetwork, availabilityZone: string): DefaultSubnet {
  const found = network.subnets.find((subnet) => subnet.availabilityZone === availabilityZone)
  if (!found) throw new Error(`no default subnet in ${availabilityZone}`)
  return found
}

/** The groups that an instance is in. */
export const securityGroupsOf = ({ account, region, securityGroups }: InstanceRecord): readonly GroupReference[] =>
  securityGroups ?? [defaultNetwork(account, region).securityGroup]

/** The id of a default resource of the account and region: the same wherever it is asked for. */
export const derivedId = (prefix: string, { account, region }: Place, name: string): string =>
  `${prefix}-${hex(`${account}/${region}/${name}`)}`

/** The domain of private names: `ec2.internal` in us-east-1, elsewhere it carries the region. */
export const privateDomain = (region: string): string =>
  region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`

/** `ip-172-31-5-9.ec2.internal`. */
export const privateDnsName = (region: string, address: string): string =>
  `ip-${address.replaceAll('.', '-')}.${privateDomain(region)}`

const hex = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 17)

const DIRECTIONS: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
}

/** `us-east-1` is `use1`, `ap-southeast-2` is `apse2`, `us-gov-west-1` is `usgw1`. */
function shortRegion(region: string): string {
  const parts = region.split('-')
  return parts.map((part) => (part === 'gov' ? 'g' : (DIRECTIONS[part] ?? part))).join('')
}
