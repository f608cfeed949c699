import { operation } from '../aws/operation.ts'
import { type Group, groups } from '../groups/records.ts'
import { pageByKey } from '../iam/pages.ts'
import { onEverything } from '../iam/subject.ts'
import { awsManagedPolicies } from '../managed-policies/aws-managed.ts'
import { type ManagedPolicy, managedPolicies, policyArn } from '../managed-policies/records.ts'
import { attachedTo, boundaryOf, countOf } from '../managed-policies/usage.ts'
import { type Role, roles } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { type User, users } from '../users/records.ts'
import { groupDetail, policyDetail, roleDetail, userDetail } from './details.ts'

/** Pages run through users, groups, roles, the account's policies and those of AWS's that it uses, in this order. */
export const GetAccountAuthorizationDetails = operation('iam', 'GetAccountAuthorizationDetails', {
  authorization: onEverything('GetAccountAuthorizationDetails'),
  read({ input, caller, state, fail }) {
    const { account } = caller
    const wanted = (filter: Entry['kind']): boolean => !input.Filter?.length || input.Filter.includes(filter)
    const entries = ENTRIES.filter(({ kind }) => wanted(kind)).flatMap(({ list }) => list(state, account))
    const { items, more } = pageByKey(entries, sortKey, input, fail)
    const policies = items.filter(isPolicy)
    return {
      UserDetailList: items.filter((e) => e.kind === 'User').map(({ record }) => userDetail(state, record)),
      GroupDetailList: items.filter((e) => e.kind === 'Group').map(({ record }) => groupDetail(record)),
      RoleDetailList: items.filter((e) => e.kind === 'Role').map(({ record }) => roleDetail(state, record)),
      Policies: policies.map(({ record }) => policyDetail(state, account, record)),
      ...more,
    }
  },
})

type PolicyEntry = { readonly kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly record: ManagedPolicy }
type Entry =
  | { readonly kind: 'User'; readonly record: User }
  | { readonly kind: 'Group'; readonly record: Group }
  | { readonly kind: 'Role'; readonly record: Role }
  | PolicyEntry

/** In the order of the pages; each list is sorted by lower-cased name. */
const ENTRIES: readonly {
  readonly kind: Entry['kind']
  readonly list: (state: State, account: string) => readonly Entry[]
}[] = [
  { kind: 'User', list: (state, account) => state.list(users, account).map((record) => ({ kind: 'User', record })) },
  { kind: 'Group', list: (state, account) => state.list(groups, account).map((record) => ({ kind: 'Group', record })) },
  { kind: 'Role', list: (state, account) => state.list(roles, account).map((record) => ({ kind: 'Role', record })) },
  {
    kind: 'LocalManagedPolicy',
    list: (state, account) =>
      state.list(managedPolicies, account).map((record) => ({ kind: 'LocalManagedPolicy', record })),
  },
  {
    kind: 'AWSManagedPolicy',
    list: (state, account) =>
      awsManagedPolicies()
        .filter((policy) => isUsed(state, account, policyArn(policy)))
        .map((record) => ({ kind: 'AWSManagedPolicy', record })),
  },
]

const sortKey = ({ kind, record }: Entry): string =>
  `${ENTRIES.findIndex((entry) => entry.kind === kind)}/${record.name.toLowerCase()}`

const isPolicy = (entry: Entry): entry is PolicyEntry =>
  entry.kind === 'LocalManagedPolicy' || entry.kind === 'AWSManagedPolicy'

const isUsed = (state: State, account: string, arn: string): boolean =>
  countOf(attachedTo(state, account, arn)) + countOf(boundaryOf(state, account, arn)) > 0
