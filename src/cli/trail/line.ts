import { type CallSummary, isDenied, type Outcome } from '../../trail/kept-call.ts'
import { bothOf, type Gap, type TrailHealth } from '../../trail/trail-store.ts'
import type { paint } from '../paint.ts'
import { principalOf, printable, shortened, tailOf } from './names.ts'

export interface LineOptions {
  /** Columns; infinite: nothing is cut. */
  readonly width: number
  readonly colours: ReturnType<typeof paint>
}

/** Enough of an authorization id to ask `rolecall why` for it. */
const ID_HEAD = 12
const WHOLE_ID = 32
/** From here on there is room for a whole id. */
const ROOMY = 140
const SPACE = '  '
const OUTCOMES = {
  allowed: ['allowed', 'green'],
  denied: ['denied', 'red'],
  'partly denied': ['partly', 'red'],
  failed: ['failed', 'yellow'],
} as const satisfies Record<Outcome, readonly [string, keyof ReturnType<typeof paint>]>
const OUTCOME_WIDTH = 7

/** Calls as lines of a table whose end is not known: on a terminal they fit its width, elsewhere nothing is cut. */
export class CallLines {
  readonly #options: LineOptions
  #day = ''

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** The line of a call, after a line with its day where that is another than before. */
  of(call: CallSummary): string {
    const time = new Date(call.time).toISOString()
    if (this.#options.width === Number.POSITIVE_INFINITY) return `${this.#columns(call, time, [36, 28, 28])}\n`
    const day = time.slice(0, 10)
    const heading = day === this.#day ? '' : `${this.#options.colours.dim(`${day} UTC`)}\n`
    this.#day = day
    return `${heading}${this.#columns(call, time.slice(11, 19), this.#widths())}\n`
  }

  #columns(call: CallSummary, time: string, widths: readonly [number, number, number]): string {
    const { colours, width } = this.#options
    const cells = [
      printable(principalOf(call.callerArn)),
      call.operation === '' ? call.service : `${call.service}:${call.operation}`,
      printable(call.resource === undefined || call.resource === '*' ? '' : tailOf(call.resource)),
    ]
    const [word, colour] = OUTCOMES[call.outcome]
    const note = isDenied(call.outcome) ? this.#id(call.authorizationId) : colours.dim(printable(call.errorCode ?? ''))
    const fitted = cells.map((cell, at) => {
      const columns = widths[at] ?? 0
      return (width === Number.POSITIVE_INFINITY ? cell : shortened(cell, columns)).padEnd(columns)
    })
    return [colours.dim(time), ...fitted, colours[colour](word.padEnd(OUTCOME_WIDTH)), note].join(SPACE).trimEnd()
  }

  #id(authorizationId: string): string {
    return this.#options.width < ROOMY ? authorizationId.slice(0, ID_HEAD) : authorizationId
  }

  /** Of principal, operation and resource: what the other columns leave. */
  #widths(): readonly [number, number, number] {
    const { width } = this.#options
    const note = width < ROOMY ? ID_HEAD : WHOLE_ID
    const left = Math.max(30, width - 8 - OUTCOME_WIDTH - note - 5 * SPACE.length)
    const principal = Math.floor(left * 0.3)
    const operation = Math.min(34, Math.floor(left * 0.37))
    return [principal, operation, left - principal - operation]
  }
}

/** What the reader has to know of the trail itself: that it is not written, and which calls it lacks. */
export function healthLines({ failure, gaps }: TrailHealth): readonly string[] {
  const trouble =
    failure === undefined ? [] : [`the trail cannot be written at present: ${failure} The newest calls are in memory.`]
  return [...trouble, ...joined(gaps).map(gapLine)]
}

/** One gap for each reason: a flood leaves a hundred of them, which would push what was asked for off the screen. */
function joined(gaps: readonly Gap[]): readonly Gap[] {
  const byReason = new Map<string, Gap>()
  for (const gap of gaps) {
    const before = byReason.get(gap.why)
    byReason.set(gap.why, before ? bothOf(before, gap) : gap)
  }
  return [...byReason.values()]
}

function gapLine({ from, to, allowed, denied, why }: Gap): string {
  const when = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ')
  return `${allowed} allowed and ${denied} denied calls between ${when(from)} and ${when(to)} are not kept. ${why}`
}
