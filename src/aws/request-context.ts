import type { ContextValue, RequestContext } from '../policy/request.ts'
import type { Caller } from './caller.ts'
import type { Check, RequestFacts } from './operation.ts'
import { iso8601Seconds } from './protocols/timestamps.ts'

/** What the condition keys of one question are made from. It holds no request, whose headers nobody may keep. */
export interface ContextFacts {
  readonly caller: Caller
  readonly check: Check
  /** '' where nobody owns the resource. */
  readonly resourceAccount: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly region: string
  readonly sourceIp: string
  readonly vpc?: RequestFacts['vpc']
  readonly secure: boolean
  readonly userAgent: string | undefined
  readonly referer: string | undefined
}

/**
 * The condition keys of one question, each found out when a policy asks for it: most policies ask for few.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const contextOf = (facts: ContextFacts): RequestContext => new FoundOnDemand(facts)

/** Undefined: the key is not known, and so absent. */
type Find = (facts: ContextFacts) => ContextValue | undefined

const PRINCIPAL_TYPES: Record<Caller['kind'], string> = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
}

/** Services of ours that AWS lists for aws:SourceVpcArn. */
const WITH_VPC_ARN = ['iam', 's3']

const serviceOf = ({ action }: Check): string => action.slice(0, action.indexOf(':'))

const named = (find: (caller: Caller) => string | undefined): Find => {
  return ({ caller }) => (caller.kind === 'anonymous' ? undefined : find(caller))
}

/** The keys of every request. */
const GLOBAL: Readonly<Record<string, Find>> = {
  'aws:CurrentTime': ({ now }) => iso8601Seconds(now),
  'aws:EpochTime': ({ now }) => String(Math.floor(now / 1000)),
  // AWS leaves aws:SourceIp out of requests through a VPC endpoint, and the keys of a VPC out of all others.
  // aws:SourceVpce is absent: no endpoint here has an id that anybody could name.
  'aws:SourceIp': ({ sourceIp, vpc }) => (vpc ? undefined : sourceIp),
  'aws:VpcSourceIp': ({ sourceIp, vpc }) => vpc && sourceIp,
  'aws:SourceVpc': ({ vpc }) => vpc?.id,
  'aws:SourceVpcArn': ({ check, vpc }) => (WITH_VPC_ARN.includes(serviceOf(check)) ? vpc?.arn : undefined),
  'aws:SecureTransport': ({ secure }) => String(secure),
  'aws:UserAgent': ({ userAgent }) => userAgent,
  'aws:Referer': ({ referer }) => referer,
  'aws:RequestedRegion': ({ region }) => region,
  'aws:ViaAWSService': () => 'false',
  'aws:PrincipalIsAWSService': () => 'false',
  'aws:PrincipalType': ({ caller }) => PRINCIPAL_TYPES[caller.kind],
  'aws:userid': ({ caller }) => caller.userId,
  'aws:PrincipalArn': named(({ principalArn }) => principalArn),
  'aws:PrincipalAccount': named(({ account }) => account),
  'aws:username': ({ caller }) => (caller.kind === 'user' ? caller.name : undefined),
  'aws:TokenIssueTime': ({ caller: { session } }) => session && iso8601Seconds(session.issuedAt),
  'aws:MultiFactorAuthPresent': ({ caller: { session } }) => session && String(session.mfaAt !== undefined),
  'aws:MultiFactorAuthAge': ({ caller: { session }, now }) =>
    session?.mfaAt === undefined ? undefined : String(Math.floor((now - session.mfaAt) / 1000)),
  'aws:SourceIdentity': ({ caller }) => caller.session?.sourceIdentity,
  'ec2:SourceInstanceARN': ({ caller }) => caller.session?.instance?.arn,
  'ec2:RoleDelivery': ({ caller }) => caller.session?.instance?.roleDelivery,
  'aws:Ec2InstanceSourceVpc': ({ caller }) => caller.session?.instance?.vpcId,
  'aws:Ec2InstanceSourcePrivateIPv4': ({ caller }) => caller.session?.instance?.privateIp,
  'aws:ResourceAccount': ({ resourceAccount }) => resourceAccount || undefined,
}
const FINDS: ReadonlyMap<string, Find> = new Map(Object.entries(GLOBAL).map(([key, find]) => [key.toLowerCase(), find]))

/** The keys that only this question has: tags, and what its service says. What the service says is told last, and stands. */
function ownKeys({ caller, check }: ContextFacts): ReadonlyMap<string, ContextValue> {
  const own = new Map<string, ContextValue>()
  const put = (key: string, value: ContextValue | undefined) => {
    if (value !== undefined) own.set(key.toLowerCase(), value)
  }
  for (const [key, value] of Object.entries(caller.tags)) put(`aws:PrincipalTag/${key}`, value)
  const service = serviceOf(check)
  for (const [key, value] of Object.entries(check.resourceTags ?? {})) {
    put(`aws:ResourceTag/${key}`, value)
    put(`${service}:ResourceTag/${key}`, value)
  }
  const tagKeys = Object.keys(check.requestTags ?? {})
  for (const key of tagKeys) put(`aws:RequestTag/${key}`, check.requestTags?.[key])
  if (tagKeys.length > 0) put('aws:TagKeys', tagKeys)
  for (const [key, value] of Object.entries(check.context ?? {})) put(key, value)
  return own
}

/** A class, because a map has many methods and every check of a call has one. */
class FoundOnDemand implements ReadonlyMap<string, ContextValue> {
  readonly #facts: ContextFacts
  #own: ReadonlyMap<string, ContextValue> | undefined
  /** Every key, once somebody has asked for all of them: the trail goes through them, and again for the next call. */
  #every: ReadonlyMap<string, ContextValue> | undefined

  constructor(facts: ContextFacts) {
    this.#facts = facts
  }

  get(key: string): ContextValue | undefined {
    if (this.#every) return this.#every.get(key)
    this.#own ??= ownKeys(this.#facts)
    return this.#own.get(key) ?? FINDS.get(key)?.(this.#facts)
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  get size(): number {
    return this.#all().size
  }

  entries() {
    return this.#all().entries()
  }

  keys() {
    return this.#all().keys()
  }

  values() {
    return this.#all().values()
  }

  [Symbol.iterator]() {
    return this.entries()
  }

  forEach(see: (value: ContextValue, key: string, map: ReadonlyMap<string, ContextValue>) => void): void {
    for (const [key, value] of this) see(value, key, this)
  }

  #all(): ReadonlyMap<string, ContextValue> {
    if (this.#every) return this.#every
    this.#own ??= ownKeys(this.#facts)
    const all = new Map<string, ContextValue>()
    for (const [key, find] of FINDS) {
      const value = this.#own.get(key) ?? find(this.#facts)
      if (value !== undefined) all.set(key, value)
    }
    for (const [key, value] of this.#own) all.set(key, value)
    this.#every = all
    return all
  }
}
