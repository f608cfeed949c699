import { operation } from '../aws/operation.ts'
import { pageByKey } from '../iam/pages.ts'
import { onPath } from '../iam/subject.ts'
import { roles } from './records.ts'
import { listedRoleView } from './views.ts'

export const ListRoles = operation('iam', 'ListRoles', {
  authorization: onPath('ListRoles', 'role'),
  read({ input, caller, state, fail }) {
    const prefix = input.PathPrefix ?? '/'
    const { items, more } = pageByKey(state.list(roles, caller.account), roles.id, input, fail, ({ path }) =>
      path.startsWith(prefix),
    )
    return { Roles: items.map((role) => listedRoleView(state, role)), ...more }
  },
})
