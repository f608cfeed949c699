import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import { randomIds } from '../aws/ids.ts'
import type { Check, InputOf, Operation, OperationName, OutputOf } from '../aws/operation.ts'
import { notYet } from '../aws/operation.ts'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { ACCOUNT, appProfile, appRole, NOW, REGION } from '../instances/fixtures.ts'
import { instances, metadataDefaults } from '../instances/records.ts'
import { roles } from '../roles/records.ts'
import { memoryState } from '../state/memory-state.ts'
import { ec2Service } from './ec2.ts'

const caller: Caller = {
  kind: 'root',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  principalArn: `arn:aws:iam::${ACCOUNT}:root`,
  userId: ACCOUNT,
  name: undefined,
  entityId: undefined,
  accessKeyId: undefined,
  session: undefined,
  tags: {},
}
const IMAGE = 'ami-0abcdef1234567890'
const PROFILE_ARN = `arn:aws:iam::${ACCOUNT}:instance-profile/app-profile`
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/service/app`
const emptyProfile = { ...appProfile, id: 'AIPABBBBBBBBBBBBBBBBB', name: 'empty', roleId: undefined }

/** EC2 over tables in memory, with one profile that holds a role and one that holds none. */
function ec2() {
  const { state, write } = memoryState([instances, metadataDefaults, instanceProfiles, roles])
  write((tx) => {
    tx.put(roles, appRole)
    tx.put(instanceProfiles, appProfile)
    tx.put(instanceProfiles, emptyProfile)
  })
  const service: Readonly<Record<string, Operation | typeof notYet>> = ec2Service()
  let now = NOW
  const facts = (input: unknown, region: string) => ({
    input,
    caller,
    now,
    region,
    requestId: 'r',
    request: {
      sourceIp: '127.0.0.1',
      secure: false,
      userAgent: undefined,
      host: 'x',
      header: () => undefined,
      query: () => undefined,
    },
    fail: (code: string, message: string): never => {
      throw new AwsError(code, message)
    },
    ids: randomIds(),
    may: () => true,
    afterCommit: () => {},
    continueBody: () => {},
  })
  const definition = (name: string) => {
    const found = service[name]
    assert.ok(found && found !== notYet, name)
    return found.definition
  }
  const checks = <O extends OperationName<'ec2'>>(name: O, input: InputOf<'ec2', O>): readonly Check[] => {
    const { authorization } = definition(name)
    assert.ok(authorization.kind === 'permissions')
    const found = authorization.check({ ...facts(input, REGION), state })
    assert.ok(found.length > 0, `${name} checks nothing`)
    return found
  }
  const call = <O extends OperationName<'ec2'>>(
    name: O,
    input: InputOf<'ec2', O>,
    region = REGION,
  ): Exclude<OutputOf<'ec2', O>, undefined> => {
    checks(name, input)
    const { handle, read } = definition(name)
    const output = handle
      ? write((tx) => handle({ ...facts(input, region), tx }))
      : read?.({ ...facts(input, region), state })
    // The definition's types are forgotten in the table; the model says what this operation answers.
    return output as Exclude<OutputOf<'ec2', O>, undefined>
  }
  const launch = (more: Partial<InputOf<'ec2', 'RunInstances'>> = {}) => {
    const made = call('RunInstances', { ImageId: IMAGE, MinCount: 1, MaxCount: 1, ...more }).Instances ?? []
    assert.ok(made[0]?.InstanceId)
    return made[0].InstanceId
  }
  const see = (id: string) => call('DescribeInstances', { InstanceIds: [id] }).Reservations?.[0]?.Instances?.[0]
  const associated = (id: string) =>
    call('DescribeIamInstanceProfileAssociations', { Filters: [{ Name: 'instance-id', Values: [id] }] })
      .IamInstanceProfileAssociations?.[0]
  return {
    state,
    write,
    call,
    checks,
    launch,
    see,
    associated,
    wait: (ms: number) => {
      now += ms
    },
  }
}

const fails = (run: () => unknown, code: string, message: string | RegExp, status?: number) =>
  assert.throws(run, (error: unknown) => {
    assert.ok(error instanceof AwsError, String(error))
    assert.equal(error.code, code)
    if (typeof message === 'string') assert.equal(error.message, message)
    else assert.match(error.message, message)
    assert.equal(error.status, status)
    return true
  })

test('a launch answers pending, and the instance is running when it is looked at', () => {
  const { call, see } = ec2()
  const { Instances, ReservationId, OwnerId } = call('RunInstances', { ImageId: IMAGE, MinCount: 1, MaxCount: 2 })
  assert.match(ReservationId ?? '', /^r-[0-9a-f]{17}$/)
  assert.equal(OwnerId, ACCOUNT)
  assert.deepEqual(
    Instances?.map(({ State, AmiLaunchIndex }) => [State?.Name, State?.Code, AmiLaunchIndex]),
    [
      ['pending', 0, 0],
      ['pending', 0, 1],
    ],
  )
  const [first, second] = Instances ?? []
  assert.match(first?.InstanceId ?? '', /^i-[0-9a-f]{17}$/)
  assert.match(first?.PrivateIpAddress ?? '', /^172\.31\./)
  assert.notEqual(first?.PrivateIpAddress, second?.PrivateIpAddress)
  const seen = see(first?.InstanceId ?? '')
  assert.deepEqual(seen?.State, { Code: 16, Name: 'running' })
  assert.equal(seen?.MetadataOptions?.State, 'applied')
  assert.equal(seen?.MetadataOptions?.HttpTokens, 'required')
})

test('stop, start and terminate answer what has begun and what was, and end where EC2 ends', () => {
  const { call, launch, see } = ec2()
  const id = launch()
  const stopped = call('StopInstances', { InstanceIds: [id] }).StoppingInstances?.[0]
  assert.deepEqual([stopped?.PreviousState?.Name, stopped?.CurrentState?.Name], ['running', 'stopping'])
  assert.equal(see(id)?.State?.Name, 'stopped')
  const started = call('StartInstances', { InstanceIds: [id] }).StartingInstances?.[0]
  assert.deepEqual([started?.PreviousState?.Name, started?.CurrentState?.Name], ['stopped', 'pending'])
  assert.equal(see(id)?.State?.Name, 'running')
  const ended = call('TerminateInstances', { InstanceIds: [id] }).TerminatingInstances?.[0]
  assert.deepEqual([ended?.PreviousState?.Name, ended?.CurrentState?.Name], ['running', 'shutting-down'])
  assert.equal(see(id)?.State?.Name, 'terminated')
  fails(
    () => call('StartInstances', { InstanceIds: [id] }),
    'IncorrectInstanceState',
    `The instance '${id}' is not in a state from which it can be started.`,
  )
})

test('stopping what is stopped changes nothing and says so', () => {
  const { call, launch } = ec2()
  const id = launch()
  call('StopInstances', { InstanceIds: [id] })
  const again = call('StopInstances', { InstanceIds: [id] }).StoppingInstances?.[0]
  assert.deepEqual([again?.PreviousState?.Name, again?.CurrentState?.Name], ['stopped', 'stopped'])
})

test('a start is another boot', () => {
  const { call, launch, state } = ec2()
  const id = launch()
  call('StopInstances', { InstanceIds: [id] })
  call('StartInstances', { InstanceIds: [id] })
  assert.equal(state.find(instances, 'id', id)[0]?.bootEpoch, 2)
})

test('a terminated instance is listed for an hour and then forgotten', () => {
  const { call, launch, see, wait, state } = ec2()
  const id = launch({ IamInstanceProfile: { Name: 'app-profile' } })
  call('TerminateInstances', { InstanceIds: [id] })
  assert.equal(see(id)?.IamInstanceProfile, undefined)
  wait(60 * 60 * 1000)
  fails(() => see(id), 'InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
  launch()
  assert.equal(state.find(instances, 'id', id).length, 0)
})

test('unknown and malformed instance ids have their own errors', () => {
  const { call } = ec2()
  const gone = 'i-0123456789abcdef0'
  fails(
    () => call('StopInstances', { InstanceIds: [gone, 'i-0123456789abcdef1'] }),
    'InvalidInstanceID.NotFound',
    `The instance IDs '${gone}, i-0123456789abcdef1' do not exist`,
  )
  fails(() => call('RebootInstances', { InstanceIds: ['i-xyz'] }), 'InvalidInstanceID.Malformed', 'Invalid id: "i-xyz"')
})

test('an instance of another region is not found', () => {
  const { call, launch } = ec2()
  const id = launch()
  fails(
    () => call('DescribeInstances', { InstanceIds: [id] }, 'eu-west-1'),
    'InvalidInstanceID.NotFound',
    /does not exist/,
  )
})

test('the same client token answers the same instances, and another request under it is refused', () => {
  const { call } = ec2()
  const request = { ImageId: IMAGE, MinCount: 2, MaxCount: 2, ClientToken: 'once' }
  const ids = (reservation: { Instances?: readonly { InstanceId?: string | undefined }[] | undefined }) =>
    reservation.Instances?.map(({ InstanceId }) => InstanceId)
  const first = ids(call('RunInstances', request))
  assert.deepEqual(ids(call('RunInstances', request)), first)
  fails(
    () => call('RunInstances', { ...request, InstanceType: 't3.nano' }),
    'IdempotentParameterMismatch',
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  )
})

test('more instances than one transaction takes are refused with the quota error', () => {
  const { call } = ec2()
  fails(
    () => call('RunInstances', { ImageId: IMAGE, MinCount: 1, MaxCount: 21 }),
    'InstanceLimitExceeded',
    /^You have requested more instances \(21\) than your current instance limit of 20 allows/,
  )
})

test('a dry run changes nothing and answers 412', () => {
  const { call, launch, see, state } = ec2()
  const dry = 'Request would have succeeded, but DryRun flag is set.'
  fails(() => launch({ DryRun: true }), 'DryRunOperation', dry, 412)
  assert.equal(state.count(instances, `${ACCOUNT}/${REGION}`), 0)
  const id = launch()
  fails(() => call('TerminateInstances', { InstanceIds: [id], DryRun: true }), 'DryRunOperation', dry, 412)
  assert.equal(see(id)?.State?.Name, 'running')
})

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

test('metadata options change one by one and are said to be pending', () => {
  const { call, launch, see } = ec2()
  const id = launch({ MetadataOptions: { HttpPutResponseHopLimit: 1 } })
  const answer = call('ModifyInstanceMetadataOptions', {
    InstanceId: id,
    HttpTokens: 'optional',
    InstanceMetadataTags: 'enabled',
  })
  assert.deepEqual(answer.InstanceMetadataOptions, {
    State: 'pending',
    HttpTokens: 'optional',
    HttpPutResponseHopLimit: 1,
    HttpEndpoint: 'enabled',
    HttpProtocolIpv6: 'disabled',
    InstanceMetadataTags: 'enabled',
  })
  assert.equal(see(id)?.MetadataOptions?.State, 'applied')
  fails(
    () => call('ModifyInstanceMetadataOptions', { InstanceId: id, HttpPutResponseHopLimit: 65 }),
    'InvalidParameterValue',
    /^Value \(65\) for parameter HttpPutResponseHopLimit is invalid/,
  )
})

test('the account’s metadata defaults hold for later launches, until no preference takes them away', () => {
  const { call, launch, see } = ec2()
  call('ModifyInstanceMetadataDefaults', { HttpTokens: 'optional', HttpPutResponseHopLimit: 3 })
  assert.equal(call('GetInstanceMetadataDefaults', {}).AccountLevel?.HttpTokens, 'optional')
  const options = see(launch())?.MetadataOptions
  assert.deepEqual([options?.HttpTokens, options?.HttpPutResponseHopLimit], ['optional', 3])
  call('ModifyInstanceMetadataDefaults', { HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1 })
  const later = see(launch())?.MetadataOptions
  assert.deepEqual([later?.HttpTokens, later?.HttpPutResponseHopLimit], ['required', 2])
  call('ModifyInstanceMetadataDefaults', { HttpTokensEnforced: 'enabled' })
  fails(
    () => launch({ MetadataOptions: { HttpTokens: 'optional' } }),
    'UnsupportedOperation',
    /^You can't launch instances with IMDSv1 because httpTokensEnforced is enabled/,
  )
})

test('tag keys that the metadata service could not serve are refused while its tags are on', () => {
  const { call, launch } = ec2()
  const TagSpecifications = [{ ResourceType: 'instance', Tags: [{ Key: 'a/b', Value: '' }] }]
  const refused =
    "'a/b' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')"
  const MetadataOptions = { InstanceMetadataTags: 'enabled' }
  fails(() => launch({ MetadataOptions, TagSpecifications }), 'InvalidParameterValue', refused)
  const tagged = launch({ TagSpecifications })
  fails(
    () => call('ModifyInstanceMetadataOptions', { InstanceId: tagged, InstanceMetadataTags: 'enabled' }),
    'InvalidParameterValue',
    refused,
  )
  const open = launch({ MetadataOptions })
  fails(
    () => call('CreateTags', { Resources: [open], Tags: [{ Key: 'a/b', Value: '' }] }),
    'InvalidParameterValue',
    refused,
  )
})

test('tags are created, overwritten and deleted on instances, volumes and interfaces', () => {
  const { call, launch, see } = ec2()
  const id = launch()
  const volume = see(id)?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? ''
  const network = see(id)?.NetworkInterfaces?.[0]?.NetworkInterfaceId ?? ''
  const Resources = [id, volume, network]
  call('CreateTags', {
    Resources,
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  })
  call('CreateTags', { Resources: [id], Tags: [{ Key: 'a', Value: '3' }] })
  const tags = call('DescribeTags', { Filters: [{ Name: 'key', Values: ['a'] }] }).Tags ?? []
  assert.deepEqual(
    new Map(tags.map(({ ResourceId, ResourceType, Value }) => [ResourceId, `${ResourceType} ${Value}`])),
    new Map([
      [id, 'instance 3'],
      [volume, 'volume 1'],
      [network, 'network-interface 1'],
    ]),
  )
  call('DeleteTags', { Resources: [id], Tags: [{ Key: 'a', Value: 'other' }, { Key: 'b' }] })
  assert.deepEqual(see(id)?.Tags, [{ Key: 'a', Value: '3' }])
  call('DeleteTags', { Resources: [id] })
  assert.equal(see(id)?.Tags, undefined)
})

test('tags that are reserved, too many or on nothing are refused', () => {
  const { call, launch } = ec2()
  const id = launch()
  fails(
    () => call('CreateTags', { Resources: [id], Tags: [{ Key: 'aws:x', Value: '' }] }),
    'InvalidParameterValue',
    "Tag keys starting with 'aws:' are reserved for internal use",
  )
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
  fails(
    () => call('CreateTags', { Resources: [id], Tags: many }),
    'TagLimitExceeded',
    'The maximum number of Tags for a resource has been reached.',
  )
  fails(
    () => call('CreateTags', { Resources: ['vol-0123456789abcdef0'], Tags: [{ Key: 'k', Value: '' }] }),
    'InvalidVolume.NotFound',
    "The volume 'vol-0123456789abcdef0' does not exist.",
  )
})

test('filters take wildcards, join by and, and refuse what they do not know', () => {
  const { call, launch } = ec2()
  const tag = (Value: string) => [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value }] }]
  const web = launch({ TagSpecifications: tag('web-1'), InstanceType: 't3.micro' })
  launch({ TagSpecifications: tag('db-1'), InstanceType: 't3.micro' })
  const ids = (Filters: { Name: string; Values: string[] }[]) =>
    call('DescribeInstances', { Filters }).Reservations?.flatMap(
      ({ Instances }) => Instances?.map(({ InstanceId }) => InstanceId) ?? [],
    )
  assert.deepEqual(ids([{ Name: 'tag:Name', Values: ['web-?', 'cache'] }]), [web])
  assert.deepEqual(
    ids([
      { Name: 'tag:Name', Values: ['web*'] },
      { Name: 'instance-state-name', Values: ['stopped'] },
    ]),
    [],
  )
  assert.equal(ids([{ Name: 'instance-type', Values: ['t3.*'] }])?.length, 2)
  assert.deepEqual(ids([{ Name: 'tag:Name', Values: ['web\\*'] }]), [])
  fails(() => ids([{ Name: 'colour', Values: ['x'] }]), 'InvalidParameterValue', "The filter 'colour' is invalid")
})

test('pages follow one another without a gap', () => {
  const { call } = ec2()
  call('RunInstances', { ImageId: IMAGE, MinCount: 12, MaxCount: 12 })
  const seen = new Set<string | undefined>()
  const sizes: number[] = []
  let NextToken: string | undefined
  do {
    const answer = call('DescribeInstances', { MaxResults: 5, NextToken })
    const found = answer.Reservations?.flatMap(({ Instances }) => Instances ?? []) ?? []
    sizes.push(found.length)
    for (const { InstanceId } of found) seen.add(InstanceId)
    NextToken = answer.NextToken
  } while (NextToken)
  assert.deepEqual(sizes, [5, 5, 2])
  assert.equal(seen.size, 12)
  fails(() => call('DescribeInstances', { NextToken: 'x' }), 'InvalidNextToken', /not valid/)
  fails(
    () => call('DescribeInstances', { InstanceIds: ['i-0123456789abcdef0'], MaxResults: 5 }),
    'InvalidParameterCombination',
    'The parameter instancesSet cannot be used with the parameter maxResults',
  )
})

test('user data must be base64 of at most 16 KB, and comes back as it was given', () => {
  const { call, launch } = ec2()
  const UserData = Buffer.from('#!/bin/sh\n').toString('base64')
  const id = launch({ UserData })
  const attribute = call('DescribeInstanceAttribute', { InstanceId: id, Attribute: 'userData' })
  assert.deepEqual(attribute, { InstanceId: id, UserData: { Value: UserData } })
  fails(() => launch({ UserData: '#!/bin/sh' }), 'InvalidParameterValue', 'Invalid BASE64 encoding of user data.')
  const large = Buffer.alloc(16 * 1024 + 1).toString('base64')
  fails(() => launch({ UserData: large }), 'InvalidParameterValue', 'User data is limited to 16384 bytes')
})

test('a protected instance is neither stopped nor terminated', () => {
  const { call, launch } = ec2()
  const id = launch({ DisableApiTermination: true })
  fails(
    () => call('TerminateInstances', { InstanceIds: [id] }),
    'OperationNotPermitted',
    `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  )
  call('ModifyInstanceAttribute', { InstanceId: id, DisableApiTermination: { Value: false } })
  call('TerminateInstances', { InstanceIds: [id] })
})

