import { sha256Hex } from '../signature/hmac.ts'

/**
 * How fast passwords can be guessed. A few wrong ones are free; then each has a wait behind it, which doubles up to a
 * minute. Nobody is locked out: what a stranger can do to a user is to make them wait that minute, and not where the user
 * has signed in before, since there only what was wrong there counts. Why: docs/decisions/0020-sign-in.md.
 */

/** Wrong guesses without a wait; an address may be that of many people. */
const FREE = { user: 5, address: 20 }
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** After so long without a wrong guess, nothing is held against anybody. */
const FORGOTTEN_MS = 15 * 60_000
/**
 * What is remembered of each kind, the oldest forgotten first. To push one entry out by others costs more guesses than
 * waiting for it does, as each of them has to be hashed.
 */
const REMEMBERED = 10_000

interface Failures {
  readonly count: number
  readonly last: number
}

export type Attempt =
  | { readonly allowed: false; readonly waitMs: number }
  /** It counts as a failure until it is told to have succeeded, or to have been looked at by nobody. */
  | { readonly allowed: true; readonly succeeded: () => void; readonly withdrawn: () => void }

/** Counts in memory: a server that is started again knows nothing of them. Times are milliseconds since 1970. */
export class GuessLimits {
  readonly #failures = new Map<string, Failures>()
  readonly #known = new Map<string, true>()

  /** An attempt to sign in as this user, who need not exist, from this address. */
  begin(user: string, address: string, now: number): Attempt {
    const network = networkOf(address)
    // Whatever length of name is typed, its entry is small.
    const name = sha256Hex(Buffer.from(user))
    const pair = `${network} ${name}`
    const isKnown = this.#known.has(pair)
    const entries = isKnown
      ? [{ key: pair, free: FREE.user }]
      : [
          { key: name, free: FREE.user },
          { key: network, free: FREE.address },
        ]
    const waitMs = Math.max(...entries.map(({ key, free }) => this.#wait(key, free, now)))
    if (waitMs > 0) return { allowed: false, waitMs }
    const [undoOfUser, undoOfNetwork] = entries.map(({ key }) => this.#fail(key, now))
    return {
      allowed: true,
      succeeded: () => {
        this.#failures.delete(isKnown ? pair : name)
        // Who has a password of their own must not be able to clear the guesses at others' with it.
        undoOfNetwork?.()
        remember(this.#known, pair, true)
      },
      withdrawn: () => {
        undoOfUser?.()
        undoOfNetwork?.()
      },
    }
  }

  #wait(key: string, free: number, now: number): number {
    const failures = this.#failures.get(key)
    if (!failures || failures.count < free) return 0
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures.count - free))
    // A clock that was set back must not make the wait longer.
    return Math.min(wait, Math.max(0, failures.last + wait - now))
  }

  /** Counts one more, and answers how to take it back, its wait included. */
  #fail(key: string, now: number): () => void {
    const before = this.#failures.get(key)
    const count = before && now - before.last < FORGOTTEN_MS ? before.count : 0
    const failed: Failures = { count: count + 1, last: now }
    remember(this.#failures, key, failed)
    return () => {
      const current = this.#failures.get(key)
      // What was counted in the meantime stands.
      if (current && current !== failed) this.#failures.set(key, { ...current, count: current.count - 1 })
      else if (current && before) this.#failures.set(key, before)
      else this.#failures.delete(key)
    }
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > REMEMBERED) map.delete(map.keys().next().value ?? '')
}

/** What one person may have at hand: an IPv4 address, or the 64 bits of an IPv6 network. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'))
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  return [...groups(head), ...Array<string>(zeros).fill('0'), ...groups(tail ?? '')].slice(0, 4).join(':')
}
