import { operation } from '../aws/operation.ts'
import { pageByKey } from '../iam/pages.ts'
import { onPath } from '../iam/subject.ts'
import { instanceProfiles } from './records.ts'
import { instanceProfileView } from './views.ts'

export const ListInstanceProfiles = operation('iam', 'ListInstanceProfiles', {
  authorization: onPath('ListInstanceProfiles', 'instance-profile'),
  read({ input, caller, state, fail }) {
    const prefix = input.PathPrefix ?? '/'
    const all = state.list(instanceProfiles, caller.account)
    const { items, more } = pageByKey(all, instanceProfiles.id, input, fail, ({ path }) => path.startsWith(prefix))
    return { InstanceProfiles: items.map((profile) => instanceProfileView(state, profile)), ...more }
  },
})
