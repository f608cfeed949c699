import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check } from '../aws/operation.ts'
import { ACCOUNT, appProfile, NOW, REGION } from '../instances/fixtures.ts'
import { ec2, fails, IMAGE, PROFILE_ARN, ROLE_ARN } from './test-ec2.ts'

test('a launch with a profile associates it, under the profile’s own id', () => {
  const { launch, see, associated } = ec2()
  for (const IamInstanceProfile of [{ Name: 'app-profile' }, { Arn: PROFILE_ARN }]) {
    const id = launch({ IamInstanceProfile })
    assert.deepEqual(see(id)?.IamInstanceProfile, { Arn: PROFILE_ARN, Id: appProfile.id })
    const association = associated(id)
    assert.match(association?.AssociationId ?? '', /^iip-assoc-[0-9a-f]{17}$/)
    assert.equal(association?.State, 'associated')
    assert.deepEqual(association?.IamInstanceProfile, { Arn: PROFILE_ARN, Id: appProfile.id })
  }
})

test('profiles that cannot be used have the sentences that clients match on', () => {
  const { launch } = ec2()
  fails(
    () => launch({ IamInstanceProfile: { Name: 'nobody' } }),
    'InvalidParameterValue',
    'Value (nobody) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
  )
  const arn = `arn:aws:iam::${ACCOUNT}:instance-profile/other/app-profile`
  fails(
    () => launch({ IamInstanceProfile: { Arn: arn } }),
    'InvalidParameterValue',
    `Value (${arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`,
  )
  fails(
    () => launch({ IamInstanceProfile: { Name: 'empty' } }),
    'InvalidParameterValue',
    `IAM Instance Profile "arn:aws:iam::${ACCOUNT}:instance-profile/empty" has no associated IAM Roles`,
  )
})

test('associate, replace and disassociate say what has begun; a replaced association has another id', () => {
  const { call, launch, associated } = ec2()
  const id = launch()
  const spec = { IamInstanceProfile: { Name: 'app-profile' } }
  const first = call('AssociateIamInstanceProfile', { InstanceId: id, ...spec }).IamInstanceProfileAssociation
  assert.equal(first?.State, 'associating')
  assert.deepEqual(first?.Timestamp, new Date(NOW))
  fails(
    () => call('AssociateIamInstanceProfile', { InstanceId: id, ...spec }),
    'IncorrectState',
    `There is an existing association for instance ${id}`,
  )
  const AssociationId = first?.AssociationId ?? ''
  const second = call('ReplaceIamInstanceProfileAssociation', { AssociationId, ...spec }).IamInstanceProfileAssociation
  assert.equal(second?.State, 'associating')
  assert.notEqual(second?.AssociationId, AssociationId)
  assert.equal(associated(id)?.AssociationId, second?.AssociationId)
  fails(
    () => call('DisassociateIamInstanceProfile', { AssociationId }),
    'InvalidAssociationID.NotFound',
    `An invalid association-id of '${AssociationId}' was given`,
  )
  const last = call('DisassociateIamInstanceProfile', { AssociationId: second?.AssociationId ?? '' })
  assert.equal(last.IamInstanceProfileAssociation?.State, 'disassociating')
  assert.equal(last.IamInstanceProfileAssociation?.AssociationId, second?.AssociationId)
  assert.equal(associated(id), undefined)
})

test('a stopped instance takes a profile, but its association cannot be replaced', () => {
  const { call, launch } = ec2()
  const id = launch()
  call('StopInstances', { InstanceIds: [id] })
  const spec = { IamInstanceProfile: { Name: 'app-profile' } }
  const made = call('AssociateIamInstanceProfile', { InstanceId: id, ...spec }).IamInstanceProfileAssociation
  const AssociationId = made?.AssociationId ?? ''
  fails(
    () => call('ReplaceIamInstanceProfileAssociation', { AssociationId, ...spec }),
    'IncorrectState',
    `The association ${AssociationId} is not the active association`,
  )
})

test('a profile asks for iam:PassRole on the role in it, passed to EC2', () => {
  const { checks, launch } = ec2()
  const id = launch()
  const spec = { IamInstanceProfile: { Name: 'app-profile' } }
  const pass: Check = {
    action: 'iam:PassRole',
    resource: ROLE_ARN,
    context: {
      'iam:PassedToService': 'ec2.amazonaws.com',
      'iam:AssociatedResourceArn': `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/*`,
    },
  }
  const run = checks('RunInstances', { ImageId: IMAGE, MinCount: 1, MaxCount: 1, ...spec })
  assert.deepEqual(
    run.filter(({ action }) => action === 'iam:PassRole'),
    [pass],
  )
  assert.deepEqual(checks('AssociateIamInstanceProfile', { InstanceId: id, ...spec }).slice(1), [pass])
  assert.deepEqual(checks('ReplaceIamInstanceProfileAssociation', { AssociationId: 'iip-assoc-1', ...spec }).slice(1), [
    pass,
  ])
})

test('a launch asks about every resource that it uses or makes', () => {
  const { checks } = ec2()
  const found = checks('RunInstances', {
    ImageId: IMAGE,
    MinCount: 1,
    MaxCount: 1,
    InstanceType: 't3.micro',
    MetadataOptions: { HttpTokens: 'required' },
    IamInstanceProfile: { Name: 'app-profile' },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'blue' }] }],
  })
  const types = found.map(({ action, resource }) => `${action} ${resource.split(':')[5]?.split('/')[0]}`)
  assert.deepEqual(types, [
    'ec2:RunInstances instance',
    'ec2:RunInstances image',
    'ec2:RunInstances subnet',
    'ec2:RunInstances network-interface',
    'ec2:RunInstances security-group',
    'ec2:RunInstances volume',
    'ec2:CreateTags instance',
    'iam:PassRole role',
  ])
  const [instance, image] = found
  assert.equal(instance?.resource, `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/*`)
  assert.equal(image?.resource, `arn:aws:ec2:${REGION}::image/${IMAGE}`)
  assert.deepEqual(instance?.requestTags, Object.assign(Object.create(null), { team: 'blue' }))
  assert.equal(instance?.context?.['ec2:InstanceProfile'], PROFILE_ARN)
  assert.equal(instance?.context?.['ec2:MetadataHttpTokens'], 'required')
  assert.equal(instance?.context?.['ec2:MetadataHttpEndpoint'], undefined)
  assert.equal(found.find(({ action }) => action === 'ec2:CreateTags')?.context?.['ec2:CreateAction'], 'RunInstances')
})

test('a question about an instance that does not exist names it all the same', () => {
  const { checks } = ec2()
  const [check] = checks('TerminateInstances', { InstanceIds: ['i-0123456789abcdef0'] })
  assert.equal(check?.resource, `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0123456789abcdef0`)
})

test('a launch into a subnet or group that does not exist is asked about under the names it gives', () => {
  const { checks } = ec2()
  const resources = checks('RunInstances', {
    ImageId: IMAGE,
    MinCount: 1,
    MaxCount: 1,
    SubnetId: 'subnet-1',
    SecurityGroupIds: ['sg-1', 'sg-2'],
  }).map(({ resource }) => resource)
  for (const name of ['subnet/subnet-1', 'security-group/sg-1', 'security-group/sg-2']) {
    assert.ok(resources.includes(`arn:aws:ec2:${REGION}:${ACCOUNT}:${name}`), name)
  }
})
