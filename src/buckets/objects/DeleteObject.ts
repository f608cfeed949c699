import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { conditionalCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore, WriteCondition } from '../object-store.ts'
import { headerNotImplemented } from '../supported.ts'
import { requireWritten } from './conditions.ts'
import { stored } from './engine-errors.ts'
import { requireNullVersion } from './keys.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const DeleteObject = (objects: ObjectStore) =>
  operation('s3', 'DeleteObject', {
    authorization: {
      kind: 'permissions',
      check: (call) => conditionalCheck(call, objects, deleteAction(call.input), { 's3:if-match': call.input.IfMatch }),
    },
    async read({ input, state }) {
      const { bucketId } = existingBucket(state, input.Bucket)
      requireNullVersion(input.Key, input.VersionId)
      // S3 takes these only for directory buckets.
      if (input.IfMatchLastModifiedTime) headerNotImplemented('x-amz-if-match-last-modified-time')
      if (input.IfMatchSize !== undefined) headerNotImplemented('x-amz-if-match-size')
      if (input.BypassGovernanceRetention) throw bypassRefused()
      const condition = deleteCondition(input.IfMatch)
      requireWritten(await stored(objects.delete(bucketId, input.Key, condition)), input.Key)
      return {}
    },
  })

export const deleteAction = (input: { readonly VersionId?: string | undefined }): string =>
  input.VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'

/** `*` asks that the object is there. */
export const deleteCondition = (etag: string | undefined): WriteCondition | undefined =>
  etag === undefined ? undefined : { kind: 'etag', etag: etag.trim().replace(/^"(.*)"$/, '$1') }

const bypassRefused = (): AwsError =>
  new AwsError(
    'InvalidArgument',
    'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
    { status: 400, fields: { ArgumentName: 'x-amz-bypass-governance-retention' } },
  )
