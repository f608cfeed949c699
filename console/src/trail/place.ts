import type { DecisionRequest, ExplainedLayer, ExplainedPolicy, PolicyType } from 'rolecall/policy'
import { bucketIn } from '../buckets/addresses.ts'

/** A page on which something can be changed. */
export interface Place {
  readonly href: string
  readonly text: string
}

type Carried = Pick<ExplainedPolicy, 'name' | 'arn' | 'attachedTo'>

/** Where a policy that was asked is changed; undefined where nobody can, as with the policy of a session. */
export function policyPlace(type: PolicyType, policy: Carried, resource: string): Place | undefined {
  const { name, arn, attachedTo } = policy
  if (arn !== undefined)
    return { href: `/iam/policies/view?arn=${encodeURIComponent(arn)}`, text: `Policy ${lastOf(arn)}` }
  if (isOnResource(type)) return resourcePlace(type, attachedTo ?? resource)
  if (isOfAccount(policy)) return { href: '/iam/account-settings', text: 'Account settings' }
  const holder = attachedTo === undefined ? undefined : entityPlace(attachedTo)
  return type === 'identity-based policy' && holder ? { ...holder, text: `${name} of ${holder.text}` } : undefined
}

/** Whether the account itself permits it to each of its users: it is carried by the account's root. */
export const isOfAccount = ({ attachedTo }: Carried): boolean => attachedTo?.endsWith(':root') ?? false

/** Where something can be added to a layer that does not allow: to whom or to what it would be attached. */
export function layerPlace({ type }: Pick<ExplainedLayer, 'type'>, request: DecisionRequest): Place | undefined {
  if (isOnResource(type)) return resourcePlace(type, request.resource)
  const holder = holderOf(request)
  return holder === undefined || type === 'session policy' ? undefined : entityPlace(holder)
}

/** The ARN of the user or role whose policies are asked. */
export function holderOf({ principal }: Pick<DecisionRequest, 'principal'>): string | undefined {
  if (principal.kind === 'assumed-role') return principal.roleArn
  if (principal.kind === 'federated-user') return principal.userArn
  return principal.kind === 'user' ? principal.arn : undefined
}

const PAGES: Readonly<Record<string, string>> = { user: 'users', role: 'roles', group: 'groups' }

/** The page of a user, role or group. */
export function entityPlace(arn: string): Place | undefined {
  const [kind = ''] = /^arn:[^:]+:iam::\d*:(.*)$/.exec(arn)?.[1]?.split('/') ?? []
  const page = PAGES[kind]
  const name = lastOf(arn)
  return page === undefined ? undefined : { href: `/iam/${page}/${encodeURIComponent(name)}`, text: `${kind} ${name}` }
}

const isOnResource = (type: PolicyType): boolean => type === 'role trust policy' || type === 'resource-based policy'

function resourcePlace(type: PolicyType, arn: string): Place | undefined {
  if (type === 'role trust policy') {
    const role = entityPlace(arn)
    return role && { href: `${role.href}?tab=trust`, text: `Trust relationships of ${role.text}` }
  }
  const bucket = bucketIn(arn)
  return bucket === undefined
    ? undefined
    : { href: `/s3/${encodeURIComponent(bucket)}?tab=permissions`, text: `Permissions of bucket ${bucket}` }
}

const lastOf = (arn: string): string => arn.split(/[/:]/).at(-1) ?? arn
