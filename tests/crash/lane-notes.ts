import { defineTable } from '../../src/state/table.ts'

export const ACCOUNT = '123456789012'

/** What the calls of the crash test write: the number of the call in the order of the lane, and which call it was. */
export const notes = defineTable<{ account: string; id: string; callId: string; count: number }>({
  name: 'notes',
  scope: 'account',
  partition: (note) => note.account,
  id: (note) => note.id,
})
