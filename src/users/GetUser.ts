import { accountRecord } from '../accounts/records.ts'
import { rootArn } from '../aws/arn.ts'
import type { User as UserShape } from '../aws/generated/iam.ts'
import { operation } from '../aws/operation.ts'
import { shownDate } from '../iam/dates.ts'
import type { State } from '../state/table.ts'
import { onNamedOrCaller, ROOT_USER, requiredUserOrRoot } from './named-or-caller.ts'
import { fullUserView } from './views.ts'

/** Without a name: the caller. */
export const GetUser = operation('iam', 'GetUser', {
  authorization: onNamedOrCaller('GetUser'),
  read({ state, ...call }) {
    const user = requiredUserOrRoot(state, call)
    return { User: user === ROOT_USER ? rootView(state, call.caller.account) : fullUserView(user) }
  },
})

/** The root user has neither name nor path, although the model calls both required; AWS leaves them out. */
const rootView = (state: State, account: string): UserShape =>
  ({
    UserId: account,
    Arn: rootArn(account),
    CreateDate: shownDate(accountRecord(state, account)?.created ?? 0),
  }) as UserShape
