/**
 * Calls as the trail writes them: many in one block of JSON, in which what they have in common stands once. Contexts of
 * one principal differ in little, so each says only what differs from the one before. `read-block.ts` is the way back.
 */
import type { PolicyDocument } from '../policy/document.ts'
import type {
  AppliedPolicies,
  AppliedPolicy,
  ContextValue,
  DecisionRequest,
  Principal,
  RequestContext,
} from '../policy/request.ts'
import { isDenied, type KeptCall, outcomeOf } from './kept-call.ts'

/** The tables of a block. A number names a row of a table; 0 in a place of texts, and -1 in one of numbers, is nothing. */
export interface Block {
  /** document, name, arn, attachedTo. The documents are kept apart, by their number. */
  readonly policies: readonly (readonly [number, string, string | 0, string | 0])[]
  readonly sets: readonly AppliedRow[]
  readonly callers: readonly CallerRow[]
  readonly principals: readonly Principal[]
  /** The context that it is like (-1: none), keys and values in turn that it has besides, keys that it lacks. */
  readonly contexts: readonly (readonly [number, readonly ContextValue[], readonly string[]])[]
  readonly calls: readonly CallRow[]
}

/** account, arn, userId, access key id, address, user agent; what its session is of, where it has one. */
export type CallerRow = readonly [string, string, string, string | 0, string, string | 0, SessionRow?]

/** issuer, issued at, with MFA, version of IMDS. */
export type SessionRow = readonly [string, number, 0 | 1, '1.0' | '2.0' | 0]

/** identity, boundary, session, resource, resourceRule, service control, resource control, endpoint. */
export type AppliedRow = readonly [
  identity: readonly number[],
  boundary: number,
  session: readonly number[] | 0,
  resource: number,
  resourceRule: 'grants' | 'required' | 0,
  serviceControl: readonly (readonly number[])[] | 0,
  resourceControl: readonly (readonly number[])[] | 0,
  endpoint: number,
]

export type CallRow = readonly [
  time: number,
  requestId: string,
  service: string,
  operation: string,
  region: string,
  caller: number,
  status: number,
  errorCode: string | 0,
  errorMessage: string | 0,
  verdicts: readonly VerdictRow[],
  issued?: IssuedRow,
]

/** access key id, expires at, ARN of the session. */
export type IssuedRow = readonly [string, number, string | 0]

/** allowed, principal, action, resource, account of the resource, context, policies. */
export type VerdictRow = readonly [0 | 1, number, string, string, string, number, number]

interface Kept {
  readonly requestId: string
  readonly json: string
  readonly denied: boolean
}

/** A block that is being filled. Adding a call costs a few microseconds; nothing of the call is held on to. */
export class BlockBuilder {
  /** Each document once, in the order of their numbers. */
  readonly documents: PolicyDocument[] = []
  /** Milliseconds since 1970: no call of it began later. */
  time = 0
  /** Roughly what it holds in memory. */
  characters = 0
  #calls: Kept[] = []
  readonly #numbers = new Map<PolicyDocument, number>()
  readonly #policyNumbers = new Map<AppliedPolicy, number>()
  readonly #policies: string[] = []
  readonly #sets = new Interned()
  readonly #callers = new Interned()
  readonly #principals = new Interned()
  readonly #contexts: string[] = []
  // The row that a caller, a principal and a set of policies had last: nearly always it is the row of the next call too.
  readonly #lastCallers = new Map<string, { readonly call: CallerFields; readonly number: number }>()
  readonly #lastPrincipals = new Map<string, Numbered<Principal>>()
  readonly #lastSets = new Map<AppliedPolicies['identity'], Numbered<AppliedPolicies>>()
  /** The last context of each principal, to say the next one by. */
  readonly #lastOf = new Map<number, { readonly number: number; readonly context: RequestContext }>()

  get calls(): readonly Pick<Kept, 'requestId' | 'denied'>[] {
    return this.#calls
  }

  add(call: KeptCall): void {
    const verdicts = call.verdicts.map(({ request, allowed }) => this.#verdict(request, allowed))
    const row: CallRow = [
      call.time,
      call.requestId,
      call.service,
      call.operation,
      call.region,
      this.#caller(call),
      call.status,
      call.errorCode ?? 0,
      call.errorMessage === undefined ? 0 : withoutSealed(call.errorMessage),
      verdicts,
      ...issuedRow(call),
    ]
    const json = JSON.stringify(row)
    this.#calls.push({ requestId: call.requestId, json, denied: isDenied(outcomeOf(call)) })
    this.time = Math.max(this.time, call.time)
    this.characters += json.length + OBJECT
  }

  /** Gives up the calls that were not denied; answers how many they were. */
  dropAllowed(): number {
    const denied = this.#calls.filter((call) => call.denied)
    const dropped = this.#calls.length - denied.length
    for (const { denied: kept, json } of this.#calls) if (!kept) this.characters -= json.length + OBJECT
    this.#calls = denied
    return dropped
  }

  /** The block as JSON; `Block` when parsed. */
  text(): string {
    const list = (rows: readonly string[]) => `[${rows.join(',')}]`
    return (
      `{"policies":${list(this.#policies)},"sets":${list(this.#sets.rows)},"callers":${list(this.#callers.rows)},` +
      `"principals":${list(this.#principals.rows)},"contexts":${list(this.#contexts)},` +
      `"calls":${list(this.#calls.map(({ json }) => json))}}`
    )
  }

  #caller(call: KeptCall): number {
    const last = this.#lastCallers.get(call.callerArn)
    if (last && CALLER_FIELDS.every((field) => last.call[field] === call[field])) return last.number
    const { account, callerArn, userId, accessKeyId, sourceIp, userAgent } = call
    const row = [account, callerArn, userId, accessKeyId ?? 0, sourceIp, userAgent ?? 0, ...sessionRow(call)]
    const number = this.#counted(this.#callers, JSON.stringify(row))
    this.#lastCallers.set(callerArn, { call: { account, userId, accessKeyId, sourceIp, userAgent }, number })
    return number
  }

  #principal(principal: Principal): number {
    const key = 'arn' in principal ? principal.arn : principal.kind
    const last = this.#lastPrincipals.get(key)
    if (last && isSameObject(last.value, principal)) return last.number
    const number = this.#counted(this.#principals, JSON.stringify(principal))
    this.#lastPrincipals.set(key, { value: principal, number })
    return number
  }

