import type { InstanceRecord } from '../instances/records.ts'

/**
 * Keeps the packet filter at the instance's hop limit. Called with the record before a token is answered, it answers
 * undefined when the limit is in force, else when it will be: no token leaves under a limit that no longer holds. It
 * rejects when the limit cannot be put in force.
 */
export function hopLimitGate(
  initial: number,
  limitHops: ((hops: number) => Promise<void>) | undefined,
): (record: InstanceRecord) => Promise<void> | undefined {
  let inForce = initial
  let change: Promise<void> | undefined
  const follow = async (wanted: number, limit: (hops: number) => Promise<void>): Promise<void> => {
    await change?.catch(() => {})
    if (inForce === wanted) return
    await limit(wanted)
    inForce = wanted
  }
  return ({ metadataOptions: { httpPutResponseHopLimit: wanted } }) => {
    if (!limitHops || (inForce === wanted && !change)) return undefined
    const own = follow(wanted, limitHops).finally(() => {
      if (change === own) change = undefined
    })
    change = own
    return own
  }
}
