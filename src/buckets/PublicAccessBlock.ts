import { operation } from '../aws/operation.ts'
import { buckets, existingBucket, type PublicAccessBlock } from './bucket.ts'
import { notConfigured, onBucket } from './settings.ts'

interface Configuration {
  readonly BlockPublicAcls?: boolean | undefined
  readonly IgnorePublicAcls?: boolean | undefined
  readonly BlockPublicPolicy?: boolean | undefined
  readonly RestrictPublicBuckets?: boolean | undefined
}

/** A setting that the request leaves out is off. */
export const blockOf = (configuration: Configuration): PublicAccessBlock => ({
  blockPublicAcls: configuration.BlockPublicAcls ?? false,
  ignorePublicAcls: configuration.IgnorePublicAcls ?? false,
  blockPublicPolicy: configuration.BlockPublicPolicy ?? false,
  restrictPublicBuckets: configuration.RestrictPublicBuckets ?? false,
})

export const configurationOf = (block: PublicAccessBlock): Required<Configuration> => ({
  BlockPublicAcls: block.blockPublicAcls,
  IgnorePublicAcls: block.ignorePublicAcls,
  BlockPublicPolicy: block.blockPublicPolicy,
  RestrictPublicBuckets: block.restrictPublicBuckets,
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const PutPublicAccessBlock = operation('s3', 'PutPublicAccessBlock', {
  authorization: onBucket<'PutPublicAccessBlock'>('s3:PutBucketPublicAccessBlock'),
  handle({ input, tx }) {
    const publicAccessBlock = blockOf(input.PublicAccessBlockConfiguration)
    tx.put(buckets, { ...existingBucket(tx, input.Bucket), publicAccessBlock })
  },
})

export const GetPublicAccessBlock = operation('s3', 'GetPublicAccessBlock', {
  authorization: onBucket<'GetPublicAccessBlock'>('s3:GetBucketPublicAccessBlock'),
  read({ input, state }) {
    const { publicAccessBlock } = existingBucket(state, input.Bucket)
    if (publicAccessBlock) return { PublicAccessBlockConfiguration: configurationOf(publicAccessBlock) }
    return notConfigured(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      input.Bucket,
    )
  },
})

export const DeletePublicAccessBlock = operation('s3', 'DeletePublicAccessBlock', {
  authorization: onBucket<'DeletePublicAccessBlock'>('s3:PutBucketPublicAccessBlock'),
  handle({ input, tx }) {
    const { publicAccessBlock: _, ...bucket } = existingBucket(tx, input.Bucket)
    tx.put(buckets, bucket)
  },
})
