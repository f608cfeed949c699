import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { iam } from '../aws/iam.ts'

/** What GetAccountSummary counts and allows, by its names: `Users`, `UsersQuota`. */
export type AccountSummary = Readonly<Record<string, number>>

export const useAccountSummary = () =>
  useQuery({
    queryKey: ['account-summary'],
    queryFn: async (): Promise<AccountSummary> => {
      const { SummaryMap = {} } = await iam().send(new GetAccountSummaryCommand({}))
      return SummaryMap
    },
  })

/** The account's alias, or null for none; react-query keeps no undefined. */
export const useAccountAlias = () =>
  useQuery({
    queryKey: ['account-alias'],
    queryFn: async (): Promise<string | null> => {
      const { AccountAliases = [] } = await iam().send(new ListAccountAliasesCommand({}))
      return AccountAliases[0] ?? null
    },
  })

/** Takes the place of the alias before. */
export const createAlias = (AccountAlias: string) => iam().send(new CreateAccountAliasCommand({ AccountAlias }))

export const deleteAlias = (AccountAlias: string) => iam().send(new DeleteAccountAliasCommand({ AccountAlias }))

/** Where the IAM users of the account sign in. */
export const signInAddress = (): string => `${location.origin}/`
