/** A line of a log, as FilterLogEvents answers it. */
export interface LogEvent {
  readonly id: string
  readonly stream: string
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly message: string
}

export interface EventsQuestion {
  readonly order: 'oldest first' | 'newest first'
  readonly start: number
  /** Absent: no end. */
  readonly end?: number
  readonly token?: string | undefined
  readonly limit: number
}

/** Asks the server for a page; an empty one may have a next. */
export type ReadEvents = (
  question: EventsQuestion,
  signal: AbortSignal,
) => Promise<{ readonly events: readonly LogEvent[]; readonly next: string | undefined }>

export interface Shown {
  /** In order of time. */
  readonly events: readonly LogEvent[]
  /** What is being read. */
  readonly reading: 'first' | 'older' | 'newer' | undefined
  readonly hasOlder: boolean
  /** True when older lines had to go, so that the page stays quick. */
  readonly cut: boolean
  readonly error: unknown
}

/** More lines than these are not held: a shorter time or a filter finds what is looked for. */
export const MOST_HELD = 10_000
const PAGE = 1000
/** Writers send late, and streams are not written in turn: so much before the newest line is read again. */
const OVERLAP_MS = 5000

export interface EventFeed {
  readonly current: () => Shown
  readonly subscribe: (listener: () => void) => () => void
  /** Reads the newest lines of the time. */
  readonly begin: () => Promise<void>
  readonly older: () => Promise<void>
  /** Reads what has been written since, whatever the end of the time was. */
  readonly newer: () => Promise<void>
  readonly stop: () => void
}

/** The lines of a log between two moments: the newest first, older ones when asked for, newer ones as they come. */
export function eventFeed(read: ReadEvents, time: { readonly start: number; readonly end: number }): EventFeed {
  const listeners = new Set<() => void>()
  const stopping = new AbortController()
  const held = new Set<string>()
  let shown: Shown = { events: [], reading: undefined, hasOlder: false, cut: false, error: undefined }
  let olderToken: string | undefined
  let last = Promise.resolve()

  function show(changed: Partial<Shown>) {
    shown = { ...shown, ...changed }
    for (const listener of listeners) listener()
  }

  /** One reading after another; what fails is shown, unless nobody looks any more. */
  function reading(what: NonNullable<Shown['reading']>, work: () => Promise<void>): Promise<void> {
    last = last.then(async () => {
      if (stopping.signal.aborted) return
      show({ reading: what })
      try {
        await work()
        show({ reading: undefined, error: undefined })
      } catch (error) {
        if (!stopping.signal.aborted) show({ reading: undefined, error })
      }
    })
    return last
  }

  const unheld = (events: readonly LogEvent[]) => events.filter(({ id }) => !held.has(id))

  async function readBack(): Promise<void> {
    // A page may hold nothing because nothing of it matched the filter.
    do {
      const question = { order: 'newest first', ...time, token: olderToken, limit: PAGE } as const
      const { events, next } = await read(question, stopping.signal)
      olderToken = next
      const found = unheld(events).toReversed()
      for (const { id } of found) held.add(id)
      show({ events: [...found, ...shown.events], hasOlder: next !== undefined })
      if (found.length > 0) return
    } while (olderToken !== undefined)
  }

  async function readOn(): Promise<void> {
    const [oldest, newest] = [shown.events[0]?.timestamp, shown.events.at(-1)?.timestamp]
    // What is older than the oldest shown is read when it is asked for.
    const floor = shown.hasOlder && oldest !== undefined ? oldest : time.start
    const start = newest === undefined ? floor : Math.max(floor, newest - OVERLAP_MS)
    let token: string | undefined
    do {
      const { events, next } = await read({ order: 'oldest first', start, token, limit: PAGE }, stopping.signal)
      token = next
      take(unheld(events))
    } while (token !== undefined)
  }

  function take(found: readonly LogEvent[]): void {
    if (found.length === 0) return
    for (const { id } of found) held.add(id)
    const newest = shown.events.at(-1)?.timestamp ?? 0
    const inOrder = found.every(({ timestamp }) => timestamp >= newest)
    const all = [...shown.events, ...found]
    if (!inOrder) all.sort((a, b) => a.timestamp - b.timestamp)
    // In large pieces, so that it is seldom: the page draws anew what stands on another place.
    const gone = all.splice(0, Math.ceil(Math.max(0, all.length - MOST_HELD) / PAGE) * PAGE)
    for (const { id } of gone) held.delete(id)
    // Going back from here would leave a hole where the lines that are gone stood.
    show({ events: all, ...(gone.length > 0 && { cut: true, hasOlder: false }) })
  }

  return {
    current: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    begin: () => reading('first', readBack),
    async older() {
      if (shown.events.length + PAGE > MOST_HELD) show({ cut: true, hasOlder: false })
      else if (shown.hasOlder) await reading('older', readBack)
    },
    async newer() {
      // The next time will find it too.
      if (!shown.reading) await reading('newer', readOn)
    },
    stop: () => stopping.abort(),
  }
}
