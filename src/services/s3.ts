import { notYet, type ServiceTable } from '../aws/operation.ts'
import { GetBucketAbac, PutBucketAbac } from '../buckets/BucketAbac.ts'
import { GetBucketAcl, PutBucketAcl } from '../buckets/BucketAcl.ts'
import { DeleteBucketEncryption, GetBucketEncryption, PutBucketEncryption } from '../buckets/BucketEncryption.ts'
import {
  DeleteBucketOwnershipControls,
  GetBucketOwnershipControls,
  PutBucketOwnershipControls,
} from '../buckets/BucketOwnershipControls.ts'
import {
  DeleteBucketPolicy,
  GetBucketPolicy,
  GetBucketPolicyStatus,
  type PolicyPrincipals,
  PutBucketPolicy,
} from '../buckets/BucketPolicy.ts'
import { DeleteBucketTagging, GetBucketTagging, PutBucketTagging } from '../buckets/BucketTagging.ts'
import { GetBucketVersioning, PutBucketVersioning } from '../buckets/BucketVersioning.ts'
import { CreateBucket } from '../buckets/CreateBucket.ts'
import { DeleteBucket } from '../buckets/DeleteBucket.ts'
import { GetBucketLocation } from '../buckets/GetBucketLocation.ts'
import { HeadBucket } from '../buckets/HeadBucket.ts'
import { ListBuckets } from '../buckets/ListBuckets.ts'
import type { ObjectStore } from '../buckets/object-store.ts'
import { CopyObject } from '../buckets/objects/CopyObject.ts'
import { DeleteObject } from '../buckets/objects/DeleteObject.ts'
import { DeleteObjects } from '../buckets/objects/DeleteObjects.ts'
import { GetObject } from '../buckets/objects/GetObject.ts'
import { GetObjectAttributes } from '../buckets/objects/GetObjectAttributes.ts'
import { HeadObject } from '../buckets/objects/HeadObject.ts'
import { ListObjects } from '../buckets/objects/ListObjects.ts'
import { ListObjectsV2 } from '../buckets/objects/ListObjectsV2.ts'
import { ListObjectVersions } from '../buckets/objects/ListObjectVersions.ts'
import { GetObjectAcl, PutObjectAcl } from '../buckets/objects/ObjectAcl.ts'
import { DeleteObjectTagging, GetObjectTagging, PutObjectTagging } from '../buckets/objects/ObjectTagging.ts'
import { PutObject } from '../buckets/objects/PutObject.ts'
import { DeletePublicAccessBlock, GetPublicAccessBlock, PutPublicAccessBlock } from '../buckets/PublicAccessBlock.ts'
import {
  DeleteBucketCors,
  DeleteBucketLifecycle,
  DeleteBucketReplication,
  DeleteBucketWebsite,
  GetBucketAccelerateConfiguration,
  GetBucketCors,
  GetBucketLifecycleConfiguration,
  GetBucketLogging,
  GetBucketNotificationConfiguration,
  GetBucketReplication,
  GetBucketRequestPayment,
  GetBucketWebsite,
  GetObjectLockConfiguration,
} from '../buckets/unconfigured.ts'
import { AbortMultipartUpload } from '../buckets/uploads/AbortMultipartUpload.ts'
import { CompleteMultipartUpload } from '../buckets/uploads/CompleteMultipartUpload.ts'
import { CreateMultipartUpload } from '../buckets/uploads/CreateMultipartUpload.ts'
import { ListMultipartUploads } from '../buckets/uploads/ListMultipartUploads.ts'
import { ListParts } from '../buckets/uploads/ListParts.ts'
import { UploadPart } from '../buckets/uploads/UploadPart.ts'
import { UploadPartCopy } from '../buckets/uploads/UploadPartCopy.ts'

