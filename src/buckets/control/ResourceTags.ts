import { AwsError } from '../../aws/error.ts'
import { type Check, operation } from '../../aws/operation.ts'
import { type BucketCall, bucketCheck } from '../access.ts'
import { buckets, existingBucket } from '../bucket.ts'
import { checkedTags, tagList } from '../tag-set.ts'

/** The bucket that an ARN names. Throws for the other resources of S3 Control, of which there are none here. */
function bucketName(arn: string): string {
  const match = /^arn:aws:s3:::([^/]+)$/.exec(arn)
  if (match?.[1]) return match[1]
  throw new AwsError('InvalidRequest', 'Invalid ARN: only buckets can be tagged.', { status: 400 })
}

type TagCall = Omit<BucketCall, 'input'> & {
  readonly input: { readonly ResourceArn: string; readonly AccountId: string }
}

const checkArn = (call: TagCall, action: string): Check =>
  bucketCheck(
    { ...call, input: { Bucket: bucketName(call.input.ResourceArn), ExpectedBucketOwner: call.input.AccountId } },
    action,
  )

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html */
export const TagResource = operation('s3control', 'TagResource', {
  authorization: {
    kind: 'permissions',
    check(call) {
      const requestTags = Object.fromEntries(call.input.Tags.map(({ Key, Value }) => [Key, Value]))
      return [{ ...checkArn(call, 's3:TagResource'), requestTags }]
    },
  },
  handle({ input, tx }) {
    const bucket = existingBucket(tx, bucketName(input.ResourceArn))
    const added = checkedTags(input.Tags, 'bucket')
    const tags = checkedTags(tagList({ ...bucket.tags, ...added }), 'bucket')
    tx.put(buckets, Object.keys(tags).length > 0 ? { ...bucket, tags } : bucket)
    return {}
  },
})

export const UntagResource = operation('s3control', 'UntagResource', {
  authorization: {
    kind: 'permissions',
    check(call) {
      const check = checkArn(call, 's3:UntagResource')
      // The keys that are to go carry no values.
      return [{ ...check, context: { ...check.context, 'aws:TagKeys': call.input.TagKeys } }]
    },
  },
  handle({ input, tx }) {
    const { tags = {}, ...bucket } = existingBucket(tx, bucketName(input.ResourceArn))
    const kept = Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key)))
    tx.put(buckets, Object.keys(kept).length > 0 ? { ...bucket, tags: kept } : bucket)
    return {}
  },
})

export const ListTagsForResource = operation('s3control', 'ListTagsForResource', {
  authorization: { kind: 'permissions', check: (call) => [checkArn(call, 's3:ListTagsForResource')] },
  read: ({ input, state }) => ({ Tags: tagList(existingBucket(state, bucketName(input.ResourceArn)).tags) }),
})
