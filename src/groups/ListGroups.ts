import { operation } from '../aws/operation.ts'
import { pageByKey } from '../iam/pages.ts'
import { onPath } from '../iam/subject.ts'
import { groups } from './records.ts'
import { groupView } from './views.ts'

export const ListGroups = operation('iam', 'ListGroups', {
  authorization: onPath('ListGroups', 'group'),
  read({ input, caller, state, fail }) {
    const prefix = input.PathPrefix ?? '/'
    const { items, more } = pageByKey(state.list(groups, caller.account), groups.id, input, fail, ({ path }) =>
      path.startsWith(prefix),
    )
    return { Groups: items.map(groupView), ...more }
  },
})
