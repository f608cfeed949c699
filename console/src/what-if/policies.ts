import {
  CreatePolicyVersionCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { s3Of } from '../buckets/bucket-region.ts'
import { putPolicy, readPolicy, readPublicAccess } from '../buckets/settings.ts'
import { shownPolicy } from '../parts/policy-text.ts'
import { holderKind, nameOf, type Subject } from './subject.ts'

const MaxItems = 1000

/** The ARNs of the users, groups and roles of the account. */
export const useHolders = () =>
  useQuery({
    queryKey: ['what-if', 'holders'],
    queryFn: async () => {
      const [users, groups, roles] = await Promise.all([
        everyPage(async (Marker: string | undefined) => {
          const { Users = [], Marker: next } = await iam().send(new ListUsersCommand({ Marker, MaxItems }))
          return { items: Users.map(({ Arn = '' }) => Arn), next }
        }),
        everyPage(async (Marker: string | undefined) => {
          const { Groups = [], Marker: next } = await iam().send(new ListGroupsCommand({ Marker, MaxItems }))
          return { items: Groups.map(({ Arn = '' }) => Arn), next }
        }),
        everyPage(async (Marker: string | undefined) => {
          const { Roles = [], Marker: next } = await iam().send(new ListRolesCommand({ Marker, MaxItems }))
          return { items: Roles.map(({ Arn = '' }) => Arn), next }
        }),
      ])
      return { users, groups, roles }
    },
  })

/** The ARNs of the account's own managed policies. */
export const useManagedPolicies = () =>
  useQuery({
    queryKey: ['what-if', 'policies'],
    queryFn: () =>
      everyPage(async (Marker: string | undefined) => {
        const input = { Scope: 'Local', Marker, MaxItems } as const
        const { Policies = [], Marker: next } = await iam().send(new ListPoliciesCommand(input))
        return { items: Policies.map(({ Arn = '' }) => Arn), next }
      }),
  })

/** The names of the inline policies of a user, group or role. */
export const useInlinePolicies = (holder: string | null) =>
  useQuery({
    queryKey: ['what-if', 'inline', holder],
    queryFn: () => (holder ? inlinePolicies(holder) : []),
  })

/** The names of the inline policies of a user, group or role. */
export async function inlinePolicies(holder: string): Promise<readonly string[]> {
  const name = nameOf(holder)
  const { PolicyNames = [] } =
    holderKind(holder) === 'user'
      ? await iam().send(new ListUserPoliciesCommand({ UserName: name, MaxItems }))
      : holderKind(holder) === 'group'
        ? await iam().send(new ListGroupPoliciesCommand({ GroupName: name, MaxItems }))
        : await iam().send(new ListRolePoliciesCommand({ RoleName: name, MaxItems }))
  return PolicyNames
}

export async function inlineText(holder: string, PolicyName: string): Promise<string> {
  const name = nameOf(holder)
  const { PolicyDocument } =
    holderKind(holder) === 'user'
      ? await iam().send(new GetUserPolicyCommand({ UserName: name, PolicyName }))
      : holderKind(holder) === 'group'
        ? await iam().send(new GetGroupPolicyCommand({ GroupName: name, PolicyName }))
        : await iam().send(new GetRolePolicyCommand({ RoleName: name, PolicyName }))
  return shownPolicy(PolicyDocument)
}

export async function managedText(PolicyArn: string): Promise<string> {
  const { Policy } = await iam().send(new GetPolicyCommand({ PolicyArn }))
  const VersionId = Policy?.DefaultVersionId
  const { PolicyVersion } = await iam().send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))
  return shownPolicy(PolicyVersion?.Document)
}

/** What the subject says at present. */
export interface SubjectNow {
  /** Undefined: there is no such policy yet. */
  readonly text: string | undefined
  /** The ARNs of the users of a group that carries it. */
  readonly members: ReadonlySet<string>
  /** Of a bucket: whether a public policy lets nobody in from outside the account. */
  readonly restricted: boolean
}

export const useSubject = (subject: Subject | undefined) =>
  useQuery({
    queryKey: ['what-if', 'subject', subject],
    enabled: subject !== undefined,
    // Somebody writes on what was read; it must not change below him.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async (): Promise<SubjectNow> => {
      if (!subject) return { text: undefined, members: new Set(), restricted: false }
      return { text: await textOf(subject), members: await membersOf(subject), restricted: await isRestricted(subject) }
    },
  })

async function textOf(subject: Subject): Promise<string | undefined> {
  switch (subject.kind) {
    case 'managed':
      return managedText(subject.arn)
    case 'trust': {
      const { Role } = await iam().send(new GetRoleCommand({ RoleName: nameOf(subject.holder) }))
      return shownPolicy(Role?.AssumeRolePolicyDocument)
    }
    case 'bucket': {
      const text = await readPolicy(await s3Of(subject.bucket), subject.bucket)
      return text === null ? undefined : shownPolicy(text)
    }
    case 'inline':
      return subject.policy === undefined ? undefined : inlineText(subject.holder, subject.policy)
  }
}

async function membersOf(subject: Subject): Promise<ReadonlySet<string>> {
  if (subject.kind !== 'inline' || holderKind(subject.holder) !== 'group') return new Set()
  const GroupName = nameOf(subject.holder)
  const users = await everyPage(async (Marker: string | undefined) => {
    const { Users = [], Marker: next } = await iam().send(new GetGroupCommand({ GroupName, Marker, MaxItems }))
    return { items: Users.map(({ Arn = '' }) => Arn), next }
  })
  return new Set(users)
}

const isRestricted = async (subject: Subject): Promise<boolean> =>
  subject.kind === 'bucket' &&
  (await readPublicAccess(await s3Of(subject.bucket), subject.bucket)).RestrictPublicBuckets

/** Puts the draft in the place of the policy. `name` is what a further policy is to be called. */
export async function save(subject: Subject, PolicyDocument: string, name: string): Promise<void> {
  switch (subject.kind) {
    case 'managed':
      await iam().send(new CreatePolicyVersionCommand({ PolicyArn: subject.arn, PolicyDocument, SetAsDefault: true }))
      return
    case 'trust':
      await iam().send(new UpdateAssumeRolePolicyCommand({ RoleName: nameOf(subject.holder), PolicyDocument }))
      return
    case 'bucket':
      await putPolicy(subject.bucket, PolicyDocument)
      return
    case 'inline': {
      const policy = { PolicyName: subject.policy ?? name, PolicyDocument }
      const holder = nameOf(subject.holder)
      const kind = holderKind(subject.holder)
      if (kind === 'user') await iam().send(new PutUserPolicyCommand({ UserName: holder, ...policy }))
      else if (kind === 'group') await iam().send(new PutGroupPolicyCommand({ GroupName: holder, ...policy }))
      else await iam().send(new PutRolePolicyCommand({ RoleName: holder, ...policy }))
    }
  }
}
