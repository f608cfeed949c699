import * as sdk from '@aws-sdk/client-s3'
import { useQuery } from '@tanstack/react-query'
import { usePages } from '../../parts/use-pages.ts'
import { s3Of } from '../bucket-region.ts'

/** What stands in a folder: another folder, named by its prefix, or an object. */
export interface Entry {
  /** A folder's ends in a slash. */
  readonly key: string
  readonly object?: sdk._Object
}

/** A folder's objects and folders whose names begin with `search`, 1,000 a page. */
export const useEntries = (bucket: string, folder: string, search: string) =>
  usePages<Entry>(['objects', bucket, folder, search], async (ContinuationToken, abortSignal) => {
    const s3 = await s3Of(bucket)
    const answer = await s3.send(
      new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: folder + search, Delimiter: '/', ContinuationToken }),
      { abortSignal },
    )
    const folders = (answer.CommonPrefixes ?? []).map(({ Prefix = '' }): Entry => ({ key: Prefix }))
    // The object that is named like its folder is how an empty folder is kept.
    const objects = (answer.Contents ?? []).filter(({ Key }) => Key !== folder)
    const entries = objects.map((object): Entry => ({ key: object.Key ?? '', object }))
    return { items: [...folders, ...entries], next: answer.NextContinuationToken }
  })

export const useObject = (bucket: string, key: string) =>
  useQuery({
    queryKey: ['object', bucket, key],
    queryFn: async () =>
      (await s3Of(bucket)).send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' })),
  })

export const createFolder = async (Bucket: string, Key: string) =>
  (await s3Of(Bucket)).send(new sdk.PutObjectCommand({ Bucket, Key, Body: '' }))

export const deleteObject = async (Bucket: string, Key: string) =>
  (await s3Of(Bucket)).send(new sdk.DeleteObjectCommand({ Bucket, Key }))

/** A blob is held by the browser; above this it is not reasonable to do so. */
export const LARGEST_DOWNLOAD = 1024 ** 3

/**
 * The content of the object. It is asked for with a signed call, never with a presigned address: that would stay in the
 * history and in the list of downloads.
 */
export async function readObject(Bucket: string, Key: string): Promise<Blob> {
  const { Body } = await (await s3Of(Bucket)).send(new sdk.GetObjectCommand({ Bucket, Key }))
  // In browsers the SDK answers the stream of fetch.
  return new Response(Body as ReadableStream | undefined).blob()
}
