import {
  GetRoleCommand,
  GetUserCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
} from '@aws-sdk/client-iam'
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3'
import { type AppliedPolicy, type ContextValue, type DecisionRequest, parsePolicy } from 'rolecall/policy'
import { iam } from '../aws/iam.ts'
import { s3 } from '../aws/s3.ts'
import { shownPolicy } from '../parts/policy-text.ts'
import { inlinePolicies, inlineText, managedText } from './policies.ts'
import { contextOf, type Facts, principalOf } from './principal-facts.ts'
import { holderKind, isRole, nameOf } from './subject.ts'

/** One request that somebody might make. */
export interface Wondered {
  /** The ARN of a user or role. */
  readonly holder: string
  readonly action: string
  readonly resource: string
  readonly context: readonly { readonly key: string; readonly value: string }[]
}

/** The question that the request would be, with every policy of the account that applies as it stands. */
export async function questionOf({ holder, action, resource: written, context }: Wondered): Promise<DecisionRequest> {
  const facts = await factsOf(holder)
  const resource = written === '' ? '*' : written
  const [identity, boundary, onResource] = await Promise.all([
    identityPolicies(holder),
    facts.boundary === undefined ? undefined : managed(facts.boundary),
    resourcePolicy(action, resource),
  ])
  const own: readonly (readonly [string, ContextValue])[] = context
    .filter(({ key }) => key !== '')
    .map(({ key, value }) => [key.toLowerCase(), value])
  return {
    principal: principalOf(facts),
    action,
    resource,
    resourceAccount: /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? facts.account,
    context: new Map([...contextOf(facts, new Date()), ...own]),
    policies: { identity, ...(boundary && { boundary }), ...onResource },
  }
}

async function factsOf(arn: string): Promise<Facts> {
  const account = arn.split(':')[4] ?? ''
  if (holderKind(arn) === 'user') {
    const { User } = await iam().send(new GetUserCommand({ UserName: nameOf(arn) }))
    const { UserId: id = '', Tags: tags = [], PermissionsBoundary: limit } = User ?? {}
    return { kind: 'user', arn, account, id, tags, boundary: limit?.PermissionsBoundaryArn }
  }
  const { Role } = await iam().send(new GetRoleCommand({ RoleName: nameOf(arn) }))
  const { RoleId: id = '', Tags: tags = [], PermissionsBoundary: limit } = Role ?? {}
  return { kind: 'role', arn, account, id, tags, boundary: limit?.PermissionsBoundaryArn }
}

async function identityPolicies(holder: string): Promise<readonly AppliedPolicy[]> {
  const own = await Promise.all([inline(holder), attached(holder)])
  if (holderKind(holder) !== 'user') return own.flat()
  const { Groups = [] } = await iam().send(new ListGroupsForUserCommand({ UserName: nameOf(holder), MaxItems: 1000 }))
  const ofGroups = await Promise.all(Groups.flatMap(({ Arn = '' }) => [inline(Arn), attached(Arn)]))
  return [...own, ...ofGroups].flat()
}

async function inline(holder: string): Promise<readonly AppliedPolicy[]> {
  const names = await inlinePolicies(holder)
  return Promise.all(
    names.map(async (name) => ({
      name,
      attachedTo: holder,
      document: parsePolicy(await inlineText(holder, name)),
    })),
  )
}

async function attached(holder: string): Promise<readonly AppliedPolicy[]> {
  const name = nameOf(holder)
  const kind = holderKind(holder)
  const { AttachedPolicies = [] } =
    kind === 'user'
      ? await iam().send(new ListAttachedUserPoliciesCommand({ UserName: name, MaxItems: 1000 }))
      : kind === 'group'
        ? await iam().send(new ListAttachedGroupPoliciesCommand({ GroupName: name, MaxItems: 1000 }))
        : await iam().send(new ListAttachedRolePoliciesCommand({ RoleName: name, MaxItems: 1000 }))
  return Promise.all(
    AttachedPolicies.map(async ({ PolicyArn = '' }) => ({ ...(await managed(PolicyArn)), attachedTo: holder })),
  )
}

const managed = async (arn: string): Promise<AppliedPolicy> => ({
  name: arn,
  arn,
  document: parsePolicy(await managedText(arn)),
})

/** The policy on the resource: of a role that is assumed its trust policy, of a bucket or object the bucket's. */
async function resourcePolicy(action: string, resource: string): Promise<Partial<DecisionRequest['policies']>> {
  if (isRole(resource) && /^sts:/i.test(action)) {
    const { Role } = await iam().send(new GetRoleCommand({ RoleName: nameOf(resource) }))
    const text = shownPolicy(Role?.AssumeRolePolicyDocument)
    const trust = { name: 'trust policy', attachedTo: resource, document: parsePolicy(text) }
    return { resource: trust, resourceRule: 'required' }
  }
  const [, Bucket] = /^arn:[^:]+:s3:::([^/*?]+)/.exec(resource) ?? []
  if (Bucket === undefined) return {}
  try {
    const { Policy = '' } = await s3().send(new GetBucketPolicyCommand({ Bucket }))
    const attachedTo = `arn:aws:s3:::${Bucket}`
    return { resource: { name: 'bucket policy', attachedTo, document: parsePolicy(Policy) }, resourceRule: 'grants' }
  } catch (error) {
    if (error instanceof Error && /^NoSuchBucket(Policy)?$/.test(error.name)) return {}
    throw error
  }
}
