import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import { bucketArn, buckets } from './bucket.ts'
import { ownerOf } from './canonical-owner.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const ListBuckets = operation('s3', 'ListBuckets', {
  authorization: { kind: 'permissions', check: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }] },
  read({ input, caller, state }) {
    const after = input.ContinuationToken === undefined ? '' : nameOfToken(input.ContinuationToken)
    const found = state
      .find(buckets, 'account', caller.account)
      .filter(({ name }) => name.startsWith(input.Prefix ?? '') && name > after)
      .filter(({ region }) => input.BucketRegion === undefined || region === input.BucketRegion)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const page = found.slice(0, input.MaxBuckets ?? found.length)
    const last = page.at(-1)
    // Only paginated requests are answered with the newer members.
    const paginated = input.MaxBuckets !== undefined
    return {
      Buckets: page.map(({ name, created, region }) => ({
        Name: name,
        CreationDate: new Date(created),
        ...(paginated ? { BucketRegion: region, BucketArn: bucketArn(name) } : {}),
      })),
      Owner: ownerOf(caller.account),
      Prefix: input.Prefix,
      ContinuationToken: last && page.length < found.length ? Buffer.from(last.name).toString('base64url') : undefined,
    }
  },
})

function nameOfToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString()
  if (Buffer.from(name).toString('base64url') === token) return name
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', {
    status: 400,
    fields: { ArgumentName: 'continuation-token' },
  })
}
