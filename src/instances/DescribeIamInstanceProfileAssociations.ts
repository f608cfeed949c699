import { operation } from '../aws/operation.ts'
import { type AssociatedInstance, describeAssociation, isAssociated, requireAssociated } from './associations.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { visibleInstances } from './find-instances.ts'
import { describeCheck } from './instance-check.ts'

export const DescribeIamInstanceProfileAssociations = operation('ec2', 'DescribeIamInstanceProfileAssociations', {
  authorization: {
    kind: 'permissions',
    check: (call) => [describeCheck('ec2:DescribeIamInstanceProfileAssociations', call)],
  },
  read(call) {
    const { input, state, fail } = call
    refusePagedIds(input.AssociationIds, 'associationIdsSet', input, fail)
    const asked = input.AssociationIds?.length
      ? input.AssociationIds.map((id) => requireAssociated(state, id, call))
      : visibleInstances(state, call).filter(isAssociated)
    const { items, next } = page(filtered(asked, input.Filters, FILTERS, fail), ({ id }) => id, input, fail)
    return {
      IamInstanceProfileAssociations: items.map((instance) => describeAssociation(instance, 'associated')),
      NextToken: next,
    }
  },
})

const FILTERS: FilterFields<AssociatedInstance> = {
  'instance-id': ({ id }) => [id],
  state: () => ['associated'],
}
