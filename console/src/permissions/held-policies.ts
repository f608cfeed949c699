import { ListGroupsForUserCommand } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { type Step, type StepWithInput, stepWith } from '../parts/steps.ts'
import type { Holder } from './holder.ts'
import { HOLDER_CALLS } from './holder-calls.ts'

/** A policy that applies to a holder: a managed one has an ARN, an inline one is its holder's. */
export interface HeldPolicy {
  readonly name: string
  readonly arn?: string
  /** Who holds it: the holder itself, or for a user one of the user's groups. */
  readonly holder: Holder
}

/** What applies to the holder: attached, inline, and for a user what the user's groups hold. */
export const useHeldPolicies = (holder: Holder) =>
  useQuery({ queryKey: ['held-policies', holder.kind, holder.name], queryFn: () => allHeldPolicies(holder) })

async function allHeldPolicies(holder: Holder): Promise<HeldPolicy[]> {
  const own = await heldPolicies(holder)
  if (holder.kind !== 'user') return own
  const groups = await groupsOf(holder.name)
  const theirs = await Promise.all(groups.map((name) => heldPolicies({ kind: 'group', name })))
  return [...own, ...theirs.flat()]
}

/** The holder's own policies, attached and inline. */
export async function heldPolicies(holder: Holder): Promise<HeldPolicy[]> {
  const calls = HOLDER_CALLS[holder.kind]
  const [attached, inline] = await Promise.all([
    everyPage(async (marker: string | undefined) => {
      const { AttachedPolicies = [], Marker } = await calls.attached(holder.name, marker)
      return { items: AttachedPolicies, next: Marker }
    }),
    everyPage(async (marker: string | undefined) => {
      const { PolicyNames = [], Marker } = await calls.inlineNames(holder.name, marker)
      return { items: PolicyNames, next: Marker }
    }),
  ])
  return [
    ...attached.map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn, holder })),
    ...inline.map((name) => ({ name, holder })),
  ]
}

const groupsOf = (UserName: string): Promise<string[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Groups = [], Marker: next } = await iam().send(new ListGroupsForUserCommand({ UserName, Marker }))
    return { items: Groups.map(({ GroupName = '' }) => GroupName), next }
  })

/** Takes the policy from its holder: an attached one is detached, an inline one deleted. */
export const removalOf = ({ name, arn, holder }: HeldPolicy): Step => {
  const calls = HOLDER_CALLS[holder.kind]
  return arn === undefined
    ? { what: `Delete the inline policy ${name} of ${holder.name}`, run: () => calls.deleteInline(holder.name, name) }
    : { what: `Detach the policy ${name} from ${holder.name}`, run: () => calls.detach(holder.name, arn) }
}

/** Attaches the managed policy to the holder. */
export const attachmentOf = (holder: Holder, arn: string): StepWithInput =>
  stepWith(`Attach the policy ${policyNameOf(arn)} to ${holder.name}`, { holder, arn }, (input) =>
    HOLDER_CALLS[input.holder.kind].attach(input.holder.name, input.arn),
  )

/** `ReadOnlyAccess` of `arn:aws:iam::aws:policy/job-function/ReadOnlyAccess`. */
export const policyNameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** The page of a managed policy. */
export const policyHref = (arn: string): string => `/iam/policies/view?arn=${encodeURIComponent(arn)}`

/** What AWS's console calls the kinds of policies. */
export const POLICY_TYPES = [
  'Customer managed',
  'AWS managed',
  'AWS managed - job function',
  'Customer inline',
] as const
export type ShownPolicyType = (typeof POLICY_TYPES)[number]

/** The kind of a managed policy by its ARN; of an inline one, which has none. */
export function policyTypeOf(arn: string | undefined): ShownPolicyType {
  if (arn === undefined) return 'Customer inline'
  if (!/^arn:[^:]+:iam::aws:/.test(arn)) return 'Customer managed'
  return arn.includes(':policy/job-function/') ? 'AWS managed - job function' : 'AWS managed'
}
