import { entityWithId } from '../iam/entity.ts'
import { roles } from '../roles/records.ts'
import type { Plan } from '../state/lane.ts'
import { accessKeys, users } from '../users/records.ts'

interface Use {
  readonly account: string
  /** AKIA..., AROA... or AIDA...: an access key, a role, or a user who signed in with a password. */
  readonly id: string
  readonly at: number
  readonly service: string
  readonly region: string
}

/** What a call's record says of its caller. */
interface Call {
  readonly time: number
  readonly account: string
  /** aws:userid, such as `AROA...:session`. */
  readonly userId: string
  readonly accessKeyId: string | undefined
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly errorCode: string | undefined
}

/** One plan's share: each use may write one record, and a transaction holds 59. */
const AT_ONCE = 50
/** What is gathered between two flushes; beyond it the least recently noted is forgotten. */
const NOTED_LIMIT = 50_000

/**
 * When access keys, roles and passwords were last used: gathered in memory and written in the background, never on the way of a
 * call. What was not written yet when a server is killed is lost; AWS's own times lag by hours.
 */
export class LastUsed {
  readonly #uses = new Map<string, Use>()

  /** Notes an answered call. Refused ones count as on AWS, as long as the caller was known. */
  note(call: Call): void {
    const { account, time, service, region } = call
    const id = usedBy(call)
    if (id === undefined || account === '') return
    this.#uses.delete(id)
    this.#uses.set(id, { account, id, at: time, service, region })
    if (this.#uses.size > NOTED_LIMIT) this.#uses.delete(this.#uses.keys().next().value ?? '')
  }

  /** Writes what has been noted, through each account's write lane. */
  async flush(submit: (account: string, plan: Plan<void>) => Promise<void>): Promise<void> {
    const byAccount = Map.groupBy(this.#uses.values(), ({ account }) => account)
    this.#uses.clear()
    for (const [account, uses] of byAccount) {
      for (let from = 0; from < uses.length; from += AT_ONCE) {
        await submit(account, planOf(uses.slice(from, from + AT_ONCE)))
      }
    }
  }
}

/** A sign-in without an access key was one by password, which counts when it succeeded. */
function usedBy({ userId, accessKeyId, operation, errorCode }: Call): string | undefined {
  if (userId.startsWith('AROA')) return userId.slice(0, userId.indexOf(':'))
  if (accessKeyId !== undefined || operation !== 'ConsoleLogin' || errorCode !== undefined) return accessKeyId
  return userId
}

const planOf =
  (uses: readonly Use[]): Plan<void> =>
  (tx) => {
    for (const { id, at, service, region } of uses) {
      const key = tx.find(accessKeys, 'id', id)[0]
      if (key) tx.put(accessKeys, { ...key, lastUsed: { at, service, region } })
      const role = entityWithId(tx, roles, id)
      if (role) tx.put(roles, { ...role, lastUsed: { at, region } })
      const user = entityWithId(tx, users, id)
      if (user) tx.put(users, { ...user, passwordLastUsed: at })
    }
  }
