import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { bucketOf, checkOn, existingTags } from '../access.ts'
import { objectArn } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { malformedXml } from '../settings.ts'
import { requireWritten } from './conditions.ts'
import { deleteAction, deleteCondition } from './DeleteObject.ts'
import { stored } from './engine-errors.ts'
import { requireNullVersion } from './keys.ts'
import { sentAlgorithm } from './object-checksums.ts'

const KEYS_LIMIT = 1000

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const DeleteObjects = (objects: ObjectStore) =>
  operation('s3', 'DeleteObjects', {
    authorization: { kind: 'per item', why: 'each key is deleted or refused on its own' },
    async read(call) {
      const { input, request, may } = call
      const bucket = bucketOf(call)
      if (request.header('content-md5') === undefined && !sentAlgorithm(request)) {
        throw new AwsError(
          'InvalidRequest',
          'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
          {
            status: 400,
          },
        )
      }
      const named = input.Delete.Objects
      if (named.length === 0 || named.length > KEYS_LIMIT) throw malformedXml()

      const remove = async ({ Key: key, VersionId: versionId, ETag: etag }: (typeof named)[number]) => {
        const action = deleteAction({ VersionId: versionId })
        const check = checkOn(call, bucket, action, objectArn(bucket.name, key), { 's3:if-match': etag })
        // As for DeleteObject: a condition on what stands shows what stands.
        const reading = () => checkOn(call, bucket, 's3:GetObject', check.resource, existingTags(objects, bucket, key))
        if (!may(check) || (etag !== undefined && !may(reading())))
          throw new AwsError('AccessDenied', 'Access Denied', { status: 403 })
        requireNullVersion(key, versionId)
        requireWritten(await stored(objects.delete(bucket.bucketId, key, deleteCondition(etag))), key)
      }
      const results = await Promise.allSettled(named.map(remove))
      const deleted = named.filter((_, index) => results[index]?.status === 'fulfilled')
      return {
        Deleted: input.Delete.Quiet ? [] : deleted.map(({ Key, VersionId }) => ({ Key, VersionId })),
        Errors: results.flatMap((result, index) =>
          result.status === 'rejected' ? [errorEntry(result.reason, named[index]!)] : [],
        ),
      }
    },
  })

/** What went wrong with one key; a failure of ours fails the whole call. */
function errorEntry(
  error: unknown,
  { Key, VersionId }: { readonly Key: string; readonly VersionId?: string | undefined },
) {
  if (!(error instanceof AwsError)) throw error
  return { Key, VersionId, Code: error.code, Message: error.message }
}
