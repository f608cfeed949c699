import type { Caller } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import { shownDate } from '../iam/dates.ts'
import { entityWithId } from '../iam/entity.ts'
import type { State } from '../state/table.ts'
import { ownerName } from './access-keys.ts'
import { ROOT_USER, userCheck } from './named-or-caller.ts'
import { type AccessKey, accessKeys, type User, users } from './records.ts'

export const GetAccessKeyLastUsed = operation('iam', 'GetAccessKeyLastUsed', {
  authorization: {
    kind: 'permissions',
    check({ state, ...call }) {
      const { owner } = keyAndOwner(state, call)
      const name = owner === ROOT_USER ? ROOT_USER : owner.name
      const check = userCheck(state, call.caller.account, name, 'GetAccessKeyLastUsed')
      return [{ ...check, shownAs: `access key ${call.input.AccessKeyId}` }]
    },
  },
  read({ state, ...call }) {
    const { key, owner } = keyAndOwner(state, call)
    const { lastUsed } = key
    return {
      ...ownerName(owner),
      AccessKeyLastUsed: lastUsed
        ? { LastUsedDate: shownDate(lastUsed.at), ServiceName: lastUsed.service, Region: lastUsed.region }
        : { ServiceName: 'N/A', Region: 'N/A' },
    }
  },
})

/** A key that is not the account's own is denied, not missed. Recorded from AWS. */
function keyAndOwner(
  state: State,
  call: {
    readonly input: { readonly AccessKeyId: string }
    readonly caller: Caller
  },
): { readonly key: AccessKey; readonly owner: User | typeof ROOT_USER } {
  const { AccessKeyId } = call.input
  const key = state.get(accessKeys, call.caller.account, AccessKeyId)
  const owner = key && (key.userId === undefined ? ROOT_USER : entityWithId(state, users, key.userId))
  if (!key || !owner) {
    const action = 'iam:GetAccessKeyLastUsed'
    const sentence = `User: ${call.caller.arn} is not authorized to perform ${action} on resource: access key ${AccessKeyId}`
    throw new AwsError('AccessDenied', sentence, { status: 403 })
  }
  return { key, owner }
}