test('a type changes only while the instance is stopped', () => {
  const { call, launch, see } = ec2()
  const id = launch({ InstanceType: 't3.micro' })
  const change = { InstanceId: id, InstanceType: { Value: 'm7g.large' } }
  fails(
    () => call('ModifyInstanceAttribute', change),
    'IncorrectInstanceState',
    `The instance '${id}' is not in the 'stopped' state.`,
  )
  call('StopInstances', { InstanceIds: [id] })
  call('ModifyInstanceAttribute', change)
  assert.equal(see(id)?.Architecture, 'arm64')
})

test('an asked address is given once and must lie in the subnet', () => {
  const { launch } = ec2()
  launch({ PrivateIpAddress: '172.31.0.10' })
  fails(() => launch({ PrivateIpAddress: '172.31.0.10' }), 'InvalidIPAddress.InUse', 'Address 172.31.0.10 is in use.')
  for (const address of ['172.31.0.3', '172.31.16.10', '10.0.0.1', '172.31.0.256']) {
    fails(
      () => launch({ PrivateIpAddress: address }),
      'InvalidParameterValue',
      `Address ${address} does not fall within the subnet's address range`,
    )
  }
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

test('what this server has none of is refused by name, never dropped', () => {
  const { launch } = ec2()
  fails(() => launch({ KeyName: 'k' }), 'InvalidKeyPair.NotFound', "The key pair 'k' does not exist")
  fails(() => launch({ SubnetId: 'subnet-1' }), 'InvalidSubnetID.NotFound', "The subnet ID 'subnet-1' does not exist")
  fails(
    () => launch({ SecurityGroupIds: ['sg-1'] }),
    'InvalidGroup.NotFound',
    "The security group 'sg-1' does not exist",
  )
  fails(
    () => launch({ LaunchTemplate: { LaunchTemplateId: 'lt-1' } }),
    'UnsupportedOperation',
    'The parameter LaunchTemplate is not supported.',
  )
  fails(() => launch({ ImageId: 'image' }), 'InvalidAMIID.Malformed', 'Invalid id: "image" (expecting "ami-...")')
})

test('the default network is the same in every answer, and another in another region', () => {
  const { call, launch, see } = ec2()
  const vpc = call('DescribeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] }).Vpcs?.[0]
  const subnets = call('DescribeSubnets', {}).Subnets ?? []
  const instance = see(launch({ SubnetId: subnets[1]?.SubnetId }))
  assert.equal(instance?.VpcId, vpc?.VpcId)
  assert.equal(instance?.SubnetId, subnets[1]?.SubnetId)
  assert.equal(instance?.Placement?.AvailabilityZone, 'us-east-1b')
  assert.equal(call('DescribeSubnets', {}).Subnets?.[1]?.AvailableIpAddressCount, 4090)
  assert.notEqual(call('DescribeVpcs', {}, 'eu-west-1').Vpcs?.[0]?.VpcId, vpc?.VpcId)
  assert.equal(call('DescribeAvailabilityZones', {}).AvailabilityZones?.[0]?.ZoneId, 'use1-az1')
  const group = call('DescribeSecurityGroups', { GroupNames: ['default'] }).SecurityGroups?.[0]
  assert.deepEqual(instance?.SecurityGroups, [{ GroupId: group?.GroupId, GroupName: 'default' }])
})

test('volumes and interfaces are those of the instances that stand', () => {
  const { call, launch } = ec2()
  const id = launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20 } }] })
  const filter = [{ Name: 'attachment.instance-id', Values: [id] }]
  const volumes = () => call('DescribeVolumes', { Filters: filter }).Volumes
  assert.deepEqual([volumes()?.[0]?.Size, volumes()?.[0]?.Iops], [20, 3000])
  assert.equal(call('DescribeNetworkInterfaces', { Filters: filter }).NetworkInterfaces?.length, 1)
  call('TerminateInstances', { InstanceIds: [id] })
  assert.deepEqual(volumes(), [])
})