  #set(policies: AppliedPolicies): number {
    const last = this.#lastSets.get(policies.identity)
    if (last && isSameObject(last.value, policies)) return last.number
    const number = this.#counted(this.#sets, JSON.stringify(this.#applied(policies)))
    this.#lastSets.set(policies.identity, { value: policies, number })
    return number
  }

  #verdict(request: DecisionRequest, allowed: boolean): VerdictRow {
    const principal = this.#principal(request.principal)
    return [
      allowed ? 1 : 0,
      principal,
      request.action,
      request.resource,
      request.resourceAccount,
      this.#context(principal, request.context),
      this.#set(request.policies),
    ]
  }

  #applied({
    identity,
    boundary,
    session,
    resource,
    resourceRule,
    serviceControl,
    resourceControl,
    endpoint,
  }: AppliedPolicies): AppliedRow {
    const number = (policy: AppliedPolicy) => this.#policy(policy)
    const levels = (of: readonly (readonly AppliedPolicy[])[]) => of.map((level) => level.map(number))
    return [
      identity.map(number),
      boundary ? number(boundary) : -1,
      session ? session.map(number) : 0,
      resource ? number(resource) : -1,
      resourceRule ?? 0,
      serviceControl ? levels(serviceControl) : 0,
      resourceControl ? levels(resourceControl) : 0,
      endpoint ? number(endpoint) : -1,
    ]
  }

  #policy(policy: AppliedPolicy): number {
    const known = this.#policyNumbers.get(policy)
    if (known !== undefined) return known
    const number = this.#policies.length
    const { name, arn, attachedTo, document } = policy
    this.#policies.push(JSON.stringify([this.#document(document), name, arn ?? 0, attachedTo ?? 0]))
    this.#policyNumbers.set(policy, number)
    this.characters += OBJECT
    return number
  }

  #document(document: PolicyDocument): number {
    const known = this.#numbers.get(document)
    if (known !== undefined) return known
    this.documents.push(document)
    this.#numbers.set(document, this.documents.length - 1)
    this.characters += document.text.length
    return this.documents.length - 1
  }

  #context(principal: number, context: RequestContext): number {
    const last = this.#lastOf.get(principal)
    const changed: ContextValue[] = []
    let shared = 0
    for (const [key, value] of context) {
      const before = last?.context.get(key)
      if (before !== undefined) shared += 1
      if (before === undefined || !isSame(before, value)) changed.push(key, value)
    }
    const lost: string[] = []
    if (last && shared < last.context.size) {
      for (const key of last.context.keys()) if (!context.has(key)) lost.push(key)
    }
    if (last && changed.length === 0 && lost.length === 0) return last.number
    const number = this.#contexts.length
    const row = JSON.stringify([last?.number ?? -1, changed, lost])
    this.#contexts.push(row)
    this.#lastOf.set(principal, { number, context })
    this.characters += row.length + OBJECT
    return number
  }

  #counted(table: Interned, json: string): number {
    const before = table.rows.length
    const number = table.number(json)
    if (table.rows.length > before) this.characters += json.length + OBJECT
    return number
  }
}

/** What an entry costs in memory besides its text, roughly. */
const OBJECT = 64

interface Numbered<T> {
  readonly value: T
  readonly number: number
}

/** A session has an access key of its own, so that it needs no look. */
const CALLER_FIELDS = ['account', 'userId', 'accessKeyId', 'sourceIp', 'userAgent'] as const
type CallerFields = Pick<KeptCall, (typeof CALLER_FIELDS)[number]>

/** The same members with the very same values; lists count as different, which only costs a look into the table. */
function isSameObject<T extends object>(a: T, b: T): boolean {
  let members = 0
  for (const name in a) {
    if (a[name] !== b[name]) return false
    members += 1
  }
  for (const _ in b) members -= 1
  return members === 0
}

const sessionRow = ({ session }: KeptCall): readonly SessionRow[] =>
  session ? [[session.issuerArn, session.issuedAt, session.mfa ? 1 : 0, session.roleDelivery ?? 0]] : []

const issuedRow = ({ issued }: KeptCall): [] | [IssuedRow] =>
  issued ? [[issued.accessKeyId, issued.expiresAt, issued.arn ?? 0]] : []

class Interned {
  readonly rows: string[] = []
  readonly #numbers = new Map<string, number>()

  number(json: string): number {
    const known = this.#numbers.get(json)
    if (known !== undefined) return known
    this.#numbers.set(json, this.rows.length)
    this.rows.push(json)
    return this.rows.length - 1
  }
}

function isSame(a: ContextValue, b: ContextValue): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b
  return a.length === b.length && a.every((value, index) => value === b[index])
}

/** EC2's sealed message says in two thousand characters that do not compress what the verdicts say. */
const withoutSealed = (message: string): string => {
  const at = message.indexOf(SEALED)
  return at < 0 ? message : message.slice(0, at)
}
const SEALED = ' Encoded authorization failure message: '
