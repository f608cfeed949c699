import { contextKeysOf } from '../../../policy/context-keys.ts'
import { decide } from '../../../policy/decide.ts'
import type { ContextValue, Decision, PolicyType, StatementRef } from '../../../policy/request.ts'
import { placeIn } from '../text-file.ts'
import type { CasePolicies, PolicyCase } from './case-file.ts'
import type { CasePolicy } from './policy-loader.ts'

/** One action on one resource that was decided otherwise than expected. */
export interface Surprise {
  readonly action: string
  readonly resource: string
  /** What was expected, what was decided, and by which policy type. */
  readonly summary: string
  /** What to look at, each with `file:line:column` where it has a place. */
  readonly reasons: readonly string[]
}

/** Decides a case. It passes when nothing is a surprise. */
export function runCase(one: PolicyCase): readonly Surprise[] {
  return one.actions.flatMap((action) =>
    one.resources.flatMap((resource) => {
      const context = contextOf(one, resource)
      const decision = decide({
        principal: one.principal.principal,
        action,
        resource,
        resourceAccount: ownerOf(one, resource),
        context,
        policies: appliedPolicies(one.policies),
      })
      if (isExpected(one, decision)) return []
      return [{ action, resource, summary: summaryOf(one, decision), reasons: reasonsOf(one, decision, context) }]
    }),
  )
}

function isExpected({ expect, blockedBy }: PolicyCase, decision: Decision): boolean {
  const effect = expect === 'deny' ? decision.effect !== 'allow' : decision.effect === expect
  return effect && (blockedBy === undefined || decision.blockedBy === blockedBy)
}

function appliedPolicies({ trust, resource, ...others }: CasePolicies) {
  if (trust) return { ...others, resource: trust, resourceRule: 'required' as const }
  return { ...others, ...(resource && { resource }) }
}

function ownerOf({ principal: { principal }, resourceAccount }: PolicyCase, resource: string): string {
  const named = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1]
  return named ?? resourceAccount ?? ('account' in principal ? principal.account : '')
}

/** What follows from principal and resource, and over it what the case gives or takes away. */
function contextOf(one: PolicyCase, resource: string): ReadonlyMap<string, ContextValue> {
  const owner = ownerOf(one, resource)
  const implied = { ...one.principal.context, ...(owner !== '' && { 'aws:ResourceAccount': owner }) }
  const context = new Map<string, ContextValue>()
  for (const [key, value] of Object.entries(implied)) context.set(key.toLowerCase(), value)
  for (const [key, value] of one.context) {
    if (value === undefined) context.delete(key)
    else context.set(key, value)
  }
  return context
}

function summaryOf({ expect, blockedBy }: PolicyCase, { effect, blockedBy: blocker }: Decision): string {
  const by = (type: PolicyType | undefined) => (type === undefined ? '' : ` by ${type}`)
  return `expected ${expect}${by(blockedBy)}, got ${effect}${by(blocker)}`
}

function reasonsOf({ policies }: PolicyCase, decision: Decision, context: ReadonlyMap<string, ContextValue>): string[] {
  const { effect, blockedBy, statements, unreadable } = decision
  const all = allPolicies(policies)
  const told = statements.map(
    (ref) => `${refPlace(all, ref)}: ${refName(ref)} ${effect === 'allow' ? 'allows' : 'denies'}`,
  )
  const doubts = unreadable.map(({ statement, why }) => `${refPlace(all, statement)}: ${refName(statement)}: ${why}`)
  const missing = contextKeysOf(all.map(({ document }) => document)).filter((key) => !context.has(key.toLowerCase()))
  return [
    ...told,
    ...(effect === 'implicit deny' && blockedBy ? silentPolicies(policies, blockedBy) : []),
    ...doubts,
    ...(missing.length > 0 ? [`the case gives no value for ${missing.join(', ')}`] : []),
  ]
}

/** The policies of the type that does not allow. */
function silentPolicies(policies: CasePolicies, type: PolicyType): readonly string[] {
  const asked = policiesOfType(policies, type)
  if (asked.length === 0) return [`there is no ${type}`]
  return asked.map((policy) => `${placeIn(policy.part, 0)}: no statement of this ${type} allows`)
}

function policiesOfType(policies: CasePolicies, type: PolicyType): readonly CasePolicy[] {
  const { identity, boundary, session = [], resource, trust, serviceControl = [], resourceControl = [] } = policies
  const one = (policy: CasePolicy | undefined) => (policy ? [policy] : [])
  switch (type) {
    case 'identity-based policy':
      return identity
    case 'permissions boundary':
      return one(boundary)
    case 'session policy':
      return session
    case 'resource-based policy':
      return one(resource)
    case 'role trust policy':
      return one(trust)
    case 'service control policy':
      return serviceControl.flat()
    case 'resource control policy':
      return resourceControl.flat()
    case 'VPC endpoint policy':
      return []
  }
}

const allPolicies = ({ identity, boundary, session = [], resource, trust, ...organization }: CasePolicies) => [
  ...identity,
  ...[boundary, resource, trust].filter((policy) => policy !== undefined),
  ...session,
  ...(organization.serviceControl ?? []).flat(),
  ...(organization.resourceControl ?? []).flat(),
]

function refPlace(all: readonly CasePolicy[], { policy, index }: StatementRef): string {
  const found = all.find(({ name }) => name === policy)
  const statement = found?.document.statements[index]
  return found && statement ? placeIn(found.part, statement.offset) : policy
}

const refName = ({ type, sid, index }: StatementRef): string =>
  `${sid === undefined ? `statement ${index + 1}` : `statement "${sid}"`} of the ${type}`
