import type { KeptCall } from './kept-call.ts'

/** Characters that callers without an account may add at once, and in a second. */
const BURST = 1_000_000
const EACH_SECOND = 4_000
/** What every call weighs, whatever it holds. */
const CALL = 300

/**
 * What callers who are not known, or who do not sign, may add to the trail. Without it anybody could push everybody's
 * calls out of its bounds.
 */
export class StrangerBudget {
  #left = BURST
  #at = 0

  /** Whether there is room for the call, which is then taken. Callers with an account always have room. */
  admits(call: KeptCall): boolean {
    if (call.account !== '') return true
    const passed = Math.max(0, call.time - this.#at)
    this.#at = Math.max(this.#at, call.time)
    this.#left = Math.min(BURST, this.#left + (passed / 1000) * EACH_SECOND)
    const weight = weightOf(call)
    if (weight > this.#left) return false
    this.#left -= weight
    return true
  }
}

function weightOf({ userAgent = '', errorMessage = '', verdicts }: KeptCall): number {
  let weight = CALL + userAgent.length + errorMessage.length
  for (const { request } of verdicts) {
    weight += request.resource.length
    for (const value of request.context.values()) weight += value.length
  }
  return weight
}
