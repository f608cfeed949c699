import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InputOf } from '../aws/operation.ts'
import { ACCOUNT, REGION } from '../instances/fixtures.ts'
import { launchTemplateVersions } from '../instances/launch-templates/records.ts'
import { ec2, fails, IMAGE, PROFILE_ARN, ROLE_ARN } from './test-ec2.ts'

type Data = InputOf<'ec2', 'CreateLaunchTemplate'>['LaunchTemplateData']

function withTemplate(LaunchTemplateData: Data = { ImageId: IMAGE, InstanceType: 't3.micro' }) {
  const world = ec2()
  const made = world.call('CreateLaunchTemplate', { LaunchTemplateName: 'web', LaunchTemplateData }).LaunchTemplate
  const id = made?.LaunchTemplateId ?? ''
  const addVersion = (data: Data, SourceVersion?: string) =>
    world.call('CreateLaunchTemplateVersion', { LaunchTemplateId: id, LaunchTemplateData: data, SourceVersion })
      .LaunchTemplateVersion
  const numbers = () =>
    world
      .call('DescribeLaunchTemplateVersions', { LaunchTemplateId: id })
      .LaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber)
  const from = (more: object = {}, Version?: string) => {
    const asked = { ImageId: undefined, LaunchTemplate: { LaunchTemplateId: id, Version }, ...more }
    return world.see(world.launch(asked))
  }
  return { ...world, made, id, addVersion, numbers, from }
}

const tagsOf = (tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ Key = '', Value }) => [Key, Value]))

test('a template begins with version 1, and the default stays until it is modified', () => {
  const { call, made, id, addVersion, numbers } = withTemplate()
  assert.match(id, /^lt-[0-9a-f]{17}$/)
  assert.deepEqual([made?.DefaultVersionNumber, made?.LatestVersionNumber], [1, 1])
  assert.equal(made?.CreatedBy, `arn:aws:iam::${ACCOUNT}:root`)
  assert.equal(addVersion({ InstanceType: 't3.small' })?.VersionNumber, 2)
  assert.deepEqual(numbers(), [2, 1])
  const [seen] = call('DescribeLaunchTemplates', { LaunchTemplateNames: ['web'] }).LaunchTemplates ?? []
  assert.deepEqual([seen?.DefaultVersionNumber, seen?.LatestVersionNumber], [1, 2])
  call('ModifyLaunchTemplate', { LaunchTemplateName: 'web', DefaultVersion: '$Latest' })
  const named = call('DescribeLaunchTemplateVersions', { Versions: ['$Default'] }).LaunchTemplateVersions
  assert.deepEqual(
    named?.map(({ VersionNumber, DefaultVersion }) => [VersionNumber, DefaultVersion]),
    [[2, true]],
  )
})

test('a version with a source says what the source says, but for what it names itself', () => {
  const { addVersion } = withTemplate({ ImageId: IMAGE, InstanceType: 't3.micro', KeyName: 'k' })
  assert.deepEqual(addVersion({ InstanceType: 't3.small' }, '1')?.LaunchTemplateData, {
    ImageId: IMAGE,
    InstanceType: 't3.small',
    KeyName: 'k',
  })
  assert.deepEqual(addVersion({ InstanceType: 't3.small' })?.LaunchTemplateData, { InstanceType: 't3.small' })
  fails(
    () => addVersion({ InstanceType: 't3.small' }, '9'),
    'InvalidLaunchTemplateId.VersionNotFound',
    'Launch template version does not exist.',
  )
})

test('deleted versions are gone for good: their numbers are not given again', () => {
  const { call, id, addVersion, numbers } = withTemplate()
  addVersion({ InstanceType: 't3.small' })
  addVersion({ InstanceType: 't3.medium' })
  const answer = call('DeleteLaunchTemplateVersions', { LaunchTemplateId: id, Versions: ['3', '9'] })
  assert.deepEqual(
    answer.SuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber),
    [3],
  )
  const [missing] = answer.UnsuccessfullyDeletedLaunchTemplateVersions ?? []
  assert.deepEqual([missing?.VersionNumber, missing?.ResponseError?.Code], [9, 'launchTemplateVersionDoesNotExist'])
  assert.equal(call('DescribeLaunchTemplates', {}).LaunchTemplates?.[0]?.LatestVersionNumber, 2)
  addVersion({ InstanceType: 't3.large' })
  assert.deepEqual(numbers(), [4, 2, 1])
  fails(
    () => call('DeleteLaunchTemplateVersions', { LaunchTemplateId: id, Versions: ['1'] }),
    'InvalidParameterValue',
    'The default version cannot be deleted. Either specify another version as default or delete the launch template.',
  )
})

