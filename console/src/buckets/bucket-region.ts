import { GetBucketLocationCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3'
import { s3, s3In } from '../aws/s3.ts'

const known = new Map<string, Promise<string>>()

/** S3's client for the bucket's own region, whatever the menu has chosen. */
export const s3Of = async (bucket: string): Promise<S3Client> => s3In(await regionOf(bucket))

/** The region of the bucket, asked for once. */
export function regionOf(bucket: string): Promise<string> {
  const region = known.get(bucket) ?? ask(bucket)
  known.set(bucket, region)
  region.catch(() => forgetRegion(bucket))
  return region
}

/** A bucket of this name may be made anew somewhere else. */
export const forgetRegion = (bucket: string): void => void known.delete(bucket)

/** What a list of buckets has told. */
export const noteRegion = (bucket: string, region: string): void => void known.set(bucket, Promise.resolve(region))

async function ask(Bucket: string): Promise<string> {
  try {
    const { LocationConstraint } = await s3().send(new GetBucketLocationCommand({ Bucket }))
    return LocationConstraint ?? 'us-east-1'
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDenied') return askWithoutPermission(Bucket)
    throw error
  }
}

/** S3 names a bucket's region to whoever signs for another one, before it looks at permissions. */
async function askWithoutPermission(Bucket: string): Promise<string> {
  const signedFor = await s3().config.region()
  try {
    const { BucketRegion } = await s3().send(new HeadBucketCommand({ Bucket }))
    return BucketRegion ?? signedFor
  } catch (error) {
    // The SDK adds what was answered to its errors.
    const { $response } = error as { readonly $response?: { readonly headers: Readonly<Record<string, string>> } }
    return $response?.headers['x-amz-bucket-region'] ?? signedFor
  }
}
