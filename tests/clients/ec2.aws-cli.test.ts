import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CreateInstanceProfileCommand } from '@aws-sdk/client-iam'
import { clients } from '../harness.ts'
import { awsCli, awsCliIn } from './aws-cli.ts'
import { launchWithRole } from './launch.ts'
import { clientEnvironment, startServerProcess } from './server-process.ts'

test('the AWS CLI prepares a launch and launches, as EC2’s guide says it', { skip: awsCli.skip }, async (t) => {
  const { ready, folder } = await startServerProcess(t)
  const { text, json, refused } = awsCliIn(clientEnvironment(ready, ready))
  const image = [
    '--owners',
    'amazon',
    '--filters',
    'Name=name,Values=al2023-ami-2023*',
    'Name=architecture,Values=arm64',
  ]
  const newest = ['--query', 'sort_by(Images, &CreationDate)[-1].ImageId', '--output', 'text']
  const ami = (await text('ec2', 'describe-images', ...image, ...newest)).trim()
  assert.match(ami, /^ami-[0-9a-f]{17}$/)

  await t.test('a key pair’s private key opens', async () => {
    const query = ['--query', 'KeyMaterial', '--output', 'text']
    const pem = await text('ec2', 'create-key-pair', '--key-name', 'cli', ...query)
    const key = createPrivateKey(pem)
    assert.equal(key.asymmetricKeyType, 'rsa')
    const said = await refused('ec2', 'create-key-pair', '--key-name', 'cli')
    assert.match(said, /\(InvalidKeyPair\.Duplicate\).*The keypair already exists$/)
  })

  await t.test('a security group lets in what is authorized, once', async () => {
    const named = ['--group-name', 'cli', '--description', 'from the CLI']
    const { GroupId } = await json('ec2', 'create-security-group', ...named)
    const rule = ['--group-id', GroupId, '--protocol', 'tcp', '--port', '22', '--cidr', '10.0.0.0/8']
    const { SecurityGroupRules } = await json('ec2', 'authorize-security-group-ingress', ...rule)
    assert.deepEqual([SecurityGroupRules[0].FromPort, SecurityGroupRules[0].CidrIpv4], [22, '10.0.0.0/8'])
    assert.match(
      await refused('ec2', 'authorize-security-group-ingress', ...rule),
      /\(InvalidPermission\.Duplicate\).*the specified rule "peer: 10\.0\.0\.0\/8, TCP, from port: 22, to port: 22, ALLOW" already exists$/,
    )
  })

  await t.test('a launch template’s second version is launched, with what the command adds', async () => {
    const data = join(folder, 'template.json')
    writeFileSync(
      data,
      JSON.stringify({ ImageId: ami, InstanceType: 't4g.micro', KeyName: 'cli', SecurityGroups: ['cli'] }),
    )
    const named = ['--launch-template-name', 'cli']
    await json('ec2', 'create-launch-template', ...named, '--launch-template-data', `file://${data}`)
    const second = ['--source-version', '1', '--launch-template-data', '{"InstanceType":"t4g.small"}']
    const { LaunchTemplateVersion } = await json('ec2', 'create-launch-template-version', ...named, ...second)
    assert.equal(LaunchTemplateVersion.LaunchTemplateData.ImageId, ami)
    const tags = ['--tag-specifications', 'ResourceType=instance,Tags=[{Key=Name,Value=cli}]']
    const template = ['--launch-template', 'LaunchTemplateName=cli,Version=$Latest']
    const { Instances } = await json('ec2', 'run-instances', ...template, ...tags)
    const [instance] = Instances
    assert.deepEqual(
      [instance.InstanceType, instance.KeyName, instance.SecurityGroups[0].GroupName, instance.StateReason],
      ['t4g.small', 'cli', 'cli', { Code: 'pending', Message: 'pending' }],
    )
    const [other] = (await json('ec2', 'get-launch-template-data', '--instance-id', instance.InstanceId))
      .LaunchTemplateData.TagSpecifications
    assert.deepEqual(other.Tags, [{ Key: 'Name', Value: 'cli' }])
  })

  await t.test('a profile is replaced on a running instance, and a stopped one says why it is not', async () => {
    const instance = await launchWithRole(ready, 'bucket')
    const filter = ['--filters', `Name=instance-id,Values=${instance}`, 'Name=state,Values=associated']
    const described = await json('ec2', 'describe-iam-instance-profile-associations', ...filter)
    const [association] = described.IamInstanceProfileAssociations
    const replace = ['--association-id', association.AssociationId, '--iam-instance-profile']
    const name = association.IamInstanceProfile.Arn.split('/').at(-1)
    const answer = await json('ec2', 'replace-iam-instance-profile-association', ...replace, `Name=${name}`)
    assert.equal(answer.IamInstanceProfileAssociation.State, 'associating')
    await clients(ready).iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'empty' }))
    const next = ['--association-id', answer.IamInstanceProfileAssociation.AssociationId, '--iam-instance-profile']
    assert.match(
      await refused('ec2', 'replace-iam-instance-profile-association', ...next, 'Name=empty'),
      /\(InvalidParameterValue\).*IAM Instance Profile "arn:aws:iam::123456789012:instance-profile\/empty" has no associated IAM Roles$/,
    )
    await text('ec2', 'stop-instances', '--instance-ids', instance)
    await text('ec2', 'wait', 'instance-stopped', '--instance-ids', instance)
    assert.match(
      await refused('ec2', 'replace-iam-instance-profile-association', ...next, `Name=${name}`),
      /\(IncorrectState\).*The association iip-assoc-[0-9a-f]{17} is not the active association$/,
    )
    const [stopped] = (await json('ec2', 'describe-instances', '--instance-ids', instance)).Reservations[0].Instances
    assert.match(stopped.StateTransitionReason, /^User initiated \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\)$/)
    assert.deepEqual(stopped.StateReason, {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    })
  })

  await t.test('tokens that the account enforces are not optional any more', async () => {
    await json('ec2', 'modify-instance-metadata-defaults', '--http-tokens-enforced', 'enabled')
    const launch = ['--image-id', ami, '--instance-type', 't4g.micro', '--metadata-options', 'HttpTokens=optional']
    assert.match(
      await refused('ec2', 'run-instances', ...launch),
      /\(UnsupportedOperation\).*You can't launch instances with IMDSv1 because httpTokensEnforced is enabled for this account\./,
    )
  })
})
