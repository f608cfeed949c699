import type { AppliedPolicy, Decision, PolicyType, StatementRef } from '../request.ts'
import type { PolicyKind } from './kinds.ts'
import { why } from './match.ts'
import { type CompiledStatement, DOUBTFUL, type Reach } from './statement.ts'

/** The statements that took part, by the policies of one type, or of one level, that they stand in. */
export interface RecordedReading {
  readonly kind: PolicyKind
  readonly denies: StatementRef[]
  readonly allows: StatementRef[]
}

/** Hears of every statement that reaches a request. */
export interface Recorder {
  readonly readings: readonly RecordedReading[]
  readonly unreadable: readonly Decision['unreadable'][number][]
  /** The statements that allowed, once it is known which gates stood before the resource. */
  readonly granting: () => readonly StatementRef[]
  /** Begins the next reading. */
  begin(kind: PolicyKind): void
  /** The gates, as bits, that had to be open. */
  through(gates: number): void
  /** To be called at once, since the reason of a doubt is the last that was told. */
  note(policy: AppliedPolicy, statement: CompiledStatement, reach: Reach): void
}

export function recorder(): Recorder {
  const readings: RecordedReading[] = []
  const unreadable: Decision['unreadable'][number][] = []
  let passed = 0
  return {
    readings,
    unreadable,
    granting: () => readings.filter(({ kind }) => (kind.gate & passed) !== 0).flatMap(({ allows }) => allows),
    through: (gates) => {
      passed = gates
    },
    begin: (kind) => {
      readings.push({ kind, denies: [], allows: [] })
    },
    note: (policy, statement, reach) => {
      const reading = readings.at(-1)
      if (!reading) return
      const ref = refOf(reading.kind.type, policy, statement)
      if (reach === DOUBTFUL) unreadable.push({ statement: ref, why: why() })
      if (statement.effect === 'Deny') reading.denies.push(ref)
      else if (reach !== DOUBTFUL) reading.allows.push(ref)
    },
  }
}

/** Which statement of which policy of whom. */
export const refOf = (
  type: PolicyType,
  { name, arn, attachedTo }: AppliedPolicy,
  { sid, index }: { readonly sid?: string | undefined; readonly index: number },
): StatementRef => ({
  type,
  policy: name,
  ...(arn !== undefined && { arn }),
  ...(attachedTo !== undefined && { attachedTo }),
  ...(sid !== undefined && { sid }),
  index,
})
