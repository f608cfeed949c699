import { operation } from '../aws/operation.ts'
import { requiredLoginProfile, requiredUser } from './login-profiles.ts'
import { onNamedOrCaller } from './named-or-caller.ts'
import { loginProfiles } from './records.ts'

/** Sessions that were signed in before live to their end, as on AWS. */
export const DeleteLoginProfile = operation('iam', 'DeleteLoginProfile', {
  authorization: onNamedOrCaller('DeleteLoginProfile'),
  handle({ tx, ...call }) {
    tx.delete(loginProfiles, requiredLoginProfile(tx, requiredUser(tx, call), call.fail))
  },
})
