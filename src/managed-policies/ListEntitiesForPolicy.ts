import { operation } from '../aws/operation.ts'
import type { Entity } from '../iam/entity.ts'
import { pageByKey, sortedBy } from '../iam/pages.ts'
import type { State } from '../state/table.ts'
import { onReadablePolicy } from './authorization.ts'
import { readablePolicy } from './find.ts'
import { policyArn } from './records.ts'
import { attachedTo, boundaryOf, type PolicyUsers } from './usage.ts'

export const ListEntitiesForPolicy = operation('iam', 'ListEntitiesForPolicy', {
  authorization: onReadablePolicy('ListEntitiesForPolicy'),
  read({ state, ...call }) {
    const { input } = call
    const arn = policyArn(readablePolicy(state, call))
    const found = entities(state, call.caller.account, arn, input.PolicyUsageFilter)
    const prefix = input.PathPrefix ?? '/'
    const { items, more } = pageByKey(
      found,
      sortKey,
      input,
      call.fail,
      ({ kind, entity }) =>
        entity.path.startsWith(prefix) && (input.EntityFilter === undefined || input.EntityFilter === kind),
    )
    const of = (wanted: Found['kind']): Entity[] =>
      items.filter(({ kind }) => kind === wanted).map(({ entity }) => entity)
    return {
      PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...more,
    }
  },
})

interface Found {
  readonly kind: 'User' | 'Group' | 'Role'
  readonly entity: Entity
}

const sortKey = ({ kind, entity }: Found): string => `${kind}/${entity.name.toLowerCase()}`

/** Each entity once, sorted by kind and name, whether it uses the policy for permissions, as a boundary or both. */
function entities(state: State, account: string, arn: string, usage: string | undefined): readonly Found[] {
  const found = new Map<string, Found>()
  const add = (policyUsers: PolicyUsers): void => {
    for (const entity of policyUsers.users) found.set(entity.id, { kind: 'User', entity })
    for (const entity of policyUsers.groups) found.set(entity.id, { kind: 'Group', entity })
    for (const entity of policyUsers.roles) found.set(entity.id, { kind: 'Role', entity })
  }
  if (usage !== 'PermissionsBoundary') add(attachedTo(state, account, arn))
  if (usage !== 'PermissionsPolicy') add(boundaryOf(state, account, arn))
  return sortedBy([...found.values()], sortKey)
}
