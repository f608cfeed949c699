import { iamArn } from '../aws/arn.ts'
import type { Caller, Context } from '../aws/caller.ts'
import type { Authorization, Check, Fail } from '../aws/operation.ts'
import type { State, Table } from '../state/table.ts'
import { PERMISSIONS_BOUNDARY_KEY_ACTIONS } from './condition-keys.ts'
import { type Entity, entityNamed, type Tags } from './entity.ts'

/** An input that names its subject: `{ RoleName: 'x' }` or, for managed policies, `{ PolicyArn: 'arn:...' }`. */
export type Naming<K extends string> = { readonly [P in K]: string }

/**
 * What operations over users, groups, roles, managed policies and instance profiles need to know about their subject.
 * A `handle` is what the input names it by: the name, or a managed policy's ARN.
 */
export interface Subject<R extends Entity, K extends string> {
  readonly table: Table<R>
  /** The word in action names: `Role` in `iam:TagRole`. */
  readonly word: 'User' | 'Group' | 'Role' | 'Policy' | 'InstanceProfile'
  readonly member: K
  readonly find: (state: State, account: string, handle: string) => R | undefined
  /** The ARN that a handle means when nothing of that name exists. */
  readonly arnOfHandle: (account: string, handle: string) => string
  readonly arn: (record: R) => string
  /** The word before the handle in access-denied sentences: `role` in `on resource: role app`. Recorded from AWS. */
  readonly shownWord: string
  /** AWS's sentence for NoSuchEntity. */
  readonly notFound: (handle: string) => string
}

/** A subject whose handle is its name; `type` is the resource type in its ARN. */
export function namedSubject<R extends Entity, K extends string>(facts: {
  readonly table: Table<R>
  readonly word: Subject<R, K>['word']
  readonly member: K
  readonly type: string
  readonly notFound: (name: string) => string
}): Subject<R, K> {
  const { type, ...rest } = facts
  return {
    ...rest,
    shownWord: type.replace('-', ' '),
    find: (state, account, name) => entityNamed(state, facts.table, account, name),
    arnOfHandle: (account, name) => iamArn(account, type, '/', name),
    arn: (record) => iamArn(record.account, type, record.path, record.name),
  }
}

/** The record that the input names, or NoSuchEntity. */
export function required<R extends Entity, K extends string>(
  subject: Subject<R, K>,
  state: State,
  call: { readonly input: Naming<K>; readonly caller: Caller; readonly fail: Fail<'NoSuchEntity'> },
): R {
  const handle = call.input[subject.member]
  return subject.find(state, call.caller.account, handle) ?? call.fail('NoSuchEntity', subject.notFound(handle))
}

/** The permission question about one subject: its real ARN and tags where it exists, else the ARN that the input means. */
export function subjectCheck<R extends Entity & { readonly tags?: Tags; readonly permissionsBoundary?: unknown }>(
  subject: Subject<R, string>,
  facts: {
    readonly state: State
    readonly account: string
    readonly handle: string
    readonly action: string
    readonly context?: Context
    readonly requestTags?: Tags | undefined
  },
): Check {
  const record = subject.find(facts.state, facts.account, facts.handle)
  const boundary = record?.permissionsBoundary
  return {
    action: facts.action,
    resource: record ? subject.arn(record) : subject.arnOfHandle(facts.account, facts.handle),
    shownAs: `${subject.shownWord} ${facts.handle}`,
    context: {
      ...(PERMISSIONS_BOUNDARY_KEY_ACTIONS.has(facts.action) &&
        typeof boundary === 'string' && { 'iam:PermissionsBoundary': boundary }),
      ...facts.context,
    },
    resourceTags: record?.tags,
    requestTags: facts.requestTags,
  }
}

/** Authorises `iam:<action>` on the subject that the input names; `more` adds what else of the input policies can test. */
export function onSubject<R extends Entity, K extends string, I = unknown>(
  subject: Subject<R, K>,
  action: string,
  more?: (input: I) => { readonly context?: Context; readonly requestTags?: Tags },
): Authorization<Naming<K> & I, never> {
  return {
    kind: 'permissions',
    check: ({ input, caller, state }) => [
      subjectCheck(subject, {
        state,
        account: caller.account,
        handle: input[subject.member],
        action: `iam:${action}`,
        ...more?.(input),
      }),
    ],
  }
}

/** Authorises an action that takes no resource. */
export const onEverything = (action: string): Authorization<unknown, never> => ({
  kind: 'permissions',
  check: () => [{ action: `iam:${action}`, resource: '*' }],
})

/** Authorises a list over one path, which the access-denied sentence names although policies cannot. */
export const onPath = (
  action: string,
  type: string,
): Authorization<{ readonly PathPrefix?: string | undefined }, never> => ({
  kind: 'permissions',
  check: ({ input, caller }) => {
    const path = input.PathPrefix ?? '/'
    const shownAs = type === 'policy' ? `policy path ${path}` : iamArn(caller.account, type, path, '')
    return [{ action: `iam:${action}`, resource: '*', shownAs }]
  },
})
