import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { openTemporaryObjects } from './disk/disk-object-store.ts'
import { ACCOUNT, ANONYMOUS, bodyOf, bytesOf, OTHER_ACCOUNT, s3Driver, s3Error, userOf } from './driver-for-tests.ts'
import type { ObjectStore } from './object-store.ts'

let objects: ObjectStore
let s3: ReturnType<typeof s3Driver>

beforeEach(async () => {
  objects = await openTemporaryObjects()
  s3 = s3Driver(objects)
})
afterEach(() => objects.close())

const bob = { caller: userOf(OTHER_ACCOUNT, 'bob') }
const NO_BLOCK = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
}
const policyFor = (principal: unknown, action: string, resource: string, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Resource: resource, ...more }],
  })

test('a bucket is made, found, listed and deleted', async () => {
  await s3.call('CreateBucket', { Bucket: 'bucket-one' })
  assert.equal((await s3.call('HeadBucket', { Bucket: 'bucket-one' }))?.BucketRegion, 'us-east-1')
  const { Buckets: list } = await s3.call('ListBuckets', {})
  assert.deepEqual(
    list?.map(({ Name }) => Name),
    ['bucket-one'],
  )
  assert.equal((await s3.call('GetBucketLocation', { Bucket: 'bucket-one' })).LocationConstraint, undefined)
  await s3.call('DeleteBucket', { Bucket: 'bucket-one' })
  const fields = { BucketName: 'bucket-one' }
  const message = 'The specified bucket does not exist'
  await assert.rejects(
    s3.call('HeadBucket', { Bucket: 'bucket-one' }),
    s3Error('NoSuchBucket', { message, status: 404, fields }),
  )
})

test('making a bucket again succeeds in us-east-1 and is a conflict elsewhere', async () => {
  await s3.call('CreateBucket', { Bucket: 'here' })
  await s3.call('CreateBucket', { Bucket: 'here' })
  const west = { region: 'us-west-1' }
  const there = { Bucket: 'there', CreateBucketConfiguration: { LocationConstraint: 'us-west-1' } }
  await s3.call('CreateBucket', there, west)
  await assert.rejects(
    s3.call('CreateBucket', there, west),
    s3Error('BucketAlreadyOwnedByYou', {
      message: 'Your previous request to create the named bucket succeeded and you already own it.',
      status: 409,
    }),
  )
  await assert.rejects(s3.call('CreateBucket', { Bucket: 'here' }, bob), s3Error('BucketAlreadyExists'))
})

