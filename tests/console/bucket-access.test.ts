/** Who reaches a bucket, as Who can? finds it in what IAM and S3 tell of the account, and as S3 answers everybody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { clients, createRole, createUser, policy, type Reachable, type Statement, startTestServer } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'
import '../../console/src/policy-editor/library.fixture.ts'

const { graphOf } = await import('../../console/src/access-graph/graph.ts')
const { viewOf } = await import('../../console/src/access-graph/view.ts')

const ACCOUNT = '123456789012'
const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`
const SHOP = 'arn:aws:s3:::shop'
const allow = (Action: string, Resource: string): Statement => ({ Effect: 'Allow', Action, Resource })

/** Users and a role of many kinds, a bucket with a policy, and the keys of each of them. */
async function plant(server: Reachable): Promise<ReadonlyMap<string, SigningCredentials>> {
  const { iam, s3 } = clients(server)
  const users: Readonly<Record<string, readonly Statement[]>> = {
    'by-identity': [allow('s3:GetObject', `${SHOP}/*`), allow('s3:PutObject', `${SHOP}/*`)],
    'of-another-bucket': [allow('s3:*', 'arn:aws:s3:::other'), allow('s3:*', 'arn:aws:s3:::other/*')],
    'named-by-the-bucket': [],
    'named-and-denied-by-itself': [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }],
    'denied-by-the-bucket': [allow('s3:*', '*')],
    'within-a-boundary': [allow('s3:*', '*')],
    'named-within-a-boundary': [],
    'in-a-group': [],
    'keeper-of-the-policy': [allow('s3:PutBucketPolicy', SHOP)],
    nobody: [],
  }
  const keys = new Map<string, SigningCredentials>()
  for (const [name, statements] of Object.entries(users)) keys.set(name, await createUser(server, name, ...statements))
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'reads', PolicyDocument: policy(allow('s3:GetObject', '*')) }),
  )
  for (const UserName of ['within-a-boundary', 'named-within-a-boundary'])
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: Policy?.Arn }))
  await iam.send(new CreateGroupCommand({ GroupName: 'staff' }))
  await iam.send(
    new PutGroupPolicyCommand({
      ...{ GroupName: 'staff', PolicyName: 'reads' },
      PolicyDocument: policy(allow('s3:GetObject', `${SHOP}/*`)),
    }),
  )
  await iam.send(new AddUserToGroupCommand({ GroupName: 'staff', UserName: 'in-a-group' }))
  await createRole(server, 'named-role', { AWS: arn('root') })
  const boss = await createUser(server, 'boss', { Effect: 'Allow', Action: 'sts:AssumeRole' })
  const { Credentials } = await clients(server, boss).sts.send(
    new AssumeRoleCommand({ RoleArn: arn('role/named-role'), RoleSessionName: 'session' }),
  )
  keys.set('named-role', {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
  keys.set('boss', boss)
  await s3.send(new CreateBucketCommand({ Bucket: 'shop' }))
  await s3.send(new PutObjectCommand({ Bucket: 'shop', Key: 'any-object', Body: 'v' }))
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'shop', Policy: POLICY }))
  return keys
}

const NAMED = [
  'user/named-by-the-bucket',
  'user/named-and-denied-by-itself',
  'user/named-within-a-boundary',
  'role/named-role',
]
const POLICY = policy(
  {
    ...{ Effect: 'Allow', Principal: { AWS: NAMED.map(arn) }, Action: ['s3:GetObject', 's3:PutObject'] },
    Resource: `${SHOP}/*`,
  },
  { Effect: 'Allow', Principal: { AWS: arn('root') }, Action: 's3:*', Resource: [SHOP, `${SHOP}/*`] },
  {
    ...{ Effect: 'Deny', Principal: { AWS: arn('user/denied-by-the-bucket') }, Action: 's3:GetObject' },
    Resource: `${SHOP}/*`,
  },
)

