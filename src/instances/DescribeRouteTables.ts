import { operation } from '../aws/operation.ts'
import { type DefaultNetwork, defaultNetwork } from './default-network.ts'
import { failNotFound, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'

/**
 * The main route table of the default VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
export const DescribeRouteTables = operation('ec2', 'DescribeRouteTables', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeRouteTables', call)] },
  read({ input, caller, region, fail }) {
    const network = defaultNetwork(caller.account, region)
    const { routeTable, vpcId, internetGatewayId, cidr } = network
    const missing = (input.RouteTableIds ?? []).filter((id) => id !== routeTable.id)
    if (missing.length > 0) failNotFound('routeTable', missing, 'InvalidRouteTableID.NotFound', fail)
    const fields: FilterFields<DefaultNetwork> = { ...FILTERS, 'owner-id': () => [caller.account] }
    const matching = filtered([network], input.Filters, fields, fail, () => ({}))
    stopDryRun(input.DryRun)
    return {
      RouteTables: matching.map(() => ({
        RouteTableId: routeTable.id,
        VpcId: vpcId,
        OwnerId: caller.account,
        PropagatingVgws: [],
        Tags: [],
        Associations: [
          {
            Main: true,
            RouteTableAssociationId: routeTable.associationId,
            RouteTableId: routeTable.id,
            AssociationState: { State: 'associated' },
          },
        ],
        Routes: [
          { DestinationCidrBlock: cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: internetGatewayId, Origin: 'CreateRoute', State: 'active' },
        ],
      })),
    }
  },
})

const FILTERS: FilterFields<DefaultNetwork> = {
  'association.main': () => [true],
  'association.route-table-association-id': ({ routeTable }) => [routeTable.associationId],
  'association.route-table-id': ({ routeTable }) => [routeTable.id],
  'association.subnet-id': () => [],
  'route-table-id': ({ routeTable }) => [routeTable.id],
  'route.destination-cidr-block': ({ cidr }) => [cidr, '0.0.0.0/0'],
  'route.gateway-id': ({ internetGatewayId }) => ['local', internetGatewayId],
  'route.state': () => ['active'],
  'vpc-id': ({ vpcId }) => [vpcId],
}
