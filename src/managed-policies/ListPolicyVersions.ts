import { operation } from '../aws/operation.ts'
import { pageByPosition } from '../iam/pages.ts'
import { onReadablePolicy } from './authorization.ts'
import { readablePolicy } from './find.ts'
import { newestFirst, versionView } from './views.ts'

export const ListPolicyVersions = operation('iam', 'ListPolicyVersions', {
  authorization: onReadablePolicy('ListPolicyVersions'),
  read({ state, ...call }) {
    const policy = readablePolicy(state, call)
    const { items, more } = pageByPosition(newestFirst(policy), call.input, call.fail)
    return { Versions: items.map((version) => versionView(policy, version)), ...more }
  },
})
