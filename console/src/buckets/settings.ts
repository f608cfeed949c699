import * as sdk from '@aws-sdk/client-s3'
import { useQuery } from '@tanstack/react-query'
import type { EditedTag } from '../parts/TagFields.tsx'
import { s3Of } from './bucket-region.ts'

export type PublicAccess = Readonly<
  Record<'BlockPublicAcls' | 'IgnorePublicAcls' | 'BlockPublicPolicy' | 'RestrictPublicBuckets', boolean>
>

/** Every way of public access blocked, as S3 makes buckets. */
export const ALL_BLOCKED: PublicAccess = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

/** S3 answers a setting that is not set with an error of its own, which is `none` here. */
async function orNone<Answer>(code: string, ask: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask
  } catch (error) {
    if (error instanceof Error && error.name === code) return undefined
    throw error
  }
}

const setting = <Value>(name: string, read: (s3: sdk.S3Client, Bucket: string) => Promise<Value>) =>
  function useSetting(bucket: string) {
    return useQuery({ queryKey: ['bucket', bucket, name], queryFn: async () => read(await s3Of(bucket), bucket) })
  }

const edited = (tags: readonly sdk.Tag[] = []): EditedTag[] =>
  tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }))

export const useBucketTags = setting('tags', async (s3, Bucket) =>
  edited((await orNone('NoSuchTagSet', s3.send(new sdk.GetBucketTaggingCommand({ Bucket }))))?.TagSet),
)

/** The policy's text; null: there is none. */
export const readPolicy = async (s3: sdk.S3Client, Bucket: string): Promise<string | null> =>
  (await orNone('NoSuchBucketPolicy', s3.send(new sdk.GetBucketPolicyCommand({ Bucket }))))?.Policy ?? null

export const useBucketPolicy = setting('policy', readPolicy)

/** What is blocked; nothing where the setting has been removed. */
export async function readPublicAccess(s3: sdk.S3Client, Bucket: string): Promise<PublicAccess> {
  const code = 'NoSuchPublicAccessBlockConfiguration'
  const answer = await orNone(code, s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket })))
  const block = answer?.PublicAccessBlockConfiguration
  return {
    BlockPublicAcls: block?.BlockPublicAcls ?? false,
    IgnorePublicAcls: block?.IgnorePublicAcls ?? false,
    BlockPublicPolicy: block?.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: block?.RestrictPublicBuckets ?? false,
  }
}

export const usePublicAccess = setting('public access', readPublicAccess)

/** Without the setting it is as it was before there was one. */
export const useOwnership = setting('ownership', async (s3, Bucket): Promise<sdk.ObjectOwnership> => {
  const code = 'OwnershipControlsNotFoundError'
  const answer = await orNone(code, s3.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket })))
  return answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? 'ObjectWriter'
})

export const useAcl = setting('acl', (s3, Bucket) => s3.send(new sdk.GetBucketAclCommand({ Bucket })))

export const useVersioning = setting(
  'versioning',
  async (s3, Bucket) => (await s3.send(new sdk.GetBucketVersioningCommand({ Bucket }))).Status ?? 'Disabled',
)

export const useEncryption = setting('encryption', async (s3, Bucket) => {
  const answer = await s3.send(new sdk.GetBucketEncryptionCommand({ Bucket }))
  return answer.ServerSideEncryptionConfiguration?.Rules?.[0] ?? {}
})

export const putPolicy = async (Bucket: string, Policy: string) =>
  (await s3Of(Bucket)).send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }))
export const deletePolicy = async (Bucket: string) =>
  (await s3Of(Bucket)).send(new sdk.DeleteBucketPolicyCommand({ Bucket }))
export const putPublicAccess = async (Bucket: string, block: PublicAccess) =>
  (await s3Of(Bucket)).send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }))
export const putOwnership = async (Bucket: string, ObjectOwnership: sdk.ObjectOwnership) =>
  (await s3Of(Bucket)).send(
    new sdk.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
  )

/** Tags of an object, or of the bucket where no key is named, as `useTags` reads and `putTags` writes them. */
export function useObjectTags(bucket: string, key: string) {
  return useQuery({
    queryKey: ['object', bucket, key, 'tags'],
    queryFn: async () => {
      const s3 = await s3Of(bucket)
      return edited((await s3.send(new sdk.GetObjectTaggingCommand({ Bucket: bucket, Key: key }))).TagSet)
    },
  })
}

export async function putTags(Bucket: string, Key: string | undefined, tags: readonly EditedTag[]): Promise<void> {
  const s3 = await s3Of(Bucket)
  const Tagging = { TagSet: tags.map(({ key, value }) => ({ Key: key, Value: value })) }
  if (Key !== undefined) await s3.send(new sdk.PutObjectTaggingCommand({ Bucket, Key, Tagging }))
  else if (tags.length === 0) await s3.send(new sdk.DeleteBucketTaggingCommand({ Bucket }))
  else await s3.send(new sdk.PutBucketTaggingCommand({ Bucket, Tagging }))
}
