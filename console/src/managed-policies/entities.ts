import { ListEntitiesForPolicyCommand } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import type { Step } from '../parts/steps.ts'
import type { Holder } from '../permissions/holder.ts'
import { HOLDER_CALLS } from '../permissions/holder-calls.ts'

/** A user, group or role that has the policy, and as what. */
export interface PolicyEntity extends Holder {
  readonly usedAs: 'Permissions policy' | 'Permissions boundary'
}

export const usePolicyEntities = (arn: string) =>
  useQuery({
    queryKey: ['policy', arn, 'entities'],
    queryFn: async (): Promise<PolicyEntity[]> =>
      (await Promise.all([listEntities(arn, 'Permissions policy'), listEntities(arn, 'Permissions boundary')])).flat(),
  })

const USAGE = { 'Permissions policy': 'PermissionsPolicy', 'Permissions boundary': 'PermissionsBoundary' } as const

const listEntities = (PolicyArn: string, usedAs: PolicyEntity['usedAs']): Promise<PolicyEntity[]> =>
  everyPage(async (Marker: string | undefined) => {
    const answer = await iam().send(
      new ListEntitiesForPolicyCommand({ PolicyArn, PolicyUsageFilter: USAGE[usedAs], Marker, MaxItems: 1000 }),
    )
    const { PolicyUsers = [], PolicyGroups = [], PolicyRoles = [] } = answer
    const items: PolicyEntity[] = [
      ...PolicyUsers.map(({ UserName = '' }) => ({ kind: 'user' as const, name: UserName, usedAs })),
      ...PolicyGroups.map(({ GroupName = '' }) => ({ kind: 'group' as const, name: GroupName, usedAs })),
      ...PolicyRoles.map(({ RoleName = '' }) => ({ kind: 'role' as const, name: RoleName, usedAs })),
    ]
    return { items, next: answer.Marker }
  })

export const KIND_NAMES: Readonly<Record<Holder['kind'], string>> = { user: 'User', group: 'User group', role: 'Role' }

/** Takes the policy from them, one after another. */
export const detachments = (arn: string, holders: readonly Holder[]): readonly Step[] =>
  holders.map(({ kind, name }) => ({
    what: `Detach from the ${kind} ${name}`,
    run: () => HOLDER_CALLS[kind].detach(name, arn),
  }))

/** Attaches the policy to them, one after another. */
export const attachments = (arn: string, holders: readonly Holder[]): readonly Step[] =>
  holders.map(({ kind, name }) => ({
    what: `Attach to the ${kind} ${name}`,
    run: () => HOLDER_CALLS[kind].attach(name, arn),
  }))
