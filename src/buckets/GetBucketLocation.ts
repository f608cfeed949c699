import { operation } from '../aws/operation.ts'
import { checkOn, requireOwner } from './access.ts'
import { bucketArn, existingBucket } from './bucket.ts'

/**
 * Answers a signature of any region, so that clients can learn the right one; us-east-1 is the empty constraint.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
export const GetBucketLocation = operation('s3', 'GetBucketLocation', {
  authorization: {
    kind: 'permissions',
    check(call) {
      const bucket = existingBucket(call.state, call.input.Bucket)
      requireOwner(bucket, call.input.ExpectedBucketOwner)
      return [checkOn(call, bucket, 's3:GetBucketLocation', bucketArn(bucket.name))]
    },
  },
  read({ input, state }) {
    const { region } = existingBucket(state, input.Bucket)
    return { LocationConstraint: region === 'us-east-1' ? undefined : region }
  },
})
