import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, REGION } from '../instances/fixtures.ts'
import { instances } from '../instances/records.ts'
import { ec2, fails, IMAGE } from './test-ec2.ts'

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

test('a zone that is named empty is not named', () => {
  const { launch, see } = ec2()
  const id = launch({ Placement: { AvailabilityZone: '', AvailabilityZoneId: '', Tenancy: '' } })
  assert.equal(see(id)?.Placement?.AvailabilityZone, 'us-east-1a')
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
    () => launch({ EnclaveOptions: { Enabled: true } }),
    'UnsupportedOperation',
    'The parameter EnclaveOptions is not supported.',
  )
  fails(() => launch({ ImageId: 'image' }), 'InvalidAMIID.Malformed', 'Invalid id: "image" (expecting "ami-...")')
})
