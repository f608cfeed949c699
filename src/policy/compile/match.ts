/**
 * What one test of a statement says, as an integer so that asking allocates nothing. `UNCLEAR` means that the policy
 * cannot be read or decided there: an Allow is then off and a Deny is on, so that doubt never widens access.
 */
export type Match = typeof NO | typeof YES | typeof UNCLEAR
export const NO = 0
export const YES = 1
export const UNCLEAR = 2

const last = { why: '' }

/** UNCLEAR, for a reason that `why` then tells. Who joins several matches keeps the reason that is to be told. */
export function unclear(reason: string): typeof UNCLEAR {
  last.why = reason
  return UNCLEAR
}

/** The reason of the UNCLEAR that was answered last. */
export const why = (): string => last.why

export const yesIf = (holds: boolean): Match => (holds ? YES : NO)

export const notMatch = (match: Match): Match => (match === UNCLEAR ? UNCLEAR : match === YES ? NO : YES)
