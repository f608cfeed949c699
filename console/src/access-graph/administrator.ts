/** Who is an administrator. */
import type { Holder } from './account.ts'
import { askAll, type Yes } from './ask.ts'
import type { Graph } from './graph.ts'
import { namesService } from './supposing.ts'
import { holderAsks } from './ways.ts'

/** Whether somebody is allowed everything: an action that nobody knows, and those that matter most. */
export function administrator(graph: Graph, holder: Holder): readonly Yes[] | undefined {
  if (!known.has(holder)) known.set(holder, allowedEverything(graph, holder))
  return known.get(holder)
}
const known = new WeakMap<Holder, readonly Yes[] | undefined>()

/** Whether nothing has to turn out well for it. */
export const surelyAdministrator = (graph: Graph, holder: Holder): boolean =>
  administrator(graph, holder)?.every(({ certain }) => certain) ?? false

/** The same of a holder as it might be. */
export function allowedEverything({ account, budget }: Graph, holder: Holder): readonly Yes[] | undefined {
  if (!holder.identity.some(({ document }) => namesService(document, 'any-service:AnyAction'))) return undefined
  const inIam = (rest: string) => `arn:aws:iam::${account.account}:${rest}`
  return askAll(
    account,
    [
      holderAsks(account, holder, 'any-service:AnyAction', 'arn:aws:any-service:::anything'),
      holderAsks(account, holder, 'iam:AttachRolePolicy', inIam('role/anything')),
      holderAsks(account, holder, 'iam:CreateUser', inIam('user/anything')),
      holderAsks(account, holder, 's3:PutObject', 'arn:aws:s3:::anything/anything'),
      holderAsks(account, holder, 'ec2:RunInstances', `arn:aws:ec2:${account.region}:${account.account}:instance/*`),
    ],
    budget,
  )
}
