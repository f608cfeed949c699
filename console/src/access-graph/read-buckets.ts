import { failureOf } from '../aws/failure.ts'
import { s3Of } from '../buckets/bucket-region.ts'
import { listBuckets } from '../buckets/buckets.ts'
import { readPolicy, readPublicAccess } from '../buckets/settings.ts'
import { severalAtOnce } from '../parts/several-at-once.ts'
import type { BucketDetails } from './account.ts'

/** Buckets whose policies are read: each takes a call. */
const MOST = 300
const AT_ONCE = 6

export interface ReadBuckets {
  readonly buckets: readonly BucketDetails[]
  /** What is missing of them, in a sentence each. */
  readonly missing: readonly string[]
}

/** The buckets with their policies, as far as the caller may read them. */
export async function readBuckets(): Promise<ReadBuckets> {
  let names: readonly string[]
  try {
    names = (await listBuckets()).flatMap(({ Name }) => Name ?? [])
  } catch (error) {
    return { buckets: [], missing: [failureOf(error).sentence] }
  }
  const buckets: BucketDetails[] = []
  const { signal } = new AbortController()
  await severalAtOnce(names.slice(0, MOST), { atOnce: AT_ONCE, signal }, async (name) => {
    buckets.push(await readBucket(name))
  })
  const unread = buckets.filter((bucket) => bucket.unread !== undefined)
  return {
    buckets: buckets.sort((a, b) => a.name.localeCompare(b.name)),
    missing: [
      ...unread.slice(0, 1).map(({ unread: why = '' }) => why),
      ...(unread.length > 1 ? [`${unread.length} buckets could not be read; the first is named here.`] : []),
      ...(names.length > MOST ? [`There are ${names.length} buckets; the first ${MOST} are looked at.`] : []),
    ],
  }
}

async function readBucket(name: string): Promise<BucketDetails> {
  try {
    const s3 = await s3Of(name)
    const policy = await readPolicy(s3, name)
    const restricted = policy !== null && (await readPublicAccess(s3, name)).RestrictPublicBuckets
    return { name, policy, restricted }
  } catch (error) {
    return { name, policy: null, restricted: false, unread: failureOf(error).sentence }
  }
}