test('a deleted template takes all of its versions along, however many, and its name is free again', () => {
  const { call, addVersion, state } = withTemplate()
  for (let count = 0; count < 45; count += 1) addVersion({ InstanceType: 't3.small' })
  call('DeleteLaunchTemplate', { LaunchTemplateName: 'web' })
  assert.deepEqual(call('DescribeLaunchTemplateVersions', { Versions: ['$Latest'] }).LaunchTemplateVersions, [])
  const data: Data = { InstanceType: 't3.nano' }
  const again = call('CreateLaunchTemplate', { LaunchTemplateName: 'web', LaunchTemplateData: data }).LaunchTemplate
  const seen = call('DescribeLaunchTemplateVersions', { LaunchTemplateId: again?.LaunchTemplateId })
  assert.deepEqual(
    seen.LaunchTemplateVersions?.map(({ LaunchTemplateData }) => LaunchTemplateData),
    [data],
  )
  const more = { LaunchTemplateId: again?.LaunchTemplateId, LaunchTemplateData: data }
  call('CreateLaunchTemplateVersion', more)
  assert.equal(state.count(launchTemplateVersions, `${ACCOUNT}/${REGION}`), 2)
})

test('the same client token answers the same template and version, and another request under it is refused', () => {
  const { call } = ec2()
  const request = { LaunchTemplateName: 'web', LaunchTemplateData: { InstanceType: 't3.micro' }, ClientToken: 'once' }
  const first = call('CreateLaunchTemplate', request).LaunchTemplate
  assert.deepEqual(call('CreateLaunchTemplate', request).LaunchTemplate, first)
  const mismatch = 'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).'
  fails(
    () => call('CreateLaunchTemplate', { ...request, LaunchTemplateName: 'api' }),
    'IdempotentParameterMismatch',
    mismatch,
  )
  const version = { LaunchTemplateId: first?.LaunchTemplateId, LaunchTemplateData: {}, ClientToken: 'twice' }
  const numbers = [version, version].map(
    (asked) => call('CreateLaunchTemplateVersion', asked).LaunchTemplateVersion?.VersionNumber,
  )
  assert.deepEqual(numbers, [2, 2])
})

