/**
 * The sessions that have ended on this browser before their time. A tab that was closed or asleep meanwhile still has one
 * in its storage, and must not bring it back. Kept are their access key ids, which are no secrets, until they expire.
 */
const ENDED = 'rolecall.ended'

interface Ending {
  readonly accessKeyId: string
  /** ISO 8601. */
  readonly expiration: string
}

/** Keeps in mind that the session of these credentials has ended. */
export function noteEnded({ accessKeyId, expiration }: Ending): void {
  const others = endings().filter((one) => Date.parse(one.expiration) > Date.now())
  localStorage.setItem(ENDED, JSON.stringify([{ accessKeyId, expiration }, ...others]))
}

export const hasEnded = ({ accessKeyId }: Pick<Ending, 'accessKeyId'>): boolean =>
  endings().some((one) => one.accessKeyId === accessKeyId)

// Only `noteEnded` writes there.
const endings = (): readonly Ending[] => JSON.parse(localStorage.getItem(ENDED) ?? '[]') as readonly Ending[]
