import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DeleteRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { Rolecall } from '../../src/library.ts'
import { clients, createRole, createUser, policy, startTestServer } from '../harness.ts'

let server: Rolecall
before(async () => {
  server = await startTestServer()
})
after(() => server.close())

test('a bucket policy grants nothing to a role of the same name that is made after the one it named', async () => {
  const { iam, s3 } = clients(server)
  const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' } as const
  const user = await createUser(server, 'reader-user', assume)
  const trusts = { AWS: server.account }
  const arn = await createRole(server, 'reader', trusts)
  await s3.send(new CreateBucketCommand({ Bucket: 'papers' }))
  await s3.send(new PutObjectCommand({ Bucket: 'papers', Key: 'k', Body: 'x' }))
  const Policy = policy({
    Effect: 'Allow',
    Principal: { AWS: arn },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::papers/*',
  })
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'papers', Policy }))
  const shown = async () => (await s3.send(new GetBucketPolicyCommand({ Bucket: 'papers' }))).Policy ?? ''
  const read = async () => {
    const { Credentials } = await clients(server, user).sts.send(
      new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'reading' }),
    )
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    await clients(server, session).s3.send(new GetObjectCommand({ Bucket: 'papers', Key: 'k' }))
  }
  await read()
  assert.equal(await shown(), Policy)

  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'reader' }))
  await iam.send(new DeleteRoleCommand({ RoleName: 'reader' }))
  await createRole(server, 'reader', trusts)
  await assert.rejects(read(), { name: 'AccessDenied' })
  assert.deepEqual(JSON.parse(await shown()).Statement[0].Principal, { AWS: Role?.RoleId })
})
