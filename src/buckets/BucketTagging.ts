import { operation } from '../aws/operation.ts'
import { bucketCheck } from './access.ts'
import { buckets, existingBucket } from './bucket.ts'
import { notConfigured, onBucket } from './settings.ts'
import { checkedTags, tagList } from './tag-set.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const PutBucketTagging = operation('s3', 'PutBucketTagging', {
  authorization: {
    kind: 'permissions',
    check(call) {
      const requestTags = Object.fromEntries(call.input.Tagging.TagSet.map(({ Key, Value }) => [Key, Value]))
      return [{ ...bucketCheck(call, 's3:PutBucketTagging'), requestTags }]
    },
  },
  handle({ input, tx }) {
    const tags = checkedTags(input.Tagging.TagSet, 'bucket')
    const { tags: _, ...bucket } = existingBucket(tx, input.Bucket)
    tx.put(buckets, Object.keys(tags).length > 0 ? { ...bucket, tags } : bucket)
  },
})

export const GetBucketTagging = operation('s3', 'GetBucketTagging', {
  authorization: onBucket<'GetBucketTagging'>('s3:GetBucketTagging'),
  read({ input, state }) {
    const { tags } = existingBucket(state, input.Bucket)
    return tags ? { TagSet: tagList(tags) } : notConfigured('NoSuchTagSet', 'The TagSet does not exist', input.Bucket)
  },
})

export const DeleteBucketTagging = operation('s3', 'DeleteBucketTagging', {
  authorization: onBucket<'DeleteBucketTagging'>('s3:PutBucketTagging'),
  handle({ input, tx }) {
    const { tags: _, ...bucket } = existingBucket(tx, input.Bucket)
    tx.put(buckets, bucket)
  },
})