test('templates and versions that do not exist have their own errors', () => {
  const { call, id, from } = withTemplate()
  const nowhere = 'lt-0123456789abcdef0'
  fails(
    () => call('DeleteLaunchTemplate', { LaunchTemplateId: nowhere }),
    'InvalidLaunchTemplateId.NotFound',
    `The specified launch template, with template ID ${nowhere}, does not exist.`,
  )
  fails(
    () => call('DeleteLaunchTemplate', { LaunchTemplateName: 'api' }),
    'InvalidLaunchTemplateName.NotFoundException',
    'The specified launch template, with template name api, does not exist.',
  )
  fails(() => call('DeleteLaunchTemplate', { LaunchTemplateId: 'web' }), 'InvalidLaunchTemplateId.Malformed', /web/)
  fails(
    () => from({}, '7'),
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version 7 for the launch template with ID ${id}.`,
  )
  fails(
    () => call('ModifyLaunchTemplate', { LaunchTemplateId: id, DefaultVersion: '42' }),
    'InvalidLaunchTemplateId.VersionNotFound',
    'The launch template version 42 is not found for the specified launch template.',
  )
  fails(
    () => call('CreateLaunchTemplate', { LaunchTemplateName: 'web', LaunchTemplateData: {} }),
    'InvalidLaunchTemplateName.AlreadyExistsException',
    'Launch template name already in use.',
  )
  fails(
    () => call('CreateLaunchTemplate', { LaunchTemplateName: 'x', LaunchTemplateData: { UserData: '#!/bin/sh' } }),
    'InvalidLaunchTemplateName.MalformedException',
    /between 3 and 128 characters/,
  )
  fails(
    () => call('CreateLaunchTemplate', { LaunchTemplateName: 'api', LaunchTemplateData: { UserData: '#!/bin/sh' } }),
    'InvalidUserData.Malformed',
    'Invalid BASE64 encoding of user data.',
  )
})

test('a launch takes what the template says, names it in tags, and its own words come first', () => {
  const { from, id, addVersion } = withTemplate({
    ImageId: IMAGE,
    InstanceType: 't3.micro',
    IamInstanceProfile: { Name: 'app-profile' },
    MetadataOptions: { HttpTokens: 'optional' },
    Monitoring: { Enabled: true },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20 } },
      { DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 5 } },
    ],
    TagSpecifications: [
      {
        ResourceType: 'instance',
        Tags: [
          { Key: 'team', Value: 'blue' },
          { Key: 'stage', Value: 'test' },
        ],
      },
    ],
  })
  const plain = from()
  assert.deepEqual(
    [plain?.InstanceType, plain?.IamInstanceProfile?.Arn, plain?.MetadataOptions?.HttpTokens, plain?.Monitoring?.State],
    ['t3.micro', PROFILE_ARN, 'optional', 'enabled'],
  )
  assert.deepEqual(tagsOf(plain?.Tags), {
    team: 'blue',
    stage: 'test',
    'aws:ec2launchtemplate:id': id,
    'aws:ec2launchtemplate:version': '1',
  })
  const changed = from({
    InstanceType: 't3.small',
    BlockDeviceMappings: [{ DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 7 } }],
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'red' }] }],
  })
  assert.equal(changed?.InstanceType, 't3.small')
  assert.deepEqual(
    changed?.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName),
    ['/dev/xvda', '/dev/xvdb'],
  )
  const { team, stage } = tagsOf(changed?.Tags)
  assert.deepEqual([team, stage], ['red', 'test'])
  addVersion({ ImageId: IMAGE, InstanceType: 't3.nano' })
  assert.deepEqual(
    [from()?.InstanceType, from({}, '$Latest')?.InstanceType, from({}, '2')?.InstanceType],
    ['t3.micro', 't3.nano', 't3.nano'],
  )
})

test('an interface of the template and a subnet of the request exclude each other, as on AWS', () => {
  const { from, call } = withTemplate({ ImageId: IMAGE, NetworkInterfaces: [{ DeviceIndex: 0 }] })
  const SubnetId = call('DescribeSubnets', {}).Subnets?.[0]?.SubnetId
  fails(
    () => from({ SubnetId }),
    'InvalidParameterCombination',
    'Network interfaces and an instance-level subnet ID, private IP address or security groups may not be specified on the same request',
  )
})

test('tags of AWS’s own are neither counted, nor added, nor deleted by anybody', () => {
  const { call, from } = withTemplate()
  const instance = from()
  const Resources = [instance?.InstanceId ?? '']
  const reserved = "Tag keys starting with 'aws:' are reserved for internal use"
  fails(
    () => call('DeleteTags', { Resources, Tags: [{ Key: 'aws:ec2launchtemplate:id' }] }),
    'InvalidParameterValue',
    reserved,
  )
  call('CreateTags', { Resources, Tags: Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' })) })
  call('DeleteTags', { Resources })
  const left = call('DescribeTags', {}).Tags?.map(({ Key }) => Key)
  assert.deepEqual(left, ['aws:ec2launchtemplate:id', 'aws:ec2launchtemplate:version'])
})

test('a launch from a template asks about the template, and says of each resource whether it is the template’s', () => {
  const { checks, id } = withTemplate({
    ImageId: IMAGE,
    InstanceType: 't3.micro',
    IamInstanceProfile: { Name: 'app-profile' },
  })
  const asked = (more: object = {}) => {
    const LaunchTemplate = { LaunchTemplateName: 'web' }
    const found = checks('RunInstances', { MinCount: 1, MaxCount: 1, LaunchTemplate, ...more })
    const runs = found.filter(({ action }) => action === 'ec2:RunInstances')
    const arns = new Set(runs.map(({ context }) => context?.['ec2:LaunchTemplate']))
    assert.deepEqual([...arns], [`arn:aws:ec2:${REGION}:${ACCOUNT}:launch-template/${id}`])
    const own = Object.fromEntries(
      runs.map(({ resource, context }) => [
        resource.split(':')[5]?.split('/')[0],
        context?.['ec2:IsLaunchTemplateResource'],
      ]),
    )
    return { found, own }
  }
  const plain = asked()
  assert.deepEqual(new Set(Object.values(plain.own)), new Set(['true']))
  assert.ok('launch-template' in plain.own)
  // Terraform sends a placement in which nothing is said.
  assert.deepEqual(asked({ Placement: { AvailabilityZone: '' } }).own, plain.own)
  const placed = asked({ Placement: { AvailabilityZone: 'us-east-1b' } }).own
  assert.deepEqual([placed['instance'], placed['subnet'], placed['image']], ['false', 'false', 'true'])
  assert.ok(plain.found.some(({ action, resource }) => action === 'iam:PassRole' && resource === ROLE_ARN))
  const instance = plain.found.find(({ resource }) => resource.endsWith('instance/*'))
  assert.equal(instance?.context?.['ec2:InstanceType'], 't3.micro')
  assert.equal(instance?.context?.['ec2:InstanceProfile'], PROFILE_ARN)
  const changed = asked({ InstanceType: 't3.large', ImageId: 'ami-0123456789abcdef0' }).own
  assert.deepEqual([changed['instance'], changed['image'], changed['subnet']], ['false', 'false', 'true'])
})

test('an instance can be written as a template, and launches from it are alike', () => {
  const { call, launch, see } = ec2()
  const first = launch({ InstanceType: 't3.small', IamInstanceProfile: { Name: 'app-profile' } })
  const data = call('GetLaunchTemplateData', { InstanceId: first }).LaunchTemplateData ?? {}
  // Its answer is meant for the request: the members are the same.
  call('CreateLaunchTemplate', { LaunchTemplateName: 'copy', LaunchTemplateData: data as Data })
  const copy = see(launch({ ImageId: undefined, LaunchTemplate: { LaunchTemplateName: 'copy' } }))
  const original = see(first)
  assert.deepEqual(
    [copy?.InstanceType, copy?.ImageId, copy?.IamInstanceProfile, copy?.SubnetId, copy?.SecurityGroups],
    [
      original?.InstanceType,
      original?.ImageId,
      original?.IamInstanceProfile,
      original?.SubnetId,
      original?.SecurityGroups,
    ],
  )
})
