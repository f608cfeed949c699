import { operation } from '../aws/operation.ts'
import { bucketCheck } from './access.ts'
import { bucketArn, existingBucket } from './bucket.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const HeadBucket = operation('s3', 'HeadBucket', {
  authorization: { kind: 'permissions', check: (call) => [bucketCheck(call, 's3:ListBucket')] },
  read: ({ input, state }) => ({
    BucketRegion: existingBucket(state, input.Bucket).region,
    BucketArn: bucketArn(input.Bucket),
    AccessPointAlias: false,
  }),
})
