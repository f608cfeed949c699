/** The account as the graph needs it: who there is, which policies apply to whom, and whom each role trusts. */
import type { GroupDetail, ManagedPolicyDetail, RoleDetail, Tag, UserDetail } from '@aws-sdk/client-iam'
import { type AppliedPolicy, type PolicyDocument, parsePolicy } from 'rolecall/policy'
import { bucketArn } from '../buckets/addresses.ts'

/** What was read of the account with its public APIs. */
export interface AccountDetails {
  /** 12 digits. */
  readonly account: string
  readonly region: string
  readonly users: readonly UserDetail[]
  readonly groups: readonly GroupDetail[]
  readonly roles: readonly RoleDetail[]
  readonly policies: readonly ManagedPolicyDetail[]
  readonly instances: readonly InstanceDetails[]
  readonly buckets: readonly BucketDetails[]
}

export interface BucketDetails {
  readonly name: string
  /** Null: it has none. */
  readonly policy: string | null
  /** Whether a public policy lets in nobody from outside the account. */
  readonly restricted: boolean
  /** Why its policy could not be read. */
  readonly unread?: string | undefined
}

export interface InstanceDetails {
  /** `i-...` */
  readonly id: string
  /** Of its tag Name. */
  readonly name: string | undefined
  readonly profileArn: string | undefined
}

export type Kind =
  | 'user'
  | 'role'
  | 'group'
  | 'root'
  | 'instance profile'
  | 'instance'
  | 'bucket'
  | 'service'
  | 'identity provider'
  | 'outside'
  | 'administrator'

/** A place in the graph. `id` is an ARN, a service's name, or `*` for everybody. */
export interface GraphNode {
  readonly id: string
  readonly kind: Kind
  readonly name: string
}

/** Somebody or something that policies apply to. A group stands for a member that has nothing but the group's policies. */
export interface Holder extends GraphNode {
  readonly kind: 'user' | 'role' | 'group'
  readonly entityId: string
  readonly identity: readonly AppliedPolicy[]
  readonly boundary: AppliedPolicy | undefined
  readonly tags: ReadonlyMap<string, string>
  /** Of a user: the ARNs of its groups. */
  readonly groups: readonly string[]
  /** Of a role. */
  readonly trust: AppliedPolicy | undefined
  /** Of a holder as it might be: those that stand, of which it is made. */
  readonly madeOf?: readonly Holder[]
  /** Of a role as it might be: tags that its sessions then have. */
  readonly sessionTags?: ReadonlyMap<string, string>
}

export interface Profile extends GraphNode {
  readonly role: string | undefined
}

export interface Instance extends GraphNode {
  readonly profile: string | undefined
}

export interface Bucket extends GraphNode {
  readonly kind: 'bucket'
  readonly policy: AppliedPolicy | undefined
  readonly restricted: boolean
  readonly unread: string | undefined
}

export interface ManagedPolicy {
  readonly arn: string
  /** The account's own: its text can be changed. */
  readonly own: boolean
  readonly applied: AppliedPolicy
  /** The versions that do not apply. */
  readonly otherVersions: readonly PolicyDocument[]
}

export interface Account {
  readonly account: string
  readonly region: string
  readonly holders: ReadonlyMap<string, Holder>
  readonly profiles: ReadonlyMap<string, Profile>
  readonly instances: ReadonlyMap<string, Instance>
  readonly buckets: ReadonlyMap<string, Bucket>
  readonly policies: ReadonlyMap<string, ManagedPolicy>
  readonly root: GraphNode
}

