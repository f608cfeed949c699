import { S3Client } from '@aws-sdk/client-s3'
import { clientOf } from './client.ts'

/** Path style: the content security policy names one origin of the APIs, and buckets are no hosts of their own there. */
export const s3 = clientOf((config) => new S3Client({ ...config, forcePathStyle: true, followRegionRedirects: true }))
