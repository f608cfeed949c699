import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { writeKeys } from './access.ts'
import { type Bucket, bucketArn, buckets, isBucketName, OWNERSHIPS, type Ownership } from './bucket.ts'
import { requirePrivateAcl } from './supported.ts'
import { checkedTags } from './tag-set.ts'

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/
const FULL_BLOCK = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const CreateBucket = operation('s3', 'CreateBucket', {
  authorization: {
    kind: 'permissions',
    check({ input, caller, region }) {
      const { CreateBucketConfiguration: configuration } = input
      const location = configuration?.LocationConstraint
      const context = { ...writeKeys(input), 's3:locationconstraint': location ?? region }
      const resource = bucketArn(input.Bucket)
      const own = { resource, resourceAccount: caller.account, context }
      const tags = configuration?.Tags
      const requestTags = tags && Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
      const checks = [{ ...own, action: 's3:CreateBucket', requestTags }]
      if (input.ObjectOwnership)
        checks.push({ ...own, action: 's3:PutBucketOwnershipControls', requestTags: undefined })
      if (tags?.length) checks.push({ ...own, action: 's3:TagResource', requestTags })
      return checks
    },
  },
  handle({ input, caller, now, region, ids, tx }) {
    const name = input.Bucket
    if (!isBucketName(name)) {
      throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', {
        status: 400,
        fields: { BucketName: name },
      })
    }
    const home = location(input.CreateBucketConfiguration?.LocationConstraint, region)
    const ownership = ownershipOf(input.ObjectOwnership)
    refuseAcl(input)
    const standing = refuseTaken(tx, caller.account, name, region)
    const output = {
      Location: home === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/`,
      BucketArn: bucketArn(name),
    }
    // us-east-1 answers success when the bucket is the caller's already, and leaves it as it is.
    if (standing) return output
    const { Tags: tagSet } = input.CreateBucketConfiguration ?? {}
    const bucket: Bucket = {
      name,
      account: caller.account,
      region: home,
      created: now,
      bucketId: ids.hex(24),
      publicAccessBlock: FULL_BLOCK,
      ownership,
      ...(tagSet?.length ? { tags: checkedTags(tagSet, 'bucket') } : {}),
    }
    tx.put(buckets, bucket)
    return output
  },
})

/** The bucket when it is the caller's and making it again is a success. Throws when the name is taken. */
function refuseTaken(state: State, account: string, name: string, region: string): Bucket | undefined {
  const standing = state.get(buckets, '', name)
  if (!standing) return undefined
  const fields = { BucketName: name }
  if (standing.account !== account) {
    const message =
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.'
    throw new AwsError('BucketAlreadyExists', message, { status: 409, fields })
  }
  if (region === 'us-east-1' && standing.region === 'us-east-1') return standing
  const message = 'Your previous request to create the named bucket succeeded and you already own it.'
  throw new AwsError('BucketAlreadyOwnedByYou', message, { status: 409, fields })
}

/** The bucket's home: what the request names must be the region that it was signed for, and us-east-1 serves all others. */
function location(constraint: string | undefined, region: string): string {
  if (constraint === undefined || constraint === '') {
    if (region === 'us-east-1' || !REGION.test(region)) return 'us-east-1'
    throw incompatible('unspecified')
  }
  const named = constraint === 'EU' ? 'eu-west-1' : constraint
  if (region !== 'us-east-1') {
    if (named !== region) throw incompatible(constraint)
    return named
  }
  if (REGION.test(named) && named !== 'us-east-1') return named
  throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
    status: 400,
    fields: { LocationConstraint: constraint },
  })
}

const incompatible = (constraint: string): AwsError =>
  new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    { status: 400 },
  )

function ownershipOf(text: string | undefined): Ownership {
  if (text === undefined) return 'BucketOwnerEnforced'
  const known = OWNERSHIPS.find((ownership) => ownership === text)
  if (known) return known
  throw new AwsError('InvalidArgument', `Invalid x-amz-object-ownership header: ${text}`, {
    status: 400,
    fields: { ArgumentName: 'x-amz-object-ownership' },
  })
}

function refuseAcl(input: Parameters<typeof requirePrivateAcl>[0]): void {
  try {
    requirePrivateAcl(input)
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'AccessControlListNotSupported') throw error
    const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"
    throw new AwsError('InvalidBucketAclWithObjectOwnership', message, { status: 400, cause: error })
  }
}
