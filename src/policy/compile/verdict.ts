import { POLICY_TYPES, type PolicyType } from '../request.ts'

/** A decision in one integer: `ALLOW`, or how it is denied together with the policy type that denies. */
export type Verdict = number
export const ALLOW = 0
const EXPLICIT = 1
const IMPLICIT = 2
const EFFECT_BITS = 2
const EFFECT_MASK = 3

/** Of a policy type by its place in `POLICY_TYPES`. */
export const explicitly = (type: number): Verdict => (type << EFFECT_BITS) | EXPLICIT
export const implicitly = (type: number): Verdict => (type << EFFECT_BITS) | IMPLICIT

export const isExplicit = (verdict: Verdict): boolean => (verdict & EFFECT_MASK) === EXPLICIT

/** The policy type that denied or did not allow; undefined on allow. */
export const blockerOf = (verdict: Verdict): PolicyType | undefined =>
  verdict === ALLOW ? undefined : POLICY_TYPES[verdict >> EFFECT_BITS]
