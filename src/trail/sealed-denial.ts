import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Caller } from '../aws/caller.ts'
import type { EncodeDenial } from '../aws/denial.ts'
import { decide } from '../policy/decide.ts'
import { explain } from '../policy/explain/explain.ts'
import type { ExplainedElement, ExplainedStatement } from '../policy/explain/explanation.ts'
import type { DecisionRequest, Principal, RequestContext } from '../policy/request.ts'
import { spelledKey } from './key-names.ts'
import { accountSeal, type Sealer } from './sealer.ts'

const MESSAGE_LIMIT = 64 * 1024

/** sts:DecodeAuthorizationMessage takes no longer message. */
const ENCODED_LIMIT = 10_240

/**
 * The encoded authorization failure message: the decision as sts:DecodeAuthorizationMessage shows it, readable by this
 * server alone. https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
export const sealDenial = (sealer: Sealer): EncodeDenial => {
  const { seal: sealed } = accountSeal(sealer, 'denial')
  return (caller, { check, request }) => {
    const denies = deniesOf(request)
    // The engine's keys are in lower case; the operation's own are told as it writes them.
    const own = new Map(Object.keys(check.context ?? {}).map((key) => [key.toLowerCase(), key]))
    const spelled: Spelling = (key) => own.get(key) ?? spelledKey(key)
    const seal = (context: RequestContext): string => {
      const message = messageOf(caller, request, denies, { context, spelled })
      return sealed(caller.account, deflateRawSync(JSON.stringify(message)))
    }
    const whole = seal(request.context)
    if (whole.length <= ENCODED_LIMIT) return whole
    // Many long tags do not fit: then the keys that the operation itself sets, or none.
    const less = seal(new Map([...request.context].filter(([key]) => own.has(key))))
    return less.length <= ENCODED_LIMIT ? less : seal(new Map())
  }
}

/** The statements that deny. Whatever nothing allows is not explained for it, since each denied call comes here. */
function deniesOf(request: DecisionRequest): readonly ExplainedStatement[] {
  if (decide(request).effect !== 'explicit deny') return []
  return explain(request).layers.flatMap(({ policies }) =>
    policies.flatMap(({ statements }) => statements.filter(isDeny)),
  )
}

type Spelling = (key: string) => string

/** As AWS writes it; its API reference names the parts. */
const messageOf = (
  caller: Caller,
  request: DecisionRequest,
  denies: readonly ExplainedStatement[],
  { context, spelled }: { readonly context: RequestContext; readonly spelled: Spelling },
) => ({
  allowed: false,
  explicitDeny: denies.length > 0,
  matchedStatements: { items: denies.map((deny) => statementOf(deny, request.principal)) },
  failures: { items: [] },
  context: {
    principal: {
      id: caller.userId,
      ...(caller.kind === 'user' && { name: caller.name }),
      arn: caller.arn,
    },
    action: request.action,
    resource: request.resource,
    conditions: { items: [...context].map(([key, value]) => conditionOf(spelled(key), [value].flat())) },
  },
})

/** A Deny that cannot be decided denies. */
const isDeny = ({ effect, applies }: ExplainedStatement): boolean => effect === 'Deny' && applies !== 'no'

function statementOf({ ref, elements }: ExplainedStatement, principal: Principal) {
  const written = (...names: readonly ExplainedElement['element'][]) =>
    itemsOf(elements.filter(({ element }) => names.includes(element)).flatMap((element) => element.written))
  const named = written('Principal', 'NotPrincipal')
  // What hangs on a principal names none: it is about the principal that carries it.
  const carrier = itemsOf('entityId' in principal ? [principal.entityId] : [])
  return {
    statementId: ref.sid ?? '',
    effect: 'DENY',
    principals: named.items.length > 0 ? named : carrier,
    principalGroups: { items: [] },
    actions: written('Action', 'NotAction'),
    resources: written('Resource', 'NotResource'),
    conditions: {
      items: elements.flatMap(({ key, written: values }) => (key === undefined ? [] : [conditionOf(key, values)])),
    },
  }
}

const itemsOf = (values: readonly string[]) => ({ items: values.map((value) => ({ value })) })
const conditionOf = (key: string, values: readonly string[]) => ({ key, values: itemsOf(values) })

/** The JSON text of a message that `sealDenial` made for a caller of this account; undefined for any other text. */
export const openDenial = (sealer: Sealer) => {
  const { open } = accountSeal(sealer, 'denial')
  return (message: string, account: string): string | undefined => {
    const sealed = open(account, message)
    try {
      return sealed && inflateRawSync(sealed, { maxOutputLength: MESSAGE_LIMIT }).toString()
    } catch {
      // Longer than anything that is told.
      return undefined
    }
  }
}
