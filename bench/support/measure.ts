/** Rates, latencies and bytes of something that is asked again and again on this thread. */
import { getHeapStatistics } from 'node:v8'
import { median } from './report.ts'

/** Asks the question of that number, once. */
export type Ask = (at: number) => boolean

/** A latency is that of a batch, divided: a clock costs as much as a decision. */
const BATCH = 32
const WARM_MS = 150

// Answers are counted, so that no optimizer leaves the questions out.
let yes = 0
/** How many answers were yes so far; a benchmark that heard none has measured nothing. */
export const answeredYes = (): number => yes

export interface Timing {
  /** A second of this thread's CPU time. */
  readonly rate: number
  readonly p50: number
  readonly p99: number
}

/** Medians over rounds in which the subjects take turns, after each was warmed. Latencies are nanoseconds. */
export function inTurns<Name extends string>(
  subjects: Readonly<Record<Name, Ask>>,
  { rounds = 5, milliseconds = 150, batch = BATCH } = {},
): Readonly<Record<Name, Timing>> {
  const names = typedKeys(subjects)
  const heard = new Map(names.map((name) => [name, { rates: [] as number[], nanoseconds: [] as number[] }]))
  for (const name of names) run(subjects[name], Math.max(WARM_MS, milliseconds), batch)
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const { rate, nanoseconds } = run(subjects[name], milliseconds, batch)
      heard.get(name)?.rates.push(rate)
      for (const time of nanoseconds) heard.get(name)?.nanoseconds.push(time)
    }
  }
  const timings = [...heard].map(([name, { rates, nanoseconds }]) => {
    return [name, { rate: median(rates), ...percentiles(nanoseconds) }] as const
  })
  // `fromEntries` forgets which names there were.
  return Object.fromEntries(timings) as Record<Name, Timing>
}

/** The same for questions whose answers are waited for, one after another; a latency is one question's. */
export async function waitingFor(ask: (at: number) => Promise<boolean>, milliseconds = 400): Promise<Timing> {
  const CALLS = 200
  for (let at = 0; at < CALLS; at += 1) if (await ask(at)) yes += 1
  const nanoseconds: number[] = []
  const cpu = process.threadCpuUsage()
  const start = performance.now()
  for (let at = 0, before = start; before - start < milliseconds; at += 1) {
    if (await ask(at)) yes += 1
    const after = performance.now()
    nanoseconds.push((after - before) * 1e6)
    before = after
  }
  const { user, system } = process.threadCpuUsage(cpu)
  return { rate: (nanoseconds.length * 1e6) / (user + system), ...percentiles(nanoseconds) }
}

// `keys` forgets the type of the names.
const typedKeys = <Name extends string>(of: Readonly<Record<Name, unknown>>) => Object.keys(of) as Name[]

function percentiles(nanoseconds: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = Float64Array.from(nanoseconds).sort()
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

function run(ask: Ask, milliseconds: number, batch: number) {
  const nanoseconds: number[] = []
  const cpu = process.threadCpuUsage()
  const start = performance.now()
  let before = start
  while (before - start < milliseconds) {
    for (let at = 0; at < batch; at += 1) if (ask(at)) yes += 1
    const after = performance.now()
    nanoseconds.push(((after - before) * 1e6) / batch)
    before = after
  }
  const { user, system } = process.threadCpuUsage(cpu)
  return { rate: (nanoseconds.length * batch * 1e6) / (user + system), nanoseconds }
}

/**
 * Bytes that one question allocates on V8's heap: the least of several runs, since the optimizer allocates in some of
 * them for itself, less what looking costs.
 */
export function bytesOf(ask: Ask, calls = 20_000): number {
  const allocated = (): number => getHeapStatistics().total_allocated_bytes
  const runs = Array.from({ length: 7 }, () => {
    const idle = -allocated() + allocated()
    const before = allocated()
    for (let at = 0; at < calls; at += 1) if (ask(at)) yes += 1
    return (allocated() - before - idle) / calls
  })
  return Math.max(0, Math.min(...runs))
}

/** Asks requests in turn; their number must be a power of two. */
export function asking<Request>(requests: readonly Request[], answer: (request: Request) => boolean): Ask {
  const mask = requests.length - 1
  if ((requests.length & mask) !== 0) throw new Error('the number of requests is no power of two')
  return (at) => {
    const request = requests[at & mask]
    return request !== undefined && answer(request)
  }
}
