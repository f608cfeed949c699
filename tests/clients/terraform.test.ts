import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2'
import {
  GetAccountPasswordPolicyCommand,
  GetLoginProfileCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { GetObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3'
import { clients } from '../harness.ts'
import { tool } from '../tools.ts'
import { clientEnvironment, outcomeOf, startServerProcess } from './server-process.ts'

const terraform = tool('terraform')

/**
 * A folder with the provider, laid out as `terraform providers mirror` writes it: ROLECALL_TERRAFORM_MIRROR, else the
 * folders where Terraform itself looks, or one below /opt. Nothing is downloaded.
 */
const PROVIDER = 'registry.terraform.io/hashicorp/aws/5.100.0'
const mirror = [
  process.env['ROLECALL_TERRAFORM_MIRROR'] ?? '',
  join(homedir(), '.terraform.d', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  ...(existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : []),
].find((folder) => folder !== '' && existsSync(join(folder, PROVIDER)))

const skip =
  terraform.skip || (mirror === undefined && `no mirror with ${PROVIDER}; name its folder in ROLECALL_TERRAFORM_MIRROR`)

/** ED25519, made for this test; its private half was never kept. */
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIgj0s28/94CDFbjuM8lnWTd5aQD214AhXRfpdzTUusK me'

/**
 * What Terraform asks of EC2 for it, as its log tells: AuthorizeSecurityGroup*, Create* and Delete* of what it makes,
 * CreateTags, DescribeImages, DescribeInstanceAttribute, DescribeInstanceCreditSpecifications,
 * DescribeIamInstanceProfileAssociations, DescribeInstances, DescribeInstanceTypes, DescribeInstanceTypeOfferings,
 * DescribeKeyPairs, DescribeLaunchTemplates and their versions, DescribeNetworkInterfaces, DescribeRouteTables,
 * DescribeSecurityGroups and their rules, DescribeSubnets, DescribeTags, DescribeVolumes, DescribeVpcs and their
 * attributes, ImportKeyPair, ModifyInstanceCreditSpecification, ModifyInstanceMetadataOptions, MonitorInstances,
 * ReplaceIamInstanceProfileAssociation, RevokeSecurityGroup*, RunInstances, TerminateInstances. One is not built:
 * GetInstanceUefiData, which `data.aws_ami` calls with the id of the image and whose refusal it ignores. Terraform waits half
 * a minute for a volume that grows, so that ModifyVolume is not among them.
 */
test('Terraform makes, keeps, changes and removes what it describes, in two regions', { skip }, async (t) => {
  const { ready, folder } = await startServerProcess(t)
  for (const name of ['main.tf', 'ec2.tf']) {
    copyFileSync(join(import.meta.dirname, 'terraform', name), join(folder, name))
  }
  const config = join(folder, 'terraform.rc')
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`)
  const { AWS_ENDPOINT_URL, ...env } = clientEnvironment(ready, ready)
  const run = (team: string, ...args: string[]) =>
    outcomeOf(
      terraform.path,
      args,
      {
        ...env,
        TF_CLI_CONFIG_FILE: config,
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        TF_VAR_endpoint: AWS_ENDPOINT_URL,
        TF_VAR_team: team,
        TF_VAR_public_key: PUBLIC_KEY,
        TF_VAR_retention: team === 'web' ? '14' : '30',
      },
      { cwd: folder },
    )
  const done = async (team: string, ...args: string[]) => {
    const { code, stdout, stderr } = await run(team, ...args)
    assert.equal(code, 0, `terraform ${args[0]}: ${stderr}${stdout.slice(-2000)}`)
    return stdout
  }
  const unchanged = async (team: string) => {
    const { code, stdout } = await run(team, 'plan', '-no-color', '-input=false', '-detailed-exitcode')
    assert.equal(code, 0, `plan shows changes: ${stdout}`)
  }
  const { iam, ec2, s3, logs } = clients(ready)
  const outputsOf = async (team: string) => JSON.parse(await done(team, 'output', '-json'))
  const instanceOf = async (id: string) =>
    (await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }))).Reservations?.[0]?.Instances?.[0]
  const ireland = clients({ ...ready, region: 'eu-west-1' })
  await done('web', 'init', '-input=false', '-no-color')

  await t.test('apply makes everything', async () => {
    await done('web', 'apply', '-auto-approve', '-input=false', '-no-color')
    const outputs = await outputsOf('web')
    assert.equal(outputs.account.value, '123456789012')
    assert.equal(outputs.role.value, 'arn:aws:iam::123456789012:role/service/web')
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'web' }))
    assert.deepEqual([Role?.Path, Role?.MaxSessionDuration, Role?.Tags?.[0]?.Value], ['/service/', 7200, 'web'])
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'web' }))
    const names = attached.AttachedPolicies?.map(({ PolicyName }) => PolicyName)
    assert.deepEqual(names?.sort(), ['CloudWatchAgentServerPolicy', 'write-logs'])
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: 'alice' }))
    assert.equal(LoginProfile?.PasswordResetRequired, false)
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}))
    assert.deepEqual(
      [PasswordPolicy?.MinimumPasswordLength, PasswordPolicy?.MaxPasswordAge, PasswordPolicy?.PasswordReusePrevention],
      [12, 90, undefined],
    )
    const web = await instanceOf(outputs.instance.value)
    assert.equal(web?.IamInstanceProfile?.Arn, 'arn:aws:iam::123456789012:instance-profile/web')
    assert.equal(web?.MetadataOptions?.HttpTokens, 'optional')
    assert.deepEqual(
      web?.SecurityGroups?.map(({ GroupName }) => GroupName),
      ['web'],
    )
    const object = await s3.send(new GetObjectCommand({ Bucket: 'terraform-config', Key: 'web/app.conf' }))
    assert.equal(await object.Body?.transformToString(), 'colour = blue\n')
  })

  await t.test(
    'the newest image, the default network and the launch template are what the instance is made of',
    async () => {
      const outputs = await outputsOf('web')
      assert.match(outputs.image.value, /^al2023-ami-2023\.6\..*-x86_64$/)
      assert.deepEqual(
        [outputs.default_vpc.value, outputs.subnets.value, outputs.zones.value, outputs.memory.value],
        ['172.31.0.0/16', 3, 3, 1024],
      )
      const web = await instanceOf(outputs.instance.value)
      assert.deepEqual([web?.KeyName, web?.InstanceType], ['operators', 't3.micro'])
      assert.equal(web?.BlockDeviceMappings?.[0]?.DeviceName, '/dev/xvda')
      const tags = new Map(web?.Tags?.map(({ Key, Value }) => [Key, Value]))
      assert.equal(tags.get('aws:ec2launchtemplate:version'), '1')
      const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['web'] }))
      assert.equal(tags.get('aws:ec2launchtemplate:id'), LaunchTemplates?.[0]?.LaunchTemplateId)
    },
  )

  await t.test('the provider of another region makes its log group there and only there', async () => {
    const groupsOf = async (client: typeof logs) =>
      (await client.send(new DescribeLogGroupsCommand({}))).logGroups?.map(({ logGroupName }) => logGroupName)
    assert.deepEqual(await groupsOf(ireland.logs), ['/web-ireland'])
    assert.deepEqual(await groupsOf(logs), ['/web'])
  })

  await t.test('a plan right after shows no changes', () => unchanged('web'))

  await t.test('what changed is changed in place, the profile too, and then nothing is left to change', async () => {
    const { instance } = await outputsOf('web')
    const said = await done('platform', 'apply', '-auto-approve', '-input=false', '-no-color')
    assert.match(said, /Apply complete! Resources: 0 added, 11 changed, 0 destroyed\./)
    const web = await instanceOf(instance.value)
    assert.equal(web?.IamInstanceProfile?.Arn, 'arn:aws:iam::123456789012:instance-profile/other')
    const { HttpTokens, HttpPutResponseHopLimit } = web?.MetadataOptions ?? {}
    assert.deepEqual([HttpTokens, HttpPutResponseHopLimit, web?.Monitoring?.State], ['required', 2, 'enabled'])
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'web' }))
    assert.deepEqual(Role?.Tags, [{ Key: 'team', Value: 'platform' }])
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}))
    assert.deepEqual(
      [PasswordPolicy?.MinimumPasswordLength, PasswordPolicy?.RequireSymbols, PasswordPolicy?.PasswordReusePrevention],
      [14, true, 24],
    )
    const resourceArn = 'arn:aws:logs:us-east-1:123456789012:log-group:/web'
    assert.deepEqual((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags, { team: 'platform' })
    await unchanged('platform')
  })

  await t.test('destroy leaves nothing', async () => {
    await done('platform', 'destroy', '-auto-approve', '-input=false', '-no-color')
    assert.deepEqual((await iam.send(new ListRolesCommand({}))).Roles, [])
    assert.deepEqual((await iam.send(new ListUsersCommand({}))).Users, [])
    await assert.rejects(iam.send(new GetAccountPasswordPolicyCommand({})), { name: 'NoSuchEntityException' })
    assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets ?? [], [])
    assert.deepEqual((await ireland.logs.send(new DescribeLogGroupsCommand({}))).logGroups, [])
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}))
    assert.deepEqual(
      Reservations?.flatMap(({ Instances }) => Instances ?? []).map(({ State }) => State?.Name),
      ['terminated'],
    )
    assert.deepEqual((await ec2.send(new DescribeKeyPairsCommand({}))).KeyPairs, [])
    assert.deepEqual((await ec2.send(new DescribeLaunchTemplatesCommand({}))).LaunchTemplates, [])
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}))
    assert.deepEqual(
      SecurityGroups?.map(({ GroupName }) => GroupName),
      ['default'],
    )
  })
})