/** S3 over an object store. `principalExists` says whether IAM knows a principal that a bucket policy names. */
export const s3Service = (objects: ObjectStore, principals: PolicyPrincipals): ServiceTable<'s3'> => ({
  AbortMultipartUpload: AbortMultipartUpload(objects),
  CompleteMultipartUpload: CompleteMultipartUpload(objects),
  CopyObject: CopyObject(objects),
  CreateBucket,
  CreateBucketMetadataConfiguration: notYet,
  CreateBucketMetadataTableConfiguration: notYet,
  CreateMultipartUpload: CreateMultipartUpload(objects),
  CreateSession: notYet,
  DeleteBucket: DeleteBucket(objects),
  DeleteBucketAnalyticsConfiguration: notYet,
  DeleteBucketCors,
  DeleteBucketEncryption,
  DeleteBucketIntelligentTieringConfiguration: notYet,
  DeleteBucketInventoryConfiguration: notYet,
  DeleteBucketLifecycle,
  DeleteBucketMetadataConfiguration: notYet,
  DeleteBucketMetadataTableConfiguration: notYet,
  DeleteBucketMetricsConfiguration: notYet,
  DeleteBucketOwnershipControls,
  DeleteBucketPolicy,
  DeleteBucketReplication,
  DeleteBucketTagging,
  DeleteBucketWebsite,
  DeleteObject: DeleteObject(objects),
  DeleteObjectAnnotation: notYet,
  DeleteObjectTagging: DeleteObjectTagging(objects),
  DeleteObjects: DeleteObjects(objects),
  DeletePublicAccessBlock,
  GetBucketAbac,
  GetBucketAccelerateConfiguration,
  GetBucketAcl,
  GetBucketAnalyticsConfiguration: notYet,
  GetBucketCors,
  GetBucketEncryption,
  GetBucketIntelligentTieringConfiguration: notYet,
  GetBucketInventoryConfiguration: notYet,
  GetBucketLifecycle: notYet,
  GetBucketLifecycleConfiguration,
  GetBucketLocation,
  GetBucketLogging,
  GetBucketMetadataConfiguration: notYet,
  GetBucketMetadataTableConfiguration: notYet,
  GetBucketMetricsConfiguration: notYet,
  GetBucketNotification: notYet,
  GetBucketNotificationConfiguration,
  GetBucketOwnershipControls,
  GetBucketPolicy: GetBucketPolicy(principals),
  GetBucketPolicyStatus,
  GetBucketReplication,
  GetBucketRequestPayment,
  GetBucketTagging,
  GetBucketVersioning,
  GetBucketWebsite,
  GetObject: GetObject(objects),
  GetObjectAcl: GetObjectAcl(objects),
  GetObjectAnnotation: notYet,
  GetObjectAttributes: GetObjectAttributes(objects),
  GetObjectLegalHold: notYet,
  GetObjectLockConfiguration,
  GetObjectRetention: notYet,
  GetObjectTagging: GetObjectTagging(objects),
  GetObjectTorrent: notYet,
  GetPublicAccessBlock,
  HeadBucket,
  HeadObject: HeadObject(objects),
  ListBucketAnalyticsConfigurations: notYet,
  ListBucketIntelligentTieringConfigurations: notYet,
  ListBucketInventoryConfigurations: notYet,
  ListBucketMetricsConfigurations: notYet,
  ListBuckets,
  ListDirectoryBuckets: notYet,
  ListMultipartUploads: ListMultipartUploads(objects),
  ListObjectAnnotations: notYet,
  ListObjectVersions: ListObjectVersions(objects),
  ListObjects: ListObjects(objects),
  ListObjectsV2: ListObjectsV2(objects),
  ListParts: ListParts(objects),
  PutBucketAbac,
  PutBucketAccelerateConfiguration: notYet,
  PutBucketAcl,
  PutBucketAnalyticsConfiguration: notYet,
  PutBucketCors: notYet,
  PutBucketEncryption,
  PutBucketIntelligentTieringConfiguration: notYet,
  PutBucketInventoryConfiguration: notYet,
  PutBucketLifecycle: notYet,
  PutBucketLifecycleConfiguration: notYet,
  PutBucketLogging: notYet,
  PutBucketMetricsConfiguration: notYet,
  PutBucketNotification: notYet,
  PutBucketNotificationConfiguration: notYet,
  PutBucketOwnershipControls,
  PutBucketPolicy: PutBucketPolicy(principals),
  PutBucketReplication: notYet,
  PutBucketRequestPayment: notYet,
  PutBucketTagging,
  PutBucketVersioning,
  PutBucketWebsite: notYet,
  PutObject: PutObject(objects),
  PutObjectAcl: PutObjectAcl(objects),
  PutObjectAnnotation: notYet,
  PutObjectLegalHold: notYet,
  PutObjectLockConfiguration: notYet,
  PutObjectRetention: notYet,
  PutObjectTagging: PutObjectTagging(objects),
  PutPublicAccessBlock,
  RenameObject: notYet,
  RestoreObject: notYet,
  SelectObjectContent: notYet,
  UpdateBucketMetadataAnnotationTableConfiguration: notYet,
  UpdateBucketMetadataInventoryTableConfiguration: notYet,
  UpdateBucketMetadataJournalTableConfiguration: notYet,
  UpdateObjectEncryption: notYet,
  UploadPart: UploadPart(objects),
  UploadPartCopy: UploadPartCopy(objects),
  WriteGetObjectResponse: notYet,
})