test('the graph says of everybody what S3 does', async (t) => {
  const server = await startTestServer()
  t.after(() => server.close())
  const keys = await plant(server)
  const { iam, s3 } = clients(server)
  const details = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: 'shop' }))
  const read = {
    ...{ account: ACCOUNT, region: 'us-east-1', instances: [], policies: details.Policies ?? [] },
    users: details.UserDetailList ?? [],
    groups: details.GroupDetailList ?? [],
    roles: details.RoleDetailList ?? [],
  }
  const graph = graphOf({ ...read, buckets: [{ name: 'shop', policy: Policy, restricted: true }] })
  const told = (viewOf(graph, SHOP)?.into ?? []).filter(({ from }) => from.kind !== 'group')
  assert.ok(told.every(({ certain }) => certain))
  const found = new Set(told.map(({ from, verb }) => `${from.name} ${verb}`))
  const seen = new Set<string>()
  const tried = async (name: string, verb: string, call: Promise<unknown>) => {
    const allowed = await call.then(
      () => true,
      (error: Error) => {
        assert.equal(error.name, 'AccessDenied', `${name} ${verb}: ${error}`)
        return false
      },
    )
    if (allowed) seen.add(`${name} ${verb}`)
  }
  for (const [name, credentials] of keys) {
    const theirs = clients(server, credentials).s3
    await tried(name, 'may read', theirs.send(new GetObjectCommand({ Bucket: 'shop', Key: 'any-object' })))
    await tried(name, 'may write', theirs.send(new PutObjectCommand({ Bucket: 'shop', Key: 'any-object', Body: 'v' })))
    await tried(
      name,
      'may change the policy of',
      theirs.send(new PutBucketPolicyCommand({ Bucket: 'shop', Policy: POLICY })),
    )
  }
  assert.deepEqual([...found].sort(), [...seen].sort())
  const forAll = policy({
    ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${SHOP}/*` },
    Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } },
  })
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'shop', Policy: forAll }))
  const opened = graphOf({ ...read, buckets: [{ name: 'shop', policy: forAll, restricted: true }] })
  const readers = (viewOf(opened, SHOP)?.into ?? [])
    .filter(({ verb }) => verb === 'may read')
    .map(({ from }) => from.name)
  for (const [name, credentials] of keys) {
    await clients(server, credentials).s3.send(new GetObjectCommand({ Bucket: 'shop', Key: 'any-object' }))
    assert.ok(readers.includes(name), name)
  }
  assert.ok(seen.size >= 10, `${seen.size} are enough to tell`)
})

test('a bucket is a place of the graph, with who reaches it and why, and what could not be read is said', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  await plant(server)
  const { s3 } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket: 'closed' }))
  const closed = policy({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:GetBucketPolicy',
    Resource: 'arn:aws:s3:::closed',
  })
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'closed', Policy: closed }))
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await page.goto('/access')
    await page.getByText(/s3:GetBucketPolicy on resource: "arn:aws:s3:::closed"/).waitFor()
    expectComplaint(/closed\/\?policy=: 403$/)
    await page.getByRole('button', { name: /Start from/ }).click()
    await page.getByRole('combobox', { name: 'Find a place to start from' }).fill('shop')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Bucket shop' }).waitFor()
    const ways = page.getByRole('list', { name: 'In one step' })
    const way = ways.getByRole('listitem').filter({ hasText: 'named-role (role) may write shop' })
    await way.getByRole('button', { name: 'Why named-role may write shop' }).click()
    await way.getByText('Statement 1 of the resource-based policy of arn:aws:s3:::shop allows it.').waitFor()
    await page.getByRole('list', { name: 'Over several steps' }).getByRole('link', { name: 'boss' }).first().waitFor()
    await page.getByRole('region', { name: 'Access graph around shop' }).getByText(/more$/).waitFor()
    await assertAccessible(page)
    assert.equal(await ways.getByRole('link', { name: 'nobody', exact: true }).count(), 0)
    await ways.getByRole('link', { name: 'by-identity' }).first().click()
    const around = page.getByRole('region', { name: 'Access graph around by-identity' })
    await around.getByRole('link', { name: 'shop' }).waitFor()
    await page.getByRole('tab', { name: 'Which buckets it reaches (2)' }).click()
    await page.getByText('by-identity (user) may write shop (bucket)').waitFor()
    await assertAccessible(page)
    await page.goto('/access?node=arn:aws:s3:::closed')
    await page.getByText(/Its policy could not be read/).waitFor()
  })
})
