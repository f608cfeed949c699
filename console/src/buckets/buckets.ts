import * as sdk from '@aws-sdk/client-s3'
import { useQuery } from '@tanstack/react-query'
import { region } from '../app/region.ts'
import { everyPage } from '../aws/every-page.ts'
import { s3 } from '../aws/s3.ts'
import { type StepWithInput, stepWith } from '../parts/steps.ts'
import type { EditedTag } from '../parts/TagFields.tsx'
import { forgetRegion, noteRegion, s3Of } from './bucket-region.ts'
import { type PublicAccess, putPublicAccess } from './settings.ts'

/** Every bucket of the account, of all regions. */
export const useBuckets = () => useQuery({ queryKey: ['buckets'], queryFn: listBuckets })

/** Every bucket, page after page; the regions are remembered. */
export const listBuckets = async (): Promise<sdk.Bucket[]> => {
  const buckets = await everyPage(async (ContinuationToken: string | undefined) => {
    // Only an answer in pages names the regions.
    const answer = await s3().send(new sdk.ListBucketsCommand({ MaxBuckets: 1000, ContinuationToken }))
    return { items: answer.Buckets ?? [], next: answer.ContinuationToken }
  })
  for (const { Name, BucketRegion } of buckets)
    if (Name !== undefined && BucketRegion !== undefined) noteRegion(Name, BucketRegion)
  return buckets
}

export interface NewBucket {
  readonly name: string
  readonly ownership: sdk.ObjectOwnership
  readonly block: PublicAccess
  readonly tags: readonly EditedTag[]
}

/** How it is made in the region of the menu; what is not S3's default is set with a further call. */
export function stepsToCreate({ name: Bucket, ownership, block, tags }: NewBucket): readonly StepWithInput[] {
  const home = region.get()
  const Tags = tags.map(({ key, value }) => ({ Key: key, Value: value }))
  const configuration: sdk.CreateBucketConfiguration = {
    // us-east-1 is named by naming none; the SDK's list of the others is never complete.
    ...(home !== 'us-east-1' && { LocationConstraint: home as sdk.BucketLocationConstraint }),
    ...(Tags.length > 0 && { Tags }),
  }
  const created: sdk.CreateBucketCommandInput = {
    Bucket,
    ObjectOwnership: ownership,
    ...(Object.keys(configuration).length > 0 && { CreateBucketConfiguration: configuration }),
  }
  const steps = [
    stepWith(`Create the bucket ${Bucket}`, created, (input) => {
      forgetRegion(Bucket)
      return s3().send(new sdk.CreateBucketCommand(input))
    }),
  ]
  if (!Object.values(block).every(Boolean))
    steps.push(
      stepWith('Set its Block Public Access settings', { Bucket, block }, (input) =>
        putPublicAccess(input.Bucket, input.block),
      ),
    )
  return steps
}

export async function deleteBucket(Bucket: string): Promise<void> {
  await (await s3Of(Bucket)).send(new sdk.DeleteBucketCommand({ Bucket }))
  forgetRegion(Bucket)
}
