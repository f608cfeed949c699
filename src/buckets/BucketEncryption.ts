import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import { buckets, existingBucket } from './bucket.ts'
import { malformedXml, onBucket } from './settings.ts'
import { notImplemented } from './supported.ts'

/**
 * Objects report S3's own AES256, which is the only setting there is. Keys of KMS are refused.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export const PutBucketEncryption = operation('s3', 'PutBucketEncryption', {
  authorization: onBucket<'PutBucketEncryption'>('s3:PutEncryptionConfiguration'),
  handle({ input, tx }) {
    const { Rules: rules } = input.ServerSideEncryptionConfiguration
    const [rule] = rules
    if (!rule || rules.length !== 1) throw malformedXml()
    const standard = rule.ApplyServerSideEncryptionByDefault
    if (standard && standard.SSEAlgorithm !== 'AES256') {
      if (!standard.SSEAlgorithm.startsWith('aws:kms')) throw malformedXml()
      notImplemented('Rolecall does not encrypt with keys of KMS; use AES256.')
    }
    if (standard?.KMSMasterKeyID !== undefined) {
      const message = 'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse'
      throw new AwsError('InvalidArgument', message, {
        status: 400,
        fields: { ArgumentName: 'ApplyServerSideEncryptionByDefault' },
      })
    }
    const bucketKeyEnabled = rule.BucketKeyEnabled ?? false
    tx.put(buckets, { ...existingBucket(tx, input.Bucket), bucketKeyEnabled })
  },
})

export const GetBucketEncryption = operation('s3', 'GetBucketEncryption', {
  authorization: onBucket<'GetBucketEncryption'>('s3:GetEncryptionConfiguration'),
  read: ({ input, state }) => ({
    ServerSideEncryptionConfiguration: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
          BucketKeyEnabled: existingBucket(state, input.Bucket).bucketKeyEnabled ?? false,
        },
      ],
    },
  }),
})

/** Back to S3's own default. */
export const DeleteBucketEncryption = operation('s3', 'DeleteBucketEncryption', {
  authorization: onBucket<'DeleteBucketEncryption'>('s3:PutEncryptionConfiguration'),
  handle({ input, tx }) {
    const { bucketKeyEnabled: _, ...bucket } = existingBucket(tx, input.Bucket)
    tx.put(buckets, bucket)
  },
})