test('the location constraint fits the region of the request', async () => {
  const create = (constraint: string | undefined, region: string) =>
    s3.call(
      'CreateBucket',
      { Bucket: 'located', ...(constraint && { CreateBucketConfiguration: { LocationConstraint: constraint } }) },
      { region },
    )
  const sentence = (constraint: string) =>
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`
  const code = 'IllegalLocationConstraintException'
  await assert.rejects(create('us-west-1', 'us-east-2'), s3Error(code, { message: sentence('us-west-1'), status: 400 }))
  await assert.rejects(create(undefined, 'us-east-2'), s3Error(code, { message: sentence('unspecified') }))
  await assert.rejects(
    create('us-east-1', 'us-east-1'),
    s3Error('InvalidLocationConstraint', { fields: { LocationConstraint: 'us-east-1' } }),
  )
  await create('EU', 'eu-west-1')
  assert.equal((await s3.call('GetBucketLocation', { Bucket: 'located' })).LocationConstraint, 'eu-west-1')
})

test('names that S3 does not take are refused', async () => {
  for (const name of ['ab', 'UPPER', 'a..b', '-a-b', '192.168.5.4', 'xn--abc', 'a_b']) {
    const message = 'The specified bucket is not valid.'
    await assert.rejects(
      s3.call('CreateBucket', { Bucket: name }),
      s3Error('InvalidBucketName', { message, status: 400 }),
      name,
    )
  }
})

test('a bucket with objects is not deleted, and one made again does not show old objects', async () => {
  await s3.call('CreateBucket', { Bucket: 'again' })
  await s3.call('PutObject', { Bucket: 'again', Key: 'k', Body: bodyOf('x') })
  await assert.rejects(
    s3.call('DeleteBucket', { Bucket: 'again' }),
    s3Error('BucketNotEmpty', { message: 'The bucket you tried to delete is not empty', status: 409 }),
  )
  await s3.call('CreateMultipartUpload', { Bucket: 'again', Key: 'u' })
  await s3.call('DeleteObject', { Bucket: 'again', Key: 'k' })
  await s3.call('DeleteBucket', { Bucket: 'again' })
  await s3.call('CreateBucket', { Bucket: 'again' })
  assert.deepEqual((await s3.call('ListMultipartUploads', { Bucket: 'again' })).Uploads, [])
  assert.equal((await s3.call('ListObjectsV2', { Bucket: 'again' })).KeyCount, 0)
})

test('a signature of another region is told the right one, and GetBucketLocation answers it', async () => {
  const config = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }
  await s3.call('CreateBucket', { Bucket: 'abroad', ...config }, { region: 'eu-west-1' })
  await assert.rejects(s3.call('HeadBucket', { Bucket: 'abroad' }), (error: Error & { headers?: object }) => {
    assert.deepEqual(error.headers, { 'x-amz-bucket-region': 'eu-west-1' })
    return s3Error('AuthorizationHeaderMalformed', {
      message: "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
      status: 400,
      fields: { Region: 'eu-west-1' },
    })(error)
  })
  assert.equal((await s3.call('GetBucketLocation', { Bucket: 'abroad' })).LocationConstraint, 'eu-west-1')
  await s3.call('HeadBucket', { Bucket: 'abroad' }, { region: 'eu-west-1' })
})

test('another owner than expected is refused', async () => {
  await s3.call('CreateBucket', { Bucket: 'mine' })
  const head = (owner: string) => s3.call('HeadBucket', { Bucket: 'mine', ExpectedBucketOwner: owner })
  await head(ACCOUNT)
  await assert.rejects(head(OTHER_ACCOUNT), s3Error('AccessDenied', { message: 'Access Denied', status: 403 }))
  const message = 'The value of the expected bucket owner parameter must be an AWS Account ID... [abcd]'
  await assert.rejects(head('abcd'), s3Error('InvalidBucketOwnerAWSAccountID', { message, status: 400 }))
})

test('a new bucket has what S3 gives every bucket, and nothing else is configured', async () => {
  const named = { Bucket: 'fresh' }
  await s3.call('CreateBucket', { ...named, ACL: 'private' })
  const block = await s3.call('GetPublicAccessBlock', named)
  assert.ok(Object.values(block.PublicAccessBlockConfiguration ?? {}).every((setting) => setting === true))
  const ownership = await s3.call('GetBucketOwnershipControls', named)
  assert.equal(ownership.OwnershipControls?.Rules[0]?.ObjectOwnership, 'BucketOwnerEnforced')
  assert.equal((await s3.call('GetBucketVersioning', named)).Status, undefined)
  const absent = {
    GetBucketPolicy: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
    GetBucketTagging: ['NoSuchTagSet', 'The TagSet does not exist'],
    GetBucketCors: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'],
    GetBucketWebsite: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
    GetBucketLifecycleConfiguration: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
    GetBucketReplication: ['ReplicationConfigurationNotFoundError', 'The replication configuration was not found'],
    GetObjectLockConfiguration: [
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
    ],
  } as const
  for (const [name, [code, message]] of Object.entries(absent)) {
    // Object.entries forgets that its keys are the object's.
    const operation = name as keyof typeof absent
    await assert.rejects(
      s3.call(operation, named),
      s3Error(code, { message, status: 404, fields: { BucketName: 'fresh' } }),
    )
  }
})

test('versioning can be suspended and is honest about not being enabled', async () => {
  await s3.call('CreateBucket', { Bucket: 'versions' })
  const put = (VersioningConfiguration: { Status?: string }) =>
    s3.call('PutBucketVersioning', { Bucket: 'versions', VersioningConfiguration })
  await assert.rejects(put({ Status: 'Enabled' }), s3Error('NotImplemented', { status: 501 }))
  await assert.rejects(
    put({}),
    s3Error('IllegalVersioningConfigurationException', { message: 'The Versioning element must be specified' }),
  )
  await put({ Status: 'Suspended' })
  assert.equal((await s3.call('GetBucketVersioning', { Bucket: 'versions' })).Status, 'Suspended')
})

test('tag sets are checked with the recorded sentences', async () => {
  await s3.call('CreateBucket', { Bucket: 'tagged' })
  const put = (...TagSet: { Key: string; Value: string }[]) =>
    s3.call('PutBucketTagging', { Bucket: 'tagged', Tagging: { TagSet } })
  const tag = (Key: string, Value = 'v') => ({ Key, Value })
  await assert.rejects(
    put(tag('Key1'), tag('Key1')),
    s3Error('InvalidTag', { message: 'Cannot provide multiple Tags with the same key', fields: { TagKey: 'Key1' } }),
  )
  await assert.rejects(
    put(tag('aws:prefixed')),
    s3Error('InvalidTag', { message: 'System tags cannot be added/updated by requester' }),
  )
  await assert.rejects(
    put(tag('Key1,Key2')),
    s3Error('InvalidTag', { message: 'The TagKey you have provided is invalid' }),
  )
  await assert.rejects(
    put(tag('Key1', 'Val1,Val2')),
    s3Error('InvalidTag', { message: 'The TagValue you have provided is invalid' }),
  )
  await put(tag('a', '1'), tag('b', '2'))
  assert.deepEqual((await s3.call('GetBucketTagging', { Bucket: 'tagged' })).TagSet, [tag('a', '1'), tag('b', '2')])
  await s3.call('DeleteBucketTagging', { Bucket: 'tagged' })
  await assert.rejects(s3.call('GetBucketTagging', { Bucket: 'tagged' }), s3Error('NoSuchTagSet'))
})

test('a bucket policy lets in another account and nobody else', async () => {
  await s3.call('CreateBucket', { Bucket: 'shared' })
  await s3.call('PutObject', { Bucket: 'shared', Key: 'k', Body: bodyOf('x') })
  const get = (options: object) => s3.call('GetObject', { Bucket: 'shared', Key: 'k' }, options)
  await assert.rejects(get(bob), s3Error('AccessDenied'))
  const Policy = policyFor({ AWS: bob.caller.arn }, 's3:GetObject', 'arn:aws:s3:::shared/*')
  await s3.call('PutBucketPolicy', { Bucket: 'shared', Policy })
  assert.equal((await bytesOf((await get(bob)).Body)).toString(), 'x')
  await assert.rejects(get({ caller: userOf(OTHER_ACCOUNT, 'carol') }), s3Error('AccessDenied'))
  await assert.rejects(get({ ...bob, policy: null }), s3Error('AccessDenied'))
  assert.equal((await s3.call('GetBucketPolicy', { Bucket: 'shared' })).Policy, Policy)
  assert.equal((await s3.call('GetBucketPolicyStatus', { Bucket: 'shared' })).PolicyStatus?.IsPublic, false)
  await s3.call('DeleteBucketPolicy', { Bucket: 'shared' })
  await assert.rejects(get(bob), s3Error('AccessDenied'))
})

test('a public policy is blocked until Block Public Access is off, and restricted when that is on again', async () => {
  await s3.call('CreateBucket', { Bucket: 'open' })
  await s3.call('PutObject', { Bucket: 'open', Key: 'k', Body: bodyOf('x') })
  const Policy = policyFor('*', 's3:GetObject', 'arn:aws:s3:::open/*')
  const message =
    `User: arn:aws:iam::${ACCOUNT}:user/alice is not authorized to perform: s3:PutBucketPolicy on resource: ` +
    '"arn:aws:s3:::open" because public policies are blocked by the BlockPublicPolicy block public access setting.'
  await assert.rejects(
    s3.call('PutBucketPolicy', { Bucket: 'open', Policy }),
    s3Error('AccessDenied', { message, status: 403 }),
  )
  const block = (setting: object) =>
    s3.call('PutPublicAccessBlock', { Bucket: 'open', PublicAccessBlockConfiguration: { ...NO_BLOCK, ...setting } })
  await block({})
  await s3.call('PutBucketPolicy', { Bucket: 'open', Policy })
  assert.equal((await s3.call('GetBucketPolicyStatus', { Bucket: 'open' })).PolicyStatus?.IsPublic, true)
  const get = () => s3.call('GetObject', { Bucket: 'open', Key: 'k' }, { caller: ANONYMOUS })
  await get()
  await block({ RestrictPublicBuckets: true })
  await assert.rejects(get(), s3Error('AccessDenied'))
})

test('a policy that S3 would not take is refused with its sentence', async () => {
  await s3.call('CreateBucket', { Bucket: 'policies' })
  const put = (Policy: string) => s3.call('PutBucketPolicy', { Bucket: 'policies', Policy })
  await assert.rejects(
    put('{}'),
    s3Error('MalformedPolicy', { message: 'Missing required field Statement', status: 400 }),
  )
  await assert.rejects(
    put(''),
    s3Error('MalformedPolicy', { message: "Policies must be valid JSON and the first byte must be '{'" }),
  )
  await assert.rejects(
    put(policyFor({ AWS: bob.caller.arn }, 's3:GetObject', 'arn:aws:s3:::elsewhere/*')),
    s3Error('MalformedPolicy'),
  )
})

test('permissions are asked with the keys that the request sets', async () => {
  const create = { Bucket: 'keys', ACL: 'private', CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }
  await s3.call('CreateBucket', create, { region: 'eu-central-1' })
  const [created] = s3.judged
  assert.equal(created?.check.action, 's3:CreateBucket')
  assert.equal(created?.check.context?.['s3:locationconstraint'], 'eu-central-1')
  assert.equal(created?.check.context?.['s3:x-amz-acl'], 'private')
  const list = { Bucket: 'keys', Prefix: 'home/', Delimiter: '/', MaxKeys: 7 }
  await s3.call('ListObjectsV2', list, { region: 'eu-central-1' })
  const context = s3.judged[0]?.check.context
  assert.deepEqual([context?.['s3:prefix'], context?.['s3:delimiter'], context?.['s3:max-keys']], ['home/', '/', '7'])
})

test('ACLs beyond the owner are refused', async () => {
  await s3.call('CreateBucket', { Bucket: 'acls' })
  const refused = s3Error('AccessControlListNotSupported', { message: 'The bucket does not allow ACLs', status: 400 })
  await s3.call('PutBucketAcl', { Bucket: 'acls', ACL: 'private' })
  await assert.rejects(s3.call('PutBucketAcl', { Bucket: 'acls', ACL: 'public-read' }), refused)
  await assert.rejects(
    s3.call('PutObject', { Bucket: 'acls', Key: 'k', ACL: 'public-read', Body: bodyOf('') }),
    refused,
  )
  await s3.call('PutObject', { Bucket: 'acls', Key: 'k', ACL: 'bucket-owner-full-control', Body: bodyOf('') })
  const acl = await s3.call('GetBucketAcl', { Bucket: 'acls' })
  assert.deepEqual(
    acl.Grants?.map(({ Permission, Grantee }) => [Permission, Grantee?.ID]),
    [['FULL_CONTROL', acl.Owner?.ID]],
  )
  await s3.call('PutBucketAcl', { Bucket: 'acls', AccessControlPolicy: acl })
})
