/** What the operations on single bucket settings have in common. */
import { AwsError } from '../aws/error.ts'
import type { Authorization, CommonCode, InputOf, OperationName } from '../aws/operation.ts'
import { bucketCheck } from './access.ts'

/** Names of operations whose input names a bucket. */
type BucketOperation = {
  [O in OperationName<'s3'>]: InputOf<'s3', O> extends { readonly Bucket: string } ? O : never
}[OperationName<'s3'>]

/** The one permission on the bucket that most settings need. */
export const onBucket = <O extends BucketOperation>(
  action: string,
): Authorization<InputOf<'s3', O>, string | CommonCode> => ({
  kind: 'permissions',
  // Every input of a BucketOperation has the members that BucketCall asks for.
  check: (call) => [bucketCheck(call as Parameters<typeof bucketCheck>[0], action)],
})

/** S3's 404 for a setting that the bucket does not have. */
export function notConfigured(code: string, message: string, bucket: string): never {
  throw new AwsError(code, message, { status: 404, fields: { BucketName: bucket } })
}

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    {
      status: 400,
    },
  )
