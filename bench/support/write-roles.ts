import { join } from 'node:path'
import { accounts } from '../../src/accounts/records.ts'
import { roles } from '../../src/roles/records.ts'
import { WriteLane } from '../../src/state/lane.ts'
import { LiveState } from '../../src/state/live-state.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { accessKeys } from '../../src/users/records.ts'
import { BENCH_ACCOUNT, benchRole } from './roles.ts'

/** As many as one store transaction takes beside the account's head. */
const PER_CALL = 59
const IN_FLIGHT = 16

/** Writes so many roles, with a policy of 1 KB each, into the folder of a server that does not run. */
export async function writeRoles(folder: string, count: number): Promise<void> {
  const store = await openSqliteStore({ directory: join(folder, 'data') })
  const live = await LiveState.open(store, [accounts, accessKeys, roles])
  const lane = new WriteLane(BENCH_ACCOUNT, live)
  const chunks = Array.from({ length: Math.ceil(count / PER_CALL) }, (_, n) => n * PER_CALL)
  const writer = async () => {
    for (let from = chunks.shift(); from !== undefined; from = chunks.shift()) {
      const first = from
      await lane.submit(`roles ${first}`, (tx) => {
        for (let n = first; n < Math.min(first + PER_CALL, count); n += 1) tx.put(roles, benchRole(n))
      })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, writer))
  await live.close()
  await store.close()
}
