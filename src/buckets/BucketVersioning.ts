import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import { buckets, existingBucket } from './bucket.ts'
import { malformedXml, onBucket } from './settings.ts'
import { notImplemented } from './supported.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const PutBucketVersioning = operation('s3', 'PutBucketVersioning', {
  authorization: onBucket<'PutBucketVersioning'>('s3:PutBucketVersioning'),
  handle({ input, tx }) {
    const { Status: status, MFADelete: mfaDelete } = input.VersioningConfiguration
    if (status === 'Enabled')
      notImplemented('Rolecall does not keep versions of objects yet, so versioning cannot be enabled.')
    if (mfaDelete === 'Enabled') notImplemented('Rolecall does not implement MFA delete yet.')
    if (status === undefined) {
      throw new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified', {
        status: 400,
      })
    }
    if (status !== 'Suspended') throw malformedXml()
    tx.put(buckets, { ...existingBucket(tx, input.Bucket), versioning: status })
  },
})

export const GetBucketVersioning = operation('s3', 'GetBucketVersioning', {
  authorization: onBucket<'GetBucketVersioning'>('s3:GetBucketVersioning'),
  read: ({ input, state }) => ({ Status: existingBucket(state, input.Bucket).versioning }),
})
