import type { Ids } from '../aws/ids.ts'
import type { Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { type DefaultSubnet, SUBNET_ADDRESSES, subnetAddress } from './default-network.ts'
import { instances, privateIpKey } from './records.ts'

interface Place {
  readonly account: string
  readonly region: string
}

/** A free address of the subnet: the asked one, else the first free from a random place on. */
export function takeAddress(
  state: State,
  place: Place,
  subnet: DefaultSubnet,
  asked: string | undefined,
  ids: Ids,
  fail: Fail<string>,
): string {
  if (asked !== undefined) return takeAsked(state, place, subnet, asked, fail)
  const start = ids.bytes(4).readUInt32BE() % SUBNET_ADDRESSES
  for (let step = 0; step < SUBNET_ADDRESSES; step += 1) {
    const address = subnetAddress(subnet, (start + step) % SUBNET_ADDRESSES)
    if (isFree(state, place, address)) return address
  }
  return fail(
    'InsufficientFreeAddressesInSubnet',
    'There are not enough free addresses in subnet to satisfy the requested number of instances.',
  )
}

function takeAsked(state: State, place: Place, subnet: DefaultSubnet, asked: string, fail: Fail<string>): string {
  if (offsetIn(subnet, asked) === undefined) {
    fail('InvalidParameterValue', `Address ${asked} does not fall within the subnet's address range`)
  }
  return isFree(state, place, asked) ? asked : fail('InvalidIPAddress.InUse', `Address ${asked} is in use.`)
}

const isFree = (state: State, place: Place, address: string): boolean =>
  state.find(instances, 'privateIp', privateIpKey(place, address)).length === 0

function offsetIn(subnet: DefaultSubnet, address: string): number | undefined {
  const match = /^172\.31\.(\d{1,3})\.(\d{1,3})$/.exec(address)
  if (!match) return undefined
  const offset = (Number(match[1]) - subnet.firstOctet) * 256 + Number(match[2]) - 4
  const usable = offset >= 0 && offset < SUBNET_ADDRESSES && subnetAddress(subnet, offset) === address
  return usable ? offset : undefined
}
