import type { AnyTable, State, Tx } from './table.ts'
import { Overlay, Tables } from './tables.ts'

/** Tables without a store behind them, for tests of one subject: a plan that throws leaves no trace. */
export function memoryState(tables: readonly AnyTable[]): { state: State; write: <T>(plan: (tx: Tx) => T) => T } {
  const state = new Tables(tables)
  return {
    state,
    write(plan) {
      const overlay = new Overlay(state)
      const result = plan(overlay)
      for (const { table, partition, id, record } of overlay.changes()) state.apply(table.name, partition, id, record)
      return result
    },
  }
}
