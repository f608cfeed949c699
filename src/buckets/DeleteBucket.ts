import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import { bucketCheck } from './access.ts'
import { buckets, existingBucket } from './bucket.ts'
import type { ObjectStore } from './object-store.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const DeleteBucket = (objects: ObjectStore) =>
  operation('s3', 'DeleteBucket', {
    authorization: { kind: 'permissions', check: (call) => [bucketCheck(call, 's3:DeleteBucket')] },
    handle({ input, tx, afterCommit }) {
      const bucket = existingBucket(tx, input.Bucket)
      if (!objects.isEmpty(bucket.bucketId)) {
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
          status: 409,
          fields: { BucketName: bucket.name },
        })
      }
      tx.delete(buckets, bucket)
      // Uploads that never completed go with the bucket.
      afterCommit(() => objects.dropBucket(bucket.bucketId))
    },
  })
