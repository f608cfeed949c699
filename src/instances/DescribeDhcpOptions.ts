import { operation } from '../aws/operation.ts'
import { type DefaultNetwork, defaultNetwork, privateDomain } from './default-network.ts'
import { failNotFound, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'

/**
 * The options of the default VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html
 */
export const DescribeDhcpOptions = operation('ec2', 'DescribeDhcpOptions', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeDhcpOptions', call)] },
  read({ input, caller, region, fail }) {
    const network = defaultNetwork(caller.account, region)
    const missing = (input.DhcpOptionsIds ?? []).filter((id) => id !== network.dhcpOptionsId)
    if (missing.length > 0) failNotFound('dhcpOption', missing, 'InvalidDhcpOptionID.NotFound', fail)
    const options = { 'domain-name': privateDomain(region), 'domain-name-servers': 'AmazonProvidedDNS' }
    const fields: FilterFields<DefaultNetwork> = {
      'dhcp-options-id': ({ dhcpOptionsId }) => [dhcpOptionsId],
      key: () => Object.keys(options),
      value: () => Object.values(options),
      'owner-id': () => [caller.account],
    }
    const matching = filtered([network], input.Filters, fields, fail, () => ({}))
    stopDryRun(input.DryRun)
    return {
      DhcpOptions: matching.map(({ dhcpOptionsId }) => ({
        DhcpOptionsId: dhcpOptionsId,
        OwnerId: caller.account,
        Tags: [],
        DhcpConfigurations: Object.entries(options).map(([Key, Value]) => ({ Key, Values: [{ Value }] })),
      })),
    }
  },
})
