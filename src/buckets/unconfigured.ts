/**
 * Settings that no bucket has, because setting them is not built: reading them is answered as S3 answers for a bucket
 * without them, and removing what is not there succeeds as on S3.
 */
import { operation } from '../aws/operation.ts'
import { notConfigured, onBucket } from './settings.ts'

export const GetBucketCors = operation('s3', 'GetBucketCors', {
  authorization: onBucket<'GetBucketCors'>('s3:GetBucketCORS'),
  read: ({ input }) => notConfigured('NoSuchCORSConfiguration', 'The CORS configuration does not exist', input.Bucket),
})
export const DeleteBucketCors = operation('s3', 'DeleteBucketCors', {
  authorization: onBucket<'DeleteBucketCors'>('s3:PutBucketCORS'),
  read: () => undefined,
})

export const GetBucketWebsite = operation('s3', 'GetBucketWebsite', {
  authorization: onBucket<'GetBucketWebsite'>('s3:GetBucketWebsite'),
  read: ({ input }) =>
    notConfigured(
      'NoSuchWebsiteConfiguration',
      'The specified bucket does not have a website configuration',
      input.Bucket,
    ),
})
export const DeleteBucketWebsite = operation('s3', 'DeleteBucketWebsite', {
  authorization: onBucket<'DeleteBucketWebsite'>('s3:DeleteBucketWebsite'),
  read: () => undefined,
})

export const GetBucketLifecycleConfiguration = operation('s3', 'GetBucketLifecycleConfiguration', {
  authorization: onBucket<'GetBucketLifecycleConfiguration'>('s3:GetLifecycleConfiguration'),
  read: ({ input }) =>
    notConfigured('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', input.Bucket),
})
export const DeleteBucketLifecycle = operation('s3', 'DeleteBucketLifecycle', {
  authorization: onBucket<'DeleteBucketLifecycle'>('s3:PutLifecycleConfiguration'),
  read: () => undefined,
})

export const GetBucketReplication = operation('s3', 'GetBucketReplication', {
  authorization: onBucket<'GetBucketReplication'>('s3:GetReplicationConfiguration'),
  read: ({ input }) =>
    notConfigured('ReplicationConfigurationNotFoundError', 'The replication configuration was not found', input.Bucket),
})
export const DeleteBucketReplication = operation('s3', 'DeleteBucketReplication', {
  authorization: onBucket<'DeleteBucketReplication'>('s3:PutReplicationConfiguration'),
  read: () => undefined,
})

export const GetObjectLockConfiguration = operation('s3', 'GetObjectLockConfiguration', {
  authorization: onBucket<'GetObjectLockConfiguration'>('s3:GetBucketObjectLockConfiguration'),
  read: ({ input }) =>
    notConfigured(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      input.Bucket,
    ),
})

export const GetBucketLogging = operation('s3', 'GetBucketLogging', {
  authorization: onBucket<'GetBucketLogging'>('s3:GetBucketLogging'),
  read: () => ({}),
})
export const GetBucketAccelerateConfiguration = operation('s3', 'GetBucketAccelerateConfiguration', {
  authorization: onBucket<'GetBucketAccelerateConfiguration'>('s3:GetAccelerateConfiguration'),
  read: () => ({}),
})
export const GetBucketRequestPayment = operation('s3', 'GetBucketRequestPayment', {
  authorization: onBucket<'GetBucketRequestPayment'>('s3:GetBucketRequestPayment'),
  read: () => ({ Payer: 'BucketOwner' }),
})
export const GetBucketNotificationConfiguration = operation('s3', 'GetBucketNotificationConfiguration', {
  authorization: onBucket<'GetBucketNotificationConfiguration'>('s3:GetBucketNotification'),
  read: () => ({}),
})
