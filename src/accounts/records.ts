import type { InputOf } from '../aws/operation.ts'
import { defineTable, type State } from '../state/table.ts'

export interface Account {
  /** 12 digits. */
  readonly account: string
  readonly alias?: string | undefined
  readonly created: number
  /** As it was last set, without its defaults. Absent: IAM's default policy holds. */
  readonly passwordPolicy?: InputOf<'iam', 'UpdateAccountPasswordPolicy'> | undefined
}

/** One record an account. Look-ups: `id` by account id, `alias`. */
export const accounts = defineTable<Account>({
  name: 'account',
  scope: 'account',
  partition: (record) => record.account,
  id: () => 'account',
  indexes: {
    id: (record) => [record.account],
    alias: (record) => (record.alias === undefined ? [] : [record.alias]),
  },
})

export const accountRecord = (state: State, account: string): Account | undefined =>
  state.get(accounts, account, 'account')
