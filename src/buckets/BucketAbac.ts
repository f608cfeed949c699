import { operation } from '../aws/operation.ts'
import { buckets, existingBucket } from './bucket.ts'
import { malformedXml, onBucket } from './settings.ts'

/**
 * Whether the bucket's tags count in policies. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAbac.html
 */
export const PutBucketAbac = operation('s3', 'PutBucketAbac', {
  authorization: onBucket<'PutBucketAbac'>('s3:PutBucketAbac'),
  handle({ input, tx }) {
    const { Status: abac } = input.AbacStatus
    if (abac !== 'Enabled' && abac !== 'Disabled') throw malformedXml()
    tx.put(buckets, { ...existingBucket(tx, input.Bucket), abac })
  },
})

export const GetBucketAbac = operation('s3', 'GetBucketAbac', {
  authorization: onBucket<'GetBucketAbac'>('s3:GetBucketAbac'),
  read: ({ input, state }) => ({ AbacStatus: { Status: existingBucket(state, input.Bucket).abac ?? 'Disabled' } }),
})