export function readAccount(details: AccountDetails): Account {
  const { account, region } = details
  const policies = byId(details.policies.map(managedPolicy), ({ arn }) => arn)
  const applied = (attached: UserDetail['AttachedManagedPolicies'] = []): readonly AppliedPolicy[] =>
    attached.map(({ PolicyArn = '' }) => policies.get(PolicyArn)?.applied ?? unreadable(PolicyArn))
  const boundaryOf = (arn: string | undefined) =>
    arn === undefined ? undefined : (policies.get(arn)?.applied ?? unreadable(arn))
  const groups = details.groups.map(
    ({ Arn = '', GroupName = '', GroupPolicyList = [], AttachedManagedPolicies }): Holder => ({
      ...{ id: Arn, kind: 'group', name: GroupName, entityId: `a member of ${GroupName}` },
      identity: [...inline(GroupPolicyList), ...applied(AttachedManagedPolicies)].map(attachedTo(Arn)),
      ...{ boundary: undefined, tags: new Map(), groups: [], trust: undefined },
    }),
  )
  const groupNamed = byId(groups, ({ name }) => name)
  const users = details.users.map((user): Holder => {
    const { Arn = '', UserName = '', UserId = '' } = user
    const memberOf = (user.GroupList ?? []).flatMap((name) => groupNamed.get(name) ?? [])
    const own = [...inline(user.UserPolicyList), ...applied(user.AttachedManagedPolicies)].map(attachedTo(Arn))
    return {
      ...{ id: Arn, kind: 'user', name: UserName, entityId: UserId },
      identity: [...own, ...memberOf.flatMap(({ identity }) => identity)],
      boundary: boundaryOf(user.PermissionsBoundary?.PermissionsBoundaryArn),
      tags: tagsOf(user.Tags),
      groups: memberOf.map(({ id }) => id),
      trust: undefined,
    }
  })
  const roles = details.roles.map((role): Holder => {
    const { Arn = '', RoleName = '', RoleId = '' } = role
    return {
      ...{ id: Arn, kind: 'role', name: RoleName, entityId: RoleId },
      identity: [...inline(role.RolePolicyList), ...applied(role.AttachedManagedPolicies)].map(attachedTo(Arn)),
      boundary: boundaryOf(role.PermissionsBoundary?.PermissionsBoundaryArn),
      tags: tagsOf(role.Tags),
      groups: [],
      trust: { name: 'trust policy', attachedTo: Arn, document: documentOf(role.AssumeRolePolicyDocument) },
    }
  })
  const profiles = details.roles.flatMap(({ Arn, InstanceProfileList = [] }) =>
    InstanceProfileList.map(
      (profile): Profile => ({
        id: profile.Arn ?? '',
        kind: 'instance profile',
        name: profile.InstanceProfileName ?? '',
        role: Arn,
      }),
    ),
  )
  const instances = details.instances.map(
    ({ id, name, profileArn }): Instance => ({
      id: `arn:aws:ec2:${region}:${account}:instance/${id}`,
      kind: 'instance',
      name: name === undefined ? id : `${name} (${id})`,
      profile: profileArn,
    }),
  )
  const buckets = details.buckets.map(
    ({ name, policy, restricted, unread }): Bucket => ({
      ...{ id: bucketArn(name), kind: 'bucket', name, restricted, unread },
      policy:
        policy === null
          ? undefined
          : { name: 'resource policy', attachedTo: bucketArn(name), document: documentOf(policy) },
    }),
  )
  return {
    account,
    region,
    holders: byId([...users, ...groups, ...roles], ({ id }) => id),
    profiles: byId([...profiles, ...emptyProfiles(instances, profiles)], ({ id }) => id),
    instances: byId(instances, ({ id }) => id),
    buckets: byId(buckets, ({ id }) => id),
    policies,
    root: { id: `arn:aws:iam::${account}:root`, kind: 'root', name: 'root user' },
  }
}

/** Profiles that an instance carries and that no role is in. */
const emptyProfiles = (instances: readonly Instance[], known: readonly Profile[]): Profile[] => {
  const ids = new Set(known.map(({ id }) => id))
  return instances.flatMap(({ profile }) =>
    profile === undefined || ids.has(profile)
      ? []
      : [
          {
            id: profile,
            kind: 'instance profile' as const,
            name: profile.split('/').at(-1) ?? profile,
            role: undefined,
          },
        ],
  )
}

function managedPolicy({ Arn = '', PolicyVersionList = [] }: ManagedPolicyDetail): ManagedPolicy {
  const standing = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion)
  return {
    arn: Arn,
    own: !Arn.startsWith('arn:aws:iam::aws:'),
    applied: { name: Arn, arn: Arn, document: documentOf(standing?.Document) },
    otherVersions: PolicyVersionList.filter((version) => version !== standing).map(({ Document }) =>
      documentOf(Document),
    ),
  }
}

const inline = (list: UserDetail['UserPolicyList'] = []): AppliedPolicy[] =>
  list.map(({ PolicyName = '', PolicyDocument }) => ({ name: PolicyName, document: documentOf(PolicyDocument) }))

const attachedTo =
  (arn: string) =>
  (policy: AppliedPolicy): AppliedPolicy => ({ ...policy, attachedTo: arn })

const tagsOf = (tags: readonly Tag[] = []): ReadonlyMap<string, string> =>
  new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value]))

const DENY_ALL = parsePolicy('{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}')
const unreadable = (arn: string): AppliedPolicy => ({ name: arn, arn, document: DENY_ALL })

// Many roles of an account have the same text.
const parsed = new Map<string, PolicyDocument>()

/** A document as IAM answers it; one that cannot be read permits nothing. */
function documentOf(encoded: string | undefined): PolicyDocument {
  if (encoded === undefined) return DENY_ALL
  const known = parsed.get(encoded)
  if (known) return known
  let document = DENY_ALL
  try {
    document = parsePolicy(encoded.startsWith('%') ? decodeURIComponent(encoded) : encoded)
  } catch {
    // IAM keeps no document that it cannot read: whatever this is, nobody is told that it permits something.
  }
  parsed.set(encoded, document)
  return document
}

function byId<Item>(items: readonly Item[], id: (item: Item) => string): Map<string, Item> {
  return new Map(items.map((item) => [id(item), item]))
}
