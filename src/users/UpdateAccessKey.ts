import { operation } from '../aws/operation.ts'
import { requiredKey } from './access-keys.ts'
import { onNamedOrCaller } from './named-or-caller.ts'
import { accessKeys } from './records.ts'

export const UpdateAccessKey = operation('iam', 'UpdateAccessKey', {
  authorization: onNamedOrCaller('UpdateAccessKey'),
  handle({ tx, ...call }) {
    const { Status } = call.input
    const key = requiredKey(tx, call)
    // The model shares its list of states with credentials that can expire.
    if (Status !== 'Active' && Status !== 'Inactive') {
      return call.fail('InvalidInput', 'Access keys can only be Active or Inactive.')
    }
    tx.put(accessKeys, { ...key, status: Status })
  },
})
