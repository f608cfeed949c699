import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { awsCli, awsCliIn } from './aws-cli.ts'
import { AGENT_POLICY, bucketPolicyFor, EC2_TRUST } from './documents.ts'
import { clientEnvironment, startServerProcess } from './server-process.ts'

const BUCKET = 'cli-story'
const CALLER = '123456789012:assumed-role/web'

test('the AWS CLI gives an instance a role, and the instance lives by it', { skip: awsCli.skip }, async (t) => {
  let server = await startServerProcess(t)
  const root = () => awsCliIn(clientEnvironment(server.ready, server.ready))
  let alice = { accessKeyId: '', secretAccessKey: '' }
  let instance = ''
  let association = ''
  // The CLI's first version takes no region from the metadata service, on AWS as here.
  const inside = () =>
    awsCliIn({}, (args) => server.exec(instance, [awsCli.path, ...args, '--region', server.ready.region]))

  await t.test('a role for EC2 takes a managed and an inline policy', async () => {
    const { json } = root()
    const { Role } = await json('iam', 'create-role', '--role-name', 'web', '--assume-role-policy-document', EC2_TRUST)
    assert.equal(Role.Arn, 'arn:aws:iam::123456789012:role/web')
    assert.match(Role.RoleId, /^AROA[A-Z2-7]{17}$/)
    assert.deepEqual(Role.AssumeRolePolicyDocument, JSON.parse(EC2_TRUST))
    await json('iam', 'attach-role-policy', '--role-name', 'web', '--policy-arn', AGENT_POLICY)
    const inline = ['--policy-name', 'objects', '--policy-document', bucketPolicyFor(BUCKET)]
    await json('iam', 'put-role-policy', '--role-name', 'web', ...inline)
    const { AttachedPolicies } = await json('iam', 'list-attached-role-policies', '--role-name', 'web')
    assert.deepEqual(AttachedPolicies, [{ PolicyName: 'CloudWatchAgentServerPolicy', PolicyArn: AGENT_POLICY }])
    const got = await json('iam', 'get-role-policy', '--role-name', 'web', '--policy-name', 'objects')
    assert.deepEqual(got.PolicyDocument, JSON.parse(bucketPolicyFor(BUCKET)))
  })

  await t.test('an instance profile carries it to an instance', async () => {
    const { json } = root()
    await json('iam', 'create-instance-profile', '--instance-profile-name', 'web-profile')
    const named = ['--instance-profile-name', 'web-profile']
    await json('iam', 'add-role-to-instance-profile', ...named, '--role-name', 'web')
    const profile = (await json('iam', 'get-instance-profile', ...named)).InstanceProfile
    assert.deepEqual(
      profile.Roles.map((role: { RoleName: string }) => role.RoleName),
      ['web'],
    )
    const launch = ['--image-id', 'ami-0abcdef1234567890', '--instance-type', 't3.micro', '--count', '1']
    const launched = await json('ec2', 'run-instances', ...launch)
    instance = launched.Instances[0].InstanceId
    assert.match(instance, /^i-[0-9a-f]{17}$/)
    const associate = ['--instance-id', instance, '--iam-instance-profile', 'Name=web-profile']
    const made = (await json('ec2', 'associate-iam-instance-profile', ...associate)).IamInstanceProfileAssociation
    association = made.AssociationId
    assert.match(association, /^iip-assoc-[0-9a-f]{17}$/)
    assert.deepEqual(made.IamInstanceProfile, { Arn: profile.Arn, Id: profile.InstanceProfileId })
    await json('ec2', 'wait', 'instance-running', '--instance-ids', instance)
    const described = await json('ec2', 'describe-instances', '--instance-ids', instance)
    assert.deepEqual(described.Reservations[0].Instances[0].IamInstanceProfile, {
      Arn: profile.Arn,
      Id: profile.InstanceProfileId,
    })
  })

  await t.test('a second profile on the instance is refused with EC2’s sentence', async () => {
    const associate = ['--instance-id', instance, '--iam-instance-profile', 'Name=web-profile']
    const said = await root().refused('ec2', 'associate-iam-instance-profile', ...associate)
    assert.match(said, /\(IncorrectState\).*There is an existing association for instance /)
  })

  await t.test('inside, the caller is the role with the instance as its session, from metadata alone', async () => {
    const identity = await inside().json('sts', 'get-caller-identity')
    assert.equal(identity.Account, '123456789012')
    assert.equal(identity.Arn, `arn:aws:sts::${CALLER}/${instance}`)
    assert.match(identity.UserId, new RegExp(`^AROA[A-Z2-7]{17}:${instance}$`))
    const where = await inside().text('configure', 'list')
    assert.match(where, /access_key\s*:?\s*\*+\w{4}\s*:?\s*iam-role/)
  })

  await t.test('inside, objects are read and written where the inline policy says, and nowhere else', async () => {
    await root().text('s3', 'mb', `s3://${BUCKET}`)
    const file = join(server.folder, 'config')
    writeFileSync(file, 'colour = blue\n')
    await root().text('s3', 'cp', file, `s3://${BUCKET}/read/config`)
    assert.equal(await inside().text('s3', 'cp', `s3://${BUCKET}/read/config`, '-'), 'colour = blue\n')
    await inside().text('s3', 'cp', file, `s3://${BUCKET}/write/copy`)
    assert.equal(await root().text('s3', 'cp', `s3://${BUCKET}/write/copy`, '-'), 'colour = blue\n')
    assert.match(
      await inside().refused('s3', 'cp', file, `s3://${BUCKET}/read/config`),
      new RegExp(
        `\\(AccessDenied\\).*User: arn:aws:sts::${CALLER}/${instance} is not authorized to perform: s3:PutObject on ` +
          `resource: "arn:aws:s3:::${BUCKET}/read/config" because no identity-based policy allows the s3:PutObject action`,
      ),
    )
    assert.match(await inside().refused('s3', 'ls'), /\(AccessDenied\).*s3:ListAllMyBuckets/)
  })

  await t.test('inside, logs and metrics are written as CloudWatchAgentServerPolicy permits', async () => {
    const { json, refused } = inside()
    await json('logs', 'create-log-group', '--log-group-name', '/web')
    const stream = ['--log-group-name', '/web', '--log-stream-name', instance]
    await json('logs', 'create-log-stream', ...stream)
    await json('logs', 'put-log-events', ...stream, '--log-events', `timestamp=${Date.now()},message=started`)
    const data = ['--namespace', 'Web', '--metric-name', 'requests', '--value', '3']
    await json('cloudwatch', 'put-metric-data', ...data)
    const said = await refused('logs', 'get-log-events', ...stream)
    assert.match(said, /\(AccessDeniedException\) when calling the GetLogEvents operation: User: arn:aws:sts::/)
    assert.match(said, /because no identity-based policy allows the logs:GetLogEvents action$/)
    assert.match(await refused('iam', 'list-roles'), /\(AccessDenied\).*iam:ListRoles/)
    assert.match(await refused('ec2', 'describe-instances'), /\(UnauthorizedOperation\).*ec2:DescribeInstances/)
    const { events } = await root().json('logs', 'filter-log-events', '--log-group-name', '/web')
    assert.deepEqual(
      events.map((event: { message: string }) => event.message),
      ['started'],
    )
  })

  await t.test('a user with a key of her own may do what her policy says', async () => {
    const { json } = root()
    await json('iam', 'create-user', '--user-name', 'alice')
    const { AccessKey } = await json('iam', 'create-access-key', '--user-name', 'alice')
    alice = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey }
    const user = awsCliIn(clientEnvironment(server.ready, alice))
    assert.equal((await user.json('sts', 'get-caller-identity')).Arn, 'arn:aws:iam::123456789012:user/alice')
    assert.match(
      await user.refused('iam', 'get-role', '--role-name', 'web'),
      /\(AccessDenied\).*iam:GetRole on resource: role web/,
    )
    await json(
      'iam',
      'attach-user-policy',
      '--user-name',
      'alice',
      '--policy-arn',
      'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
    )
    assert.equal((await user.json('iam', 'get-role', '--role-name', 'web')).Role.RoleName, 'web')
  })

  await t.test('a password is given to her, and changed by her', async () => {
    const { json, refused } = root()
    const first = ['--user-name', 'alice', '--password', 'correct Horse 7', '--password-reset-required']
    assert.equal((await json('iam', 'create-login-profile', ...first)).LoginProfile.PasswordResetRequired, true)
    assert.match(await refused('iam', 'create-login-profile', ...first), /\(EntityAlreadyExists\)/)
    const change = ['iam', 'change-password', '--old-password', 'correct Horse 7', '--new-password', 'another Horse 8']
    const user = awsCliIn(clientEnvironment(server.ready, alice))
    assert.match(await user.refused(...change), /\(AccessDenied\).*iam:ChangePassword on resource: user alice/)
    const IAMUserChangePassword = 'arn:aws:iam::aws:policy/IAMUserChangePassword'
    await json('iam', 'attach-user-policy', '--user-name', 'alice', '--policy-arn', IAMUserChangePassword)
    await user.text(...change)
    assert.match(await user.refused(...change), /\(AccessDenied\).*The old password was incorrect\./)
    assert.match(await refused(...change), /\(InvalidUserType\).*Only IAM Users can change their own password\./)
  })

  await t.test('the account’s password policy is set, obeyed and replaced as a whole', async () => {
    const { json, text, refused } = root()
    assert.match(
      await refused('iam', 'get-account-password-policy'),
      /\(NoSuchEntity\).*The Password Policy with domain name 123456789012 cannot be found\./,
    )
    const update = ['iam', 'update-account-password-policy']
    await text(...update, '--minimum-password-length', '20', '--require-symbols', '--max-password-age', '90')
    const set = ['iam', 'update-login-profile', '--user-name', 'alice', '--password']
    assert.match(
      await refused(...set, 'short Horse 9'),
      /\(PasswordPolicyViolation\).*: Password should have a minimum length of 20, Password should have at least one symbol$/,
    )
    await text(...update, '--allow-users-to-change-password', '--password-reuse-prevention', '24')
    const { PasswordPolicy } = await json('iam', 'get-account-password-policy')
    const { MinimumPasswordLength, RequireSymbols, ExpirePasswords, MaxPasswordAge } = PasswordPolicy
    assert.deepEqual(
      [MinimumPasswordLength, RequireSymbols, ExpirePasswords, MaxPasswordAge],
      [6, false, false, undefined],
    )
  })

  await t.test(
    'after kill -9 and another start everything is there, and old keys and the association work',
    async () => {
      server = await server.restart('SIGKILL')
      const user = awsCliIn(clientEnvironment(server.ready, alice))
      assert.equal((await user.json('sts', 'get-caller-identity')).Arn, 'arn:aws:iam::123456789012:user/alice')
      const { LoginProfile } = await user.json('iam', 'get-login-profile')
      assert.deepEqual([LoginProfile.UserName, LoginProfile.PasswordResetRequired], ['alice', false])
      const { PasswordPolicy } = await user.json('iam', 'get-account-password-policy')
      assert.deepEqual([PasswordPolicy.AllowUsersToChangePassword, PasswordPolicy.PasswordReusePrevention], [true, 24])
      const described = await root().json('ec2', 'describe-iam-instance-profile-associations')
      const [kept] = described.IamInstanceProfileAssociations
      assert.deepEqual([kept.AssociationId, kept.InstanceId, kept.State], [association, instance, 'associated'])
      assert.equal((await inside().json('sts', 'get-caller-identity')).Arn, `arn:aws:sts::${CALLER}/${instance}`)
      assert.equal(await inside().text('s3', 'cp', `s3://${BUCKET}/read/config`, '-'), 'colour = blue\n')
      const { events } = await root().json('logs', 'filter-log-events', '--log-group-name', '/web')
      assert.equal(events.length, 1)
    },
  )

  await t.test('without the association the instance has no credentials', async () => {
    await root().json('ec2', 'disassociate-iam-instance-profile', '--association-id', association)
    assert.match(await inside().refused('sts', 'get-caller-identity'), /Unable to locate credentials/)
  })
})
