import { operation } from '../aws/operation.ts'
import { buckets, existingBucket, OWNERSHIPS } from './bucket.ts'
import { malformedXml, notConfigured, onBucket } from './settings.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export const PutBucketOwnershipControls = operation('s3', 'PutBucketOwnershipControls', {
  authorization: onBucket<'PutBucketOwnershipControls'>('s3:PutBucketOwnershipControls'),
  handle({ input, tx }) {
    const { Rules: rules } = input.OwnershipControls
    const ownership = OWNERSHIPS.find((known) => known === rules[0]?.ObjectOwnership)
    if (!ownership || rules.length !== 1) throw malformedXml()
    tx.put(buckets, { ...existingBucket(tx, input.Bucket), ownership })
  },
})

export const GetBucketOwnershipControls = operation('s3', 'GetBucketOwnershipControls', {
  authorization: onBucket<'GetBucketOwnershipControls'>('s3:GetBucketOwnershipControls'),
  read({ input, state }) {
    const { ownership } = existingBucket(state, input.Bucket)
    if (ownership) return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }
    const message = 'The bucket ownership controls were not found'
    return notConfigured('OwnershipControlsNotFoundError', message, input.Bucket)
  },
})

export const DeleteBucketOwnershipControls = operation('s3', 'DeleteBucketOwnershipControls', {
  authorization: onBucket<'DeleteBucketOwnershipControls'>('s3:PutBucketOwnershipControls'),
  handle({ input, tx }) {
    const { ownership: _, ...bucket } = existingBucket(tx, input.Bucket)
    tx.put(buckets, bucket)
  },
})
