import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { s3Of } from '../bucket-region.ts'

/** What came of a deletion of many: S3 refuses key by key. */
export interface Deletion {
  readonly deleted: number
  readonly refused: readonly Refusal[]
}

export interface Refusal {
  readonly key: string
  readonly code: string
  readonly sentence: string
  readonly requestId: string | undefined
}

type Progress = (deleted: number) => void

/** Deletes the keys, and everything below those that end in a slash. */
export const deleteKeys = (bucket: string, keys: readonly string[]): Promise<Deletion> =>
  deleteAll(bucket, batchesOf(bucket, keys), () => {})

/** Deletes every object of the bucket; `progress` is told how many are gone. */
export const emptyBucket = (bucket: string, progress: Progress): Promise<Deletion> =>
  deleteAll(bucket, keysBelow(bucket, ''), progress)

/** S3 deletes no more with one call. */
const BATCH = 1000

async function* batchesOf(bucket: string, keys: readonly string[]): AsyncGenerator<readonly string[]> {
  const objects = keys.filter((key) => !key.endsWith('/'))
  for (let at = 0; at < objects.length; at += BATCH) yield objects.slice(at, at + BATCH)
  for (const folder of keys.filter((key) => key.endsWith('/'))) yield* keysBelow(bucket, folder)
}

async function deleteAll(bucket: string, batches: AsyncIterable<readonly string[]>, progress: Progress) {
  const refused: Refusal[] = []
  let deleted = 0
  for await (const batch of batches) {
    const standing = await deleteBatch(bucket, batch)
    refused.push(...standing)
    deleted += batch.length - standing.length
    progress(deleted)
  }
  return { deleted, refused }
}

/** Goes on behind the last key, because what a page listed is gone when the next is asked for. */
async function* keysBelow(Bucket: string, Prefix: string): AsyncGenerator<readonly string[]> {
  const s3 = await s3Of(Bucket)
  let StartAfter: string | undefined
  for (;;) {
    const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, StartAfter }))
    const keys = Contents.map(({ Key = '' }) => Key)
    if (keys.length > 0) yield keys
    if (!IsTruncated) return
    StartAfter = keys.at(-1)
  }
}

async function deleteBatch(Bucket: string, keys: readonly string[]): Promise<readonly Refusal[]> {
  const s3 = await s3Of(Bucket)
  const { Errors = [], $metadata } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) } }),
  )
  return Errors.map(({ Key = '', Code = '', Message = '' }) => ({
    key: Key,
    code: Code,
    sentence: Message,
    requestId: $metadata.requestId,
  }))
}
