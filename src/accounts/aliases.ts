import { operation } from '../aws/operation.ts'
import { onEverything } from '../iam/subject.ts'
import { accountRecord, accounts } from './records.ts'

/** An account has one alias: another one takes its place. Observed on AWS. */
export const CreateAccountAlias = operation('iam', 'CreateAccountAlias', {
  authorization: onEverything('CreateAccountAlias'),
  handle({ input, caller, now, tx, fail }) {
    const { account } = caller
    if (tx.find(accounts, 'alias', input.AccountAlias).length > 0) {
      fail('EntityAlreadyExists', `The account alias ${input.AccountAlias} already exists.`)
    }
    tx.put(accounts, { ...(accountRecord(tx, account) ?? { account, created: now }), alias: input.AccountAlias })
  },
})

export const ListAccountAliases = operation('iam', 'ListAccountAliases', {
  authorization: onEverything('ListAccountAliases'),
  read({ caller, state }) {
    const alias = accountRecord(state, caller.account)?.alias
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false }
  },
})

export const DeleteAccountAlias = operation('iam', 'DeleteAccountAlias', {
  authorization: onEverything('DeleteAccountAlias'),
  handle({ input, caller, tx, fail }) {
    const record = accountRecord(tx, caller.account)
    if (!record || record.alias !== input.AccountAlias) {
      return fail('NoSuchEntity', `The account alias ${input.AccountAlias} cannot be found.`)
    }
    tx.put(accounts, { ...record, alias: undefined })
  },
})
