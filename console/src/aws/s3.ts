import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { type ClientConfig, clientOf } from './client.ts'

/** Path style: the content security policy names one origin of the APIs, and buckets are no hosts of their own there. */
export const makeS3 = (config: Omit<ClientConfig, 'requestHandler'> & Pick<S3ClientConfig, 'requestHandler'>) =>
  new S3Client({ ...config, forcePathStyle: true })

/** S3 in the region of the menu. */
export const s3 = clientOf(makeS3)

const byRegion = new Map<string, () => S3Client>()

/** S3 in a region of its own: a bucket answers only what is signed for its region. */
export function s3In(region: string): S3Client {
  const known = byRegion.get(region) ?? clientOf(makeS3, region)
  byRegion.set(region, known)
  return known()
}
