import { operation } from '../aws/operation.ts'
import { pageByKey } from '../iam/pages.ts'
import { onPath } from '../iam/subject.ts'
import { users } from './records.ts'
import { listedUserView } from './views.ts'

export const ListUsers = operation('iam', 'ListUsers', {
  authorization: onPath('ListUsers', 'user'),
  read({ input, caller, state, fail }) {
    const prefix = input.PathPrefix ?? '/'
    const { items, more } = pageByKey(state.list(users, caller.account), users.id, input, fail, ({ path }) =>
      path.startsWith(prefix),
    )
    return { Users: items.map(listedUserView), ...more }
  },
})
