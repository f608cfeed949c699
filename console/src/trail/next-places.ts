import type { ExplainedPolicy, Explanation, PolicyType } from 'rolecall/policy'
import { bucketIn } from '../buckets/addresses.ts'
import { addressOf, type Subject } from '../what-if/subject.ts'
import { gatesOf } from './gates.ts'
import { holderOf, isOfAccount, layerPlace, type Place, policyPlace } from './place.ts'

/** Where what refused can be changed, each once, and the What if of the policy that would have to change first. */
export function placesOf(explanation: Explanation): { readonly change: readonly Place[]; readonly tries?: string } {
  const { request, decision, nearest } = explanation
  const places = gatesOf(explanation).flatMap(({ layer, passage }) => {
    if (passage !== 'stop' && passage !== 'unreached') return []
    const deciding = layer.policies.filter((policy) =>
      layer.outcome === 'denies' ? denies(policy) : nearest?.policy === policy,
    )
    const places = deciding.map((policy) => policyPlace(layer.type, policy, request.resource))
    return places.some((place) => place) ? places : [layerPlace(layer, request)]
  })
  const change = [...new Map(places.flatMap((place) => (place ? [[place.href, place] as const] : []))).values()]
  const first =
    decision.effect === 'implicit deny' ? nearest && ([decision.blockedBy, nearest.policy] as const) : undefined
  const tries = first ? whatIfOf(first[0], first[1], request.resource) : newDraft(explanation)
  return { change: change.slice(0, MOST), ...(tries !== undefined && { tries }) }
}

/** More places than this would not help anybody to begin. */
const MOST = 4

const denies = ({ statements }: ExplainedPolicy): boolean =>
  statements.some(({ effect, applies }) => effect === 'Deny' && applies !== 'no')

/** The What if of a policy; undefined where none can be written there. */
export function whatIfOf(
  type: PolicyType | undefined,
  policy: Pick<ExplainedPolicy, 'name' | 'arn' | 'attachedTo'>,
  resource: string,
): string | undefined {
  const { name, arn, attachedTo } = policy
  if (arn !== undefined) return arn.includes(':iam::aws:') ? undefined : whatIf({ kind: 'managed', arn })
  if (type === 'role trust policy') return whatIf({ kind: 'trust', holder: attachedTo ?? resource })
  if (type === 'resource-based policy') return bucketDraft(attachedTo ?? resource)
  if (type !== 'identity-based policy' || attachedTo === undefined || isOfAccount(policy)) return undefined
  return whatIf({ kind: 'inline', holder: attachedTo, policy: name })
}

function newDraft({ request, decision }: Explanation): string | undefined {
  if (decision.effect === 'implicit deny' && decision.blockedBy === 'resource-based policy')
    return bucketDraft(request.resource)
  const holder = holderOf(request)
  if (decision.blockedBy !== 'identity-based policy' || holder === undefined) return undefined
  return decision.effect === 'implicit deny' ? whatIf({ kind: 'inline', holder }) : undefined
}

function bucketDraft(arn: string): string | undefined {
  const bucket = bucketIn(arn)
  return bucket === undefined ? undefined : whatIf({ kind: 'bucket', bucket })
}

const whatIf = (subject: Subject): string => `/what-if?${addressOf(subject)}`
