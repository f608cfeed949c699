import { operation } from '../aws/operation.ts'
import { requiredKey } from './access-keys.ts'
import { onNamedOrCaller } from './named-or-caller.ts'
import { accessKeys } from './records.ts'

export const DeleteAccessKey = operation('iam', 'DeleteAccessKey', {
  authorization: onNamedOrCaller('DeleteAccessKey'),
  handle({ tx, ...call }) {
    tx.delete(accessKeys, requiredKey(tx, call))
  },
})
