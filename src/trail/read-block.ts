import { type PolicyDocument, parsePolicy } from '../policy/document.ts'
import type { AppliedPolicies, AppliedPolicy, ContextValue, DecisionRequest } from '../policy/request.ts'
import type { AppliedRow, Block, CallRow, IssuedRow, SessionRow } from './block.ts'
import { type CallOutline, type CallSummary, type KeptCall, summaryOf } from './kept-call.ts'

/** The block that `BlockBuilder.text` wrote. */
export const parseBlock = (text: string): Block =>
  // The trail itself wrote it; a file of another version is refused when it is opened.
  JSON.parse(text) as Block

/**
 * The call at that place of the block, with its decisions as they were asked. `documentOf` answers the block's documents
 * by number; it is asked only for those of the call.
 */
export function callOf(block: Block, index: number, documentOf: (number: number) => PolicyDocument): KeptCall {
  const row = at(block.calls, index)
  const documents = new Map<number, PolicyDocument>()
  const policyOf = (number: number): AppliedPolicy => {
    const [document, name, arn, attachedTo] = at(block.policies, number)
    const known = documents.get(document) ?? documentOf(document)
    documents.set(document, known)
    return { name, ...(arn !== 0 && { arn }), ...(attachedTo !== 0 && { attachedTo }), document: known }
  }
  const contexts = new Map<number, ReadonlyMap<string, ContextValue>>()
  const verdicts = row[9].map(([allowed, principal, action, resource, resourceAccount, context, set]) => {
    const request: DecisionRequest = {
      principal: at(block.principals, principal),
      action,
      resource,
      resourceAccount,
      context: contextOf(block, context, contexts),
      policies: appliedOf(at(block.sets, set), policyOf),
    }
    return { request, allowed: allowed === 1 }
  })
  return { ...factsOf(block, row), verdicts }
}

/** The documents of a block from their texts. */
export const documentsFrom =
  (texts: readonly string[]) =>
  (number: number): PolicyDocument =>
    parsePolicy(at(texts, number))

/** The line that tells of the call at that place of the block. */
export const summaryAt = (block: Block, index: number): CallSummary => summaryOf(outlineAt(block, index))

/** The call at that place of the block, without what it was decided by. */
export function outlineAt(block: Block, index: number): CallOutline {
  const row = at(block.calls, index)
  const verdicts = row[9].map(([allowed, , action, resource, resourceAccount]) => ({
    allowed: allowed === 1,
    request: { action, resource, resourceAccount },
  }))
  return { ...factsOf(block, row), verdicts }
}

/** Where in the block the call with this authorization id is; -1 when it is not. */
export const indexOfCall = (block: Block, isIt: (requestId: string) => boolean): number =>
  block.calls.findIndex(([, requestId]) => isIt(requestId))

function factsOf(block: Block, row: CallRow): Omit<KeptCall, 'verdicts'> {
  const [time, requestId, service, operation, region, caller, status, errorCode, errorMessage, , issued] = row
  const [account, callerArn, userId, accessKeyId, sourceIp, userAgent, session] = at(block.callers, caller)
  return {
    time,
    requestId,
    service,
    operation,
    region,
    account,
    callerArn,
    userId,
    accessKeyId: textOf(accessKeyId),
    ...(session && { session: sessionOf(session) }),
    ...(issued && { issued: issuedOf(issued) }),
    sourceIp,
    userAgent: textOf(userAgent),
    status,
    errorCode: textOf(errorCode),
    errorMessage: textOf(errorMessage),
  }
}

const sessionOf = ([issuerArn, issuedAt, mfa, roleDelivery]: SessionRow): KeptCall['session'] & {} => ({
  issuerArn,
  issuedAt,
  mfa: mfa === 1,
  ...(roleDelivery !== 0 && { roleDelivery }),
})

const issuedOf = ([accessKeyId, expiresAt, arn]: IssuedRow): KeptCall['issued'] & {} => ({
  accessKeyId,
  expiresAt,
  ...(arn !== 0 && { arn }),
})

const textOf = (value: string | 0): string | undefined => (value === 0 ? undefined : value)

function appliedOf(row: AppliedRow, one: (number: number) => AppliedPolicy): AppliedPolicies {
  const [identity, boundary, session, resource, resourceRule, serviceControl, resourceControl, endpoint] = row
  const levels = (of: readonly (readonly number[])[]) => of.map((level) => level.map(one))
  return {
    identity: identity.map(one),
    ...(boundary >= 0 && { boundary: one(boundary) }),
    ...(session !== 0 && { session: session.map(one) }),
    ...(resource >= 0 && { resource: one(resource) }),
    ...(resourceRule !== 0 && { resourceRule }),
    ...(serviceControl !== 0 && { serviceControl: levels(serviceControl) }),
    ...(resourceControl !== 0 && { resourceControl: levels(resourceControl) }),
    ...(endpoint >= 0 && { endpoint: one(endpoint) }),
  }
}

/** A context and those that it is told by, from the first one on: a long chain must not become a deep recursion. */
function contextOf(
  block: Block,
  number: number,
  known: Map<number, ReadonlyMap<string, ContextValue>>,
): ReadonlyMap<string, ContextValue> {
  const chain: number[] = []
  for (let next = number; next >= 0 && !known.has(next); next = at(block.contexts, next)[0]) chain.push(next)
  for (const link of chain.reverse()) {
    const [base, changed, lost] = at(block.contexts, link)
    const context = new Map(known.get(base))
    for (let i = 0; i < changed.length; i += 2) context.set(String(changed[i]), at(changed, i + 1))
    for (const key of lost) context.delete(key)
    known.set(link, context)
  }
  return known.get(number) ?? new Map()
}

/** INVARIANT: the builder names only rows that it has written. */
export function at<T>(rows: readonly T[], index: number): T {
  const row = rows[index]
  if (row === undefined) throw new Error(`the trail's block has no row ${index}`)
  return row
}
