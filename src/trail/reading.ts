/** What readers of the trail ask over the control socket, and how they are answered: one JSON document a line. */
import { authorizationIdOf } from '../aws/record.ts'
import { BulkError } from '../bulk/bulk-error.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { BlockBuilder } from './block.ts'
import { passes } from './filter.ts'
import { type CallSummary, type KeptCall, summaryOf } from './kept-call.ts'
import { namedPrincipals } from './named-principals.ts'
import { callOf, documentsFrom, parseBlock } from './read-block.ts'
import type { Trail } from './trail.ts'
import type { CallFilter, TrailHealth } from './trail-store.ts'

/** Either one call, or the newest calls, and those from now on. */
export type TrailQuery =
  /** An authorization id, a request id, the first 8 characters of either or more, or `last`: the last denied call. */
  { readonly id: string } | { readonly filter: CallFilter; readonly limit: number; readonly follow: boolean }

export type TrailAnswer =
  | { readonly health: TrailHealth }
  | { readonly call: CallSummary }
  /** One call with its decisions, as `readCall` reads it. */
  | { readonly found: FoundCall }
  /** So many calls are not told, because the reader did not keep up. */
  | { readonly skipped: number }
  | { readonly refused: { readonly code: string; readonly message: string } }

export interface FoundCall {
  readonly block: string
  readonly documents: readonly string[]
  /** ARNs by the unique ids that its policies name. */
  readonly principals: Readonly<Record<string, string>>
}

export interface Reader {
  readonly send: (answer: TrailAnswer) => boolean
  readonly onDrain: (run: () => void) => void
  readonly onEnd: (run: () => void) => void
}

/** Answers one query; resolves when all is said, which with `follow` is when the reader has gone. */
export async function answerTrail(
  trail: Trail,
  query: Readonly<Record<string, unknown>>,
  reader: Reader,
  arnOf: (id: string) => string | undefined,
): Promise<void> {
  const asked = queryOf(query)
  if (!asked) refuse(reader, 'InvalidRequest', 'The trail takes {"id":...} or {"filter":...,"limit":...,"follow":...}.')
  else if ('id' in asked) await tellOne(trail, asked.id, reader, arnOf)
  else await tellCalls(trail, asked, reader)
}

/** The call that `found` carries. */
export function readCall({ block, documents }: FoundCall): KeptCall {
  return callOf(parseBlock(block), 0, documentsFrom(documents))
}

async function tellOne(
  trail: Trail,
  asked: string,
  reader: Reader,
  arnOf: (id: string) => string | undefined,
): Promise<void> {
  const [last] = asked === 'last' ? await trail.newest({ denied: true }, 1) : []
  const id = asked === 'last' ? last?.authorizationId : authorizationIdOf(asked)
  const call = id === undefined ? undefined : await found(trail, id)
  if (call) {
    const builder = new BlockBuilder()
    builder.add(call)
    const texts = builder.documents.map(({ text }: PolicyDocument) => text)
    const requests = call.verdicts.map(({ request }) => request)
    const principals = namedPrincipals(requests, arnOf)
    reader.send({ found: { block: builder.text(), documents: texts, principals } })
    return
  }
  const { failure } = await trail.health()
  const trouble = failure === undefined ? '' : ` The trail has trouble: ${failure}`
  refuse(
    reader,
    'NotFound',
    asked === 'last' ? `No call has been denied.${trouble}` : `The trail has no call with the id ${asked}.${trouble}`,
  )
}

/** A file that cannot be read holds nothing to be found; the trail's health says so. */
async function found(trail: Trail, id: string): Promise<KeptCall | undefined> {
  try {
    return await trail.find(id)
  } catch (error) {
    if (error instanceof BulkError) return undefined
    throw error
  }
}

async function tellCalls(
  trail: Trail,
  { filter, limit, follow }: Exclude<TrailQuery, { id: string }>,
  reader: Reader,
): Promise<void> {
  // What happens while the past is read comes after it.
  const meanwhile: CallSummary[] = []
  let tell = (call: CallSummary): void => {
    if (meanwhile.length < BEHIND) meanwhile.push(call)
  }
  const ended = new Promise<void>((done) => {
    if (!follow) {
      done()
      return
    }
    const stop = trail.follow(
      (record) => {
        const call = summaryOf(record)
        if (passes(filter, call)) tell(call)
      },
      () => done(),
    )
    reader.onEnd(() => {
      stop()
      done()
    })
  })
  reader.send({ health: await trail.health() })
  const told = new Set<string>()
  for (const call of (await trail.newest(filter, limit)).toReversed()) {
    told.add(call.requestId)
    reader.send({ call })
  }
  for (const call of meanwhile) if (!told.has(call.requestId)) reader.send({ call })
  tell = patient(reader)
  await ended
}

/** Calls that wait for a slow reader before any are skipped. */
const BEHIND = 10_000

/** Tells calls as long as the reader keeps up; skips, and says how many, while it does not. */
function patient(reader: Reader): (call: CallSummary) => void {
  let behind = false
  let skipped = 0
  reader.onDrain(() => {
    behind = false
    if (skipped > 0) reader.send({ skipped })
    skipped = 0
  })
  return (call) => {
    if (behind) skipped += 1
    else behind = !reader.send({ call })
  }
}

const refuse = (reader: Reader, code: string, message: string): void => {
  reader.send({ refused: { code, message } })
}

const NEWEST_LIMIT = 100_000

/** The query, or undefined for anything else. */
function queryOf({ id, filter, limit, follow }: Readonly<Record<string, unknown>>): TrailQuery | undefined {
  if (typeof id === 'string') return { id }
  if (typeof filter !== 'object' || filter === null || typeof limit !== 'number') return undefined
  if (!Number.isInteger(limit) || limit < 0) return undefined
  const { denied, principal, service }: { denied?: unknown; principal?: unknown; service?: unknown } = filter
  return {
    filter: {
      ...(denied === true && { denied }),
      ...(typeof principal === 'string' && { principal }),
      ...(typeof service === 'string' && { service }),
    },
    limit: Math.min(limit, NEWEST_LIMIT),
    follow: follow === true,
  }
}
