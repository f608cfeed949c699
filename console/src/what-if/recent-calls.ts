import { permits, questionFromJson } from 'rolecall/policy'
import { severalAtOnce } from '../parts/several-at-once.ts'
import type { Call } from '../trail/call.ts'
import { attributeOf, isLookup } from '../trail/filter.ts'
import { tailOf } from '../trail/names.ts'
import type { Cursor } from '../trail/timeline.ts'
import { findCall, lookUp } from '../trail/trail.ts'
import { type Change, type Changed, changedQuestions, type Edits } from './compare.ts'

/** A question of a call that the draft decides otherwise. */
export interface ChangedCall extends Changed {
  readonly call: Call
  /** What changes in the call as a whole. */
  readonly whole: Change | undefined
}

export interface Progress {
  /** Calls whose questions were asked again. */
  readonly done: number
  readonly of: number
}

export interface Comparison {
  readonly changes: readonly ChangedCall[]
  /** Calls that were compared. */
  readonly calls: number
  /** The moment of the oldest of them. */
  readonly since: Date | undefined
  /** Questions of calls that asked more than the trail tells. */
  readonly untold: number
}

export interface Asked {
  readonly most: number
  /** The ARN of a user or role whose calls alone are compared. */
  readonly principal: string | undefined
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** Nobody has to wait for a search through a trail of millions. */
const PAGES = 60
const AT_ONCE = 6

/** Asks the questions of the latest calls again, with the policy as it stands and with the draft. */
export async function compareRecent(edits: Edits, { most, principal, signal, onProgress }: Asked): Promise<Comparison> {
  const calls = await latestCalls(most, principal, signal)
  const found: ChangedCall[] = []
  let done = 0
  let untold = 0
  onProgress({ done, of: calls.length })
  await severalAtOnce(calls, { atOnce: AT_ONCE, signal }, async ({ id }) => {
    const call = await findCall(id, 1)
    if (call && !call.questions)
      throw new Error(
        'The policies that decided are told only to principals who may iam:GetAccountAuthorizationDetails. You may not.',
      )
    if (call) {
      const requests = (call.questions?.verdicts ?? []).map(({ request }) => questionFromJson(request))
      const { changes, whole } = changedQuestions(requests, { ...edits, each: isOnMany(call) }, permits)
      found.push(...changes.map((change) => ({ call, whole, ...change })))
    }
    untold += (call?.questions?.asked ?? 0) - (call?.questions?.verdicts.length ?? 0)
    done += 1
    onProgress({ done, of: calls.length })
  })
  signal.throwIfAborted()
  return { changes: deniedFirst(found), calls: calls.length, since: calls.at(-1)?.time, untold }
}

/** A call whose items are refused one by one. */
const isOnMany = ({ operation, outcome }: Call): boolean => operation === 'DeleteObjects' || outcome === 'partly denied'

/** What would break comes before what would open; of each, the latest first. */
function deniedFirst(changes: readonly ChangedCall[]): readonly ChangedCall[] {
  const latestFirst = [...changes].sort((a, b) => b.call.time.getTime() - a.call.time.getTime())
  const of = (wanted: Changed['change']) => latestFirst.filter(({ change }) => change === wanted)
  return [...of('newly denied'), ...of('newly allowed')]
}

async function latestCalls(most: number, principal: string | undefined, signal: AbortSignal): Promise<readonly Call[]> {
  // A user's calls have an attribute; those of a role's sessions have as many as it has sessions.
  const attribute = principal?.includes(':user/') ? attributeOf({ principal }) : undefined
  const calls: Call[] = []
  let next: Cursor | undefined = {}
  for (let pages = 0; next && pages < PAGES && calls.length < most; pages += 1) {
    signal.throwIfAborted()
    const page: Awaited<ReturnType<typeof lookUp>> = await lookUp(attribute, next)
    calls.push(...page.calls.filter((call) => !isLookup(call) && isBy(call, principal)))
    next = page.next
  }
  return calls.slice(0, most)
}

function isBy(call: Call, principal: string | undefined): boolean {
  if (principal === undefined || call.principal === principal) return true
  const [kind, ...name] = tailOf(principal).split('/')
  return kind === 'role' && tailOf(call.principal).startsWith(`assumed-role/${name.at(-1)}/`)
}
