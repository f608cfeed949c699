/**
 * The process that `lane-crash.test.ts` kills: calls of several callers go through one account's write lane, each writing
 * a record and its twin, and it says which calls were answered.
 */
import { WriteLane } from '../../src/state/lane.ts'
import { LiveState } from '../../src/state/live-state.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { ACCOUNT, notes } from './lane-notes.ts'
import { say } from './say.ts'

const CALLERS = 32

const [directory = '', run = ''] = process.argv.slice(2)
const live = await LiveState.open(await openSqliteStore({ directory }), [notes])
const lane = new WriteLane(ACCOUNT, live)
say('open')

async function call(caller: number): Promise<never> {
  for (let n = 0; ; n++) {
    const callId = `${run}-${caller}-${n}`
    const count = await lane.submit(callId, (tx) => {
      const counter = (tx.get(notes, ACCOUNT, 'counter')?.count ?? 0) + 1
      tx.put(notes, { account: ACCOUNT, id: 'counter', callId, count: counter })
      tx.put(notes, { account: ACCOUNT, id: `${callId}-a`, callId, count: counter })
      tx.put(notes, { account: ACCOUNT, id: `${callId}-b`, callId, count: counter })
      return counter
    })
    say(`ack ${callId} ${count}`)
  }
}

await Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller)))
