import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countProblem, EMPTY_LAUNCH, launchRequest } from './launch-request.ts'
import { choiceOf, hopLimitProblem, NO_CHOICE, requestedOptions } from './metadata-choice.ts'
import { timeLeft } from './time-left.ts'

test('a launch asks for what is chosen and leaves the rest to the account and the image', () => {
  const launch = { ...EMPTY_LAUNCH, imageId: ' ami-0abcdef1234567890 ' }
  const plain = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }
  assert.deepEqual(launchRequest(launch), plain)
  const chosen = launchRequest({
    ...launch,
    name: 'web',
    count: '3',
    profile: 'arn:aws:iam::123456789012:instance-profile/web',
    metadata: { ...NO_CHOICE, tokens: 'required', hopLimit: '2' },
    tags: [{ key: 'team', value: '' }],
    userData: 'grüezi',
  })
  assert.deepEqual(chosen, {
    ...plain,
    MinCount: 3,
    MaxCount: 3,
    IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/web' },
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    TagSpecifications: [
      {
        ResourceType: 'instance',
        Tags: [
          { Key: 'Name', Value: 'web' },
          { Key: 'team', Value: '' },
        ],
      },
    ],
    UserData: Buffer.from('grüezi').toString('base64'),
  })
})

test('a number of instances and a hop limit are whole numbers in their bounds', () => {
  for (const count of ['', '0', '-1', '1.5', 'x']) assert.notEqual(countProblem(count), undefined, count)
  assert.equal(countProblem('12'), undefined)
  const problem = (hopLimit: string) => hopLimitProblem({ ...NO_CHOICE, hopLimit })
  for (const hops of ['0', '65', '1.5', '-1']) assert.notEqual(problem(hops), undefined, hops)
  for (const hops of ['', '1', '64']) assert.equal(problem(hops), undefined, hops)
})

test('the options of an instance come back as they are', () => {
  const options = {
    HttpEndpoint: 'enabled',
    HttpTokens: 'optional',
    HttpPutResponseHopLimit: 1,
    InstanceMetadataTags: 'disabled',
    HttpProtocolIpv6: 'disabled',
  } as const
  assert.deepEqual(requestedOptions(choiceOf(options)), options)
})

test('what is left of a time is told to the second', () => {
  assert.equal(timeLeft(17_947_000), '4 h 59 min 07 s')
  assert.equal(timeLeft(3_600_000), '1 h 0 min 00 s')
  assert.equal(timeLeft(61_000), '1 min 01 s')
  assert.equal(timeLeft(400), '01 s')
})
