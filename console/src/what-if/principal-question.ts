import {
  GetRoleCommand,
  GetUserCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
} from '@aws-sdk/client-iam'
import { type AppliedPolicy, type DecisionRequest, parsePolicy } from 'rolecall/policy'
import { iam } from '../aws/iam.ts'
import { bucketArn, bucketIn } from '../buckets/addresses.ts'
import { s3Of } from '../buckets/bucket-region.ts'
import { readPolicy } from '../buckets/settings.ts'
import { shownPolicy } from '../parts/policy-text.ts'
import { inlinePolicies, inlineText, managedText } from './policies.ts'
import { contextOf, type EnteredKey, enteredContext, type Facts, principalOf } from './principal-facts.ts'
import { holderKind, isRole, nameOf } from './subject.ts'

/** One request that somebody might make. */
export interface Wondered {
  /** The ARN of a user or role. */
  readonly holder: string
  readonly action: string
  readonly resource: string
  readonly context: readonly EnteredKey[]
}

/** The question that the request would be, with every policy of the account that applies as it stands. */
export async function questionOf({ holder, action, resource: written, context }: Wondered): Promise<DecisionRequest> {
  const facts = await factsOf(holder)
  const resource = written === '' ? '*' : written
  const [identity, boundary, onResource] = await Promise.all([
    identityPolicies(holder),
    facts.boundary === undefined ? undefined : managed(facts.boundary),
    onResourceOf(action, resource, facts.account),
  ])
  return {
    principal: principalOf(facts),
    action,
    resource,
    resourceAccount: /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? facts.account,
    context: new Map([...contextOf(facts, new Date()), ...(onResource.context ?? []), ...enteredContext(context)]),
    policies: { identity, ...(boundary && { boundary }), ...onResource.policies },
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

interface OnResource {
  readonly policies?: Partial<DecisionRequest['policies']>
  /** Condition keys that the resource brings along. */
  readonly context?: readonly (readonly [string, string])[]
}

/** What stands on the resource: of a role that is assumed its trust policy, of a bucket or object the bucket's policy. */
async function onResourceOf(action: string, resource: string, account: string): Promise<OnResource> {
  if (isRole(resource) && /^sts:/i.test(action)) {
    const { Role } = await iam().send(new GetRoleCommand({ RoleName: nameOf(resource) }))
    const text = shownPolicy(Role?.AssumeRolePolicyDocument)
    const trust = { name: 'trust policy', attachedTo: resource, document: parsePolicy(text) }
    return { policies: { resource: trust, resourceRule: 'required' } }
  }
  const bucket = bucketIn(resource)
  if (bucket === undefined || action.toLowerCase() === 's3:createbucket') return {}
  try {
    const text = await readPolicy(await s3Of(bucket), bucket)
    const context = [
      ['aws:resourceaccount', account],
      ['s3:resourceaccount', account],
    ] as const
    if (text === null) return { context }
    const policy = { name: 'resource policy', attachedTo: bucketArn(bucket), document: parsePolicy(text) }
    return { context, policies: { resource: policy, resourceRule: 'grants' } }
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return {}
    throw error
  }
}