test('the facts of a type are known, and credits belong to burstable instances alone', () => {
  const { call, launch } = ec2()
  const [type] = call('DescribeInstanceTypes', { InstanceTypes: ['m5.2xlarge'] }).InstanceTypes ?? []
  assert.deepEqual(
    [
      type?.VCpuInfo?.DefaultVCpus,
      type?.VCpuInfo?.DefaultCores,
      type?.MemoryInfo?.SizeInMiB,
      type?.BurstablePerformanceSupported,
    ],
    [8, 4, 32768, false],
  )
  fails(
    () => call('DescribeInstanceTypes', { InstanceTypes: ['z9.huge'] }),
    'InvalidInstanceType',
    'The following supplied instance types do not exist: [z9.huge]',
  )
  const credits = (InstanceType: string) =>
    call('DescribeInstanceCreditSpecifications', { InstanceIds: [launch({ InstanceType })] })
      .InstanceCreditSpecifications?.[0]?.CpuCredits
  assert.deepEqual(['t2.micro', 't3.micro', 'm5.large'].map(credits), ['standard', 'unlimited', undefined])
})

test('status shows running instances, and all when they are asked for', () => {
  const { call, launch } = ec2()
  const id = launch()
  call('StopInstances', { InstanceIds: [id] })
  assert.deepEqual(call('DescribeInstanceStatus', {}).InstanceStatuses, [])
  const [status] = call('DescribeInstanceStatus', { IncludeAllInstances: true }).InstanceStatuses ?? []
  assert.equal(status?.InstanceStatus?.Status, 'not-applicable')
})
