import { AwsError } from '../aws/error.ts'
import { defineTable, type State } from '../state/table.ts'

export const OWNERSHIPS = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const
export type Ownership = (typeof OWNERSHIPS)[number]

/** The four settings of S3 Block Public Access. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean
  readonly ignorePublicAcls: boolean
  readonly blockPublicPolicy: boolean
  readonly restrictPublicBuckets: boolean
}

export interface Bucket {
  readonly name: string
  /** The owner. */
  readonly account: string
  readonly region: string
  /** Milliseconds since 1970. */
  readonly created: number
  /** Names the bucket's objects in the object store, so that a bucket made again never shows old ones. */
  readonly bucketId: string
  /** The bucket policy's JSON text; users and roles stand in it as unique ids. */
  readonly policy?: string
  /** Whether the policy lets the public in; set together with it. */
  readonly policyIsPublic?: boolean
  readonly tags?: Readonly<Record<string, string>>
  readonly publicAccessBlock?: PublicAccessBlock
  readonly ownership?: Ownership
  /** Versioning is not built, so a bucket is never Enabled. */
  readonly versioning?: 'Suspended'
  readonly bucketKeyEnabled?: boolean
  readonly abac?: 'Enabled' | 'Disabled'
}

/** Bucket names are unique over all accounts. */
export const buckets = defineTable<Bucket>({
  name: 'bucket',
  scope: 'global',
  partition: () => '',
  id: (bucket) => bucket.name,
  indexes: { account: (bucket) => [bucket.account] },
})

/** The account's own Block Public Access, which holds for all of its buckets. */
export interface AccountPublicAccess {
  readonly account: string
  readonly block: PublicAccessBlock
}

export const accountPublicAccess = defineTable<AccountPublicAccess>({
  name: 's3-account-public-access',
  scope: 'account',
  partition: (record) => record.account,
  id: () => 'block',
})

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`
export const objectArn = (name: string, key: string): string => `arn:aws:s3:::${name}/${key}`

/** The bucket of that name. Throws NoSuchBucket. */
export function existingBucket(state: State, name: string): Bucket {
  const bucket = state.get(buckets, '', name)
  if (bucket) return bucket
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    fields: { BucketName: name },
  })
}

/** What holds for the bucket: the stricter of its own settings and its account's. */
export function effectiveBlock(state: State, bucket: Bucket): PublicAccessBlock {
  const own = bucket.publicAccessBlock
  const account = state.get(accountPublicAccess, bucket.account, 'block')?.block
  const either = (setting: keyof PublicAccessBlock) => Boolean(own?.[setting] || account?.[setting])
  return {
    blockPublicAcls: either('blockPublicAcls'),
    ignorePublicAcls: either('ignorePublicAcls'),
    blockPublicPolicy: either('blockPublicPolicy'),
    restrictPublicBuckets: either('restrictPublicBuckets'),
  }
}

const RESERVED = [/^xn--/, /^sthree-/, /^amzn-s3-demo-/, /-s3alias$/, /--ol-s3$/, /\.mrap$/, /--x-s3$/, /--table-s3$/]

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const isBucketName = (name: string): boolean =>
  /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(name) &&
  !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
  !RESERVED.some((pattern) => pattern.test(name))
