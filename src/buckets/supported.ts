/** Requests for features that are not built get S3's 501, never a fake success. */
import { AwsError } from '../aws/error.ts'

export function notImplemented(message: string, header?: string): never {
  throw new AwsError('NotImplemented', message, { status: 501, fields: header ? { Header: header } : {} })
}

const HEADER = 'A header you provided implies functionality that is not implemented'

/** Refuses a request for the sake of one header. */
export function headerNotImplemented(header: string, additionalMessage?: string): never {
  const fields = { Header: header, ...(additionalMessage === undefined ? {} : { additionalMessage }) }
  throw new AwsError('NotImplemented', HEADER, { status: 501, fields })
}

interface AclInput {
  readonly ACL?: string | undefined
  readonly GrantFullControl?: string | undefined
  readonly GrantRead?: string | undefined
  readonly GrantReadACP?: string | undefined
  readonly GrantWrite?: string | undefined
  readonly GrantWriteACP?: string | undefined
}

const OWNER_ONLY = new Set(['private', 'bucket-owner-full-control'])
const CANNED = new Set([
  ...OWNER_ONLY,
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'log-delivery-write',
])

/**
 * ACLs are off, as for every bucket since 2023: what leaves the owner as the only grantee is accepted.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function requirePrivateAcl(input: AclInput): void {
  const grants = [input.GrantFullControl, input.GrantRead, input.GrantReadACP, input.GrantWrite, input.GrantWriteACP]
  const granted = grants.some((grant) => grant !== undefined)
  if (input.ACL !== undefined && granted) {
    const message = 'Specifying both Canned ACLs and Header Grants is not allowed'
    throw new AwsError('InvalidRequest', message, { status: 400 })
  }
  if (input.ACL !== undefined && !CANNED.has(input.ACL)) {
    throw new AwsError('InvalidArgument', '', {
      status: 400,
      fields: { ArgumentName: 'x-amz-acl', ArgumentValue: input.ACL },
    })
  }
  if (granted || (input.ACL !== undefined && !OWNER_ONLY.has(input.ACL))) {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', { status: 400 })
  }
}

interface EncryptionInput {
  readonly ServerSideEncryption?: string | undefined
  readonly SSECustomerAlgorithm?: string | undefined
  readonly SSECustomerKey?: string | undefined
  readonly SSEKMSKeyId?: string | undefined
}

/** Objects report AES256, S3's default; keys of KMS or the customer are not supported. */
export function requireDefaultEncryption(input: EncryptionInput): void {
  if (input.SSECustomerAlgorithm !== undefined || input.SSECustomerKey !== undefined) {
    headerNotImplemented('x-amz-server-side-encryption-customer-algorithm')
  }
  const { ServerSideEncryption: algorithm } = input
  if (algorithm === undefined || algorithm === 'AES256') {
    if (input.SSEKMSKeyId !== undefined) headerNotImplemented('x-amz-server-side-encryption-aws-kms-key-id')
    return
  }
  if (algorithm.startsWith('aws:')) headerNotImplemented('x-amz-server-side-encryption')
  throw new AwsError('InvalidArgument', 'The encryption method specified is not supported', {
    status: 400,
    fields: { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: algorithm },
  })
}

interface LockInput {
  readonly ObjectLockMode?: string | undefined
  readonly ObjectLockRetainUntilDate?: Date | undefined
  readonly ObjectLockLegalHoldStatus?: string | undefined
}

/** No bucket has Object Lock. */
export function requireNoObjectLock(input: LockInput): void {
  if (input.ObjectLockMode ?? input.ObjectLockRetainUntilDate ?? input.ObjectLockLegalHoldStatus) {
    throw new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration', { status: 400 })
  }
}

const STORAGE_CLASSES = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
])
const ARCHIVES = new Set(['GLACIER', 'DEEP_ARCHIVE', 'SNOW', 'EXPRESS_ONEZONE'])

/** The classes whose objects can be read at once; the class is kept and shown, and changes nothing else. */
export function requireStorageClass(storageClass: string | undefined): void {
  if (storageClass === undefined || STORAGE_CLASSES.has(storageClass)) return
  if (ARCHIVES.has(storageClass)) headerNotImplemented('x-amz-storage-class')
  throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', {
    status: 400,
    fields: { StorageClassRequested: storageClass },
  })
}
