import type { LookupAttributeKey } from '@aws-sdk/client-cloudtrail'
import { type Call, OUTCOMES, type Outcome } from './call.ts'
import { isCalled } from './names.ts'

/** Which calls the page shows; what is absent does not limit. */
export interface CallFilter {
  /** An ARN, or the name of a user, role or session. */
  readonly principal?: string
  readonly service?: string
  readonly outcome?: Outcome
  readonly text?: string
  /** Whether the calls that read the trail itself are shown, as this page makes them. */
  readonly lookups?: boolean
}

/** The filter that an address carries. */
export function filterFrom(params: URLSearchParams): CallFilter {
  const [principal, service, text] = ['principal', 'service', 'text'].map((name) => params.get(name) || undefined)
  const outcome = OUTCOMES.find((known) => known === params.get('decision'))
  return {
    ...(principal !== undefined && { principal }),
    ...(service !== undefined && { service }),
    ...(text !== undefined && { text }),
    ...(outcome && { outcome }),
    ...(params.get('lookups') === 'shown' && { lookups: true }),
  }
}

export interface Attribute {
  readonly key: LookupAttributeKey
  readonly value: string
}

/**
 * The one attribute that LookupEvents is asked with: the narrowest of those that lose nothing. A name may be a role's as
 * well as a session's, of which only the second is an attribute, so that only ARNs narrow by who called.
 */
export function attributeOf({ principal, service, text }: CallFilter): Attribute | undefined {
  if (text !== undefined && /^(AKIA|ASIA)[A-Z0-9]{16}$/.test(text)) return { key: 'AccessKeyId', value: text }
  if (principal !== undefined && /^arn:[^:]+:(iam|sts)::\d+:(root$|user\/|assumed-role\/)/.test(principal))
    return { key: 'Username', value: principal.split(/[/:]/).at(-1) ?? '' }
  return service === undefined ? undefined : { key: 'EventSource', value: `${service}.amazonaws.com` }
}

/** Whether the page shows the call. */
export function passes({ principal, service, outcome, text, lookups }: CallFilter, call: Call): boolean {
  if (outcome !== undefined && call.outcome !== outcome) return false
  if (service !== undefined && call.service !== service) return false
  if (!lookups && service !== 'cloudtrail' && isLookup(call)) return false
  if (principal !== undefined && !isCalled(call.principal, principal)) return false
  return text === undefined || has(call, text.toLowerCase())
}

/** Watching the trail makes calls too, of which nobody needs to be told while he watches. */
export const isLookup = ({ operation, outcome }: Call): boolean => operation === 'LookupEvents' && outcome === 'allowed'

const has = (call: Call, text: string): boolean =>
  [
    call.action,
    call.operation,
    call.resource,
    call.principal,
    call.sourceIp,
    call.errorCode,
    call.errorMessage,
    call.requestId,
    call.id,
    call.accessKeyId,
  ].some((value) => value?.toLowerCase().includes(text))
