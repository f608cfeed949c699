import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { AwsError } from '../aws/error.ts'
import { testCaller } from '../bulk/caller-for-tests.ts'
import { memoryState } from '../state/memory-state.ts'
import { CreateLogGroup } from './CreateLogGroup.ts'
import { CreateLogStream } from './CreateLogStream.ts'
import { DeleteLogGroup } from './DeleteLogGroup.ts'
import { DeleteLogStream } from './DeleteLogStream.ts'
import { DescribeLogGroups } from './DescribeLogGroups.ts'
import { DescribeLogStreams } from './DescribeLogStreams.ts'
import { FilterLogEvents } from './FilterLogEvents.ts'
import { GetLogEvents } from './GetLogEvents.ts'
import { logGroups } from './log-group.ts'
import { PutLogEvents } from './PutLogEvents.ts'
import { PutLogGroupDeletionProtection } from './PutLogGroupDeletionProtection.ts'
import { DeleteRetentionPolicy, PutRetentionPolicy } from './PutRetentionPolicy.ts'
import { sqliteEventLog } from './sqlite/event-log.ts'
import { sweepLogs } from './sweep.ts'
import { ListTagsLogGroup, TagLogGroup, UntagLogGroup } from './TagLogGroup.ts'
import { ListTagsForResource, TagResource, UntagResource } from './TagResource.ts'

const NOW = Date.UTC(2026, 10, 23)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const NAMES = { logGroupName: '/app', logStreamName: 'web' }
const GROUP_ARN = 'arn:aws:logs:us-east-1:111122223333:log-group:/app'

async function setUp(t: TestContext) {
  const log = sqliteEventLog({ directory: undefined })
  t.after(() => log.close())
  const memory = memoryState([logGroups])
  const caller = testCaller(memory, NOW)
  await caller.run(CreateLogGroup, { logGroupName: '/app' })
  await caller.run(CreateLogStream(log), NAMES)
  const put = (...times: number[]) =>
    caller.run(PutLogEvents(log), {
      ...NAMES,
      logEvents: times.map((timestamp) => ({ timestamp, message: `at ${timestamp}` })),
    })
  return { log, caller, put, state: memory.state, run: caller.run }
}

const refuses = (work: Promise<unknown>, code: string, message: string) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof AwsError, String(error))
    assert.deepEqual({ code: error.code, message: error.message }, { code, message })
    return true
  })

test('a group or stream that exists is not created again', async (t) => {
  const { log, run } = await setUp(t)
  await refuses(run(CreateLogGroup, NAMES), 'ResourceAlreadyExistsException', 'The specified log group already exists')
  await refuses(
    run(CreateLogStream(log), NAMES),
    'ResourceAlreadyExistsException',
    'The specified log stream already exists',
  )
})

test('every operation on a group that does not exist says so', async (t) => {
  const { log, run } = await setUp(t)
  const none = {
    logGroupName: 'none',
    logStreamName: 'web',
    logEvents: [{ timestamp: NOW, message: 'm' }],
    retentionInDays: 1,
    tags: {},
  }
  const operations = [
    CreateLogStream(log),
    DeleteLogGroup(log),
    DeleteLogStream(log),
    DescribeLogStreams(log),
    PutLogEvents(log),
    GetLogEvents(log),
    FilterLogEvents(log),
    PutRetentionPolicy,
    DeleteRetentionPolicy,
    TagLogGroup,
    ListTagsLogGroup,
  ]
  for (const operation of operations)
    await refuses(run(operation, none), 'ResourceNotFoundException', 'The specified log group does not exist.')
})

test('every operation on a stream that does not exist says so', async (t) => {
  const { log, run } = await setUp(t)
  const none = { ...NAMES, logStreamName: 'none', logEvents: [{ timestamp: NOW, message: 'm' }] }
  for (const operation of [DeleteLogStream(log), PutLogEvents(log), GetLogEvents(log)])
    await refuses(run(operation, none), 'ResourceNotFoundException', 'The specified log stream does not exist.')
  const filter = { logGroupName: '/app', logStreamNames: ['none'] }
  await refuses(
    run(FilterLogEvents(log), filter),
    'ResourceNotFoundException',
    'The specified log stream does not exist.',
  )
})

test('a group that is deleted and created again shows no old streams and events', async (t) => {
  const { log, run, put } = await setUp(t)
  await put(NOW)
  await run(DeleteLogGroup(log), NAMES)
  await run(CreateLogGroup, { logGroupName: '/app' })
  assert.deepEqual((await run(DescribeLogStreams(log), { logGroupName: '/app' })).logStreams, [])
  assert.deepEqual((await run(FilterLogEvents(log), { logGroupName: '/app' })).events, [])
})

test('a protected group is not deleted until the protection is off', async (t) => {
  const { log, run, state } = await setUp(t)
  await run(PutLogGroupDeletionProtection, { logGroupIdentifier: GROUP_ARN, deletionProtectionEnabled: true })
  await assert.rejects(run(DeleteLogGroup(log), NAMES), { code: 'ValidationException' })
  assert.equal(state.count(logGroups, '111122223333/us-east-1'), 1)
  await run(PutLogGroupDeletionProtection, { logGroupIdentifier: '/app', deletionProtectionEnabled: false })
  await run(DeleteLogGroup(log), NAMES)
  assert.equal(state.count(logGroups, '111122223333/us-east-1'), 0)
})

test('groups are described by prefix, pattern and identifier, in order of name', async (t) => {
  const { log, run, put } = await setUp(t)
  await put(NOW)
  for (const logGroupName of ['/zoo', '/app/two', 'Data']) await run(CreateLogGroup, { logGroupName })
  const names = async (input: object) =>
    (await run(DescribeLogGroups(log), input)).logGroups.map((group: { logGroupName: string }) => group.logGroupName)
  assert.deepEqual(await names({}), ['/app', '/app/two', '/zoo', 'Data'])
  assert.deepEqual(await names({ logGroupNamePrefix: '/app' }), ['/app', '/app/two'])
  assert.deepEqual(await names({ logGroupNamePattern: 'o' }), ['/app/two', '/zoo'])
  assert.deepEqual(await names({ logGroupNamePattern: 'data' }), [])
  assert.deepEqual(await names({ logGroupIdentifiers: ['/zoo', GROUP_ARN, 'none'] }), ['/app', '/zoo'])
  await refuses(
    names({ logGroupNamePattern: 'o', logGroupNamePrefix: 'o' }),
    'InvalidParameterException',
    'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
  )
  const { logGroups: found } = await run(DescribeLogGroups(log), { logGroupIdentifiers: ['/app'] })
  assert.deepEqual(found, [
    {
      logGroupName: '/app',
      creationTime: NOW,
      retentionInDays: undefined,
      metricFilterCount: 0,
      arn: `${GROUP_ARN}:*`,
      logGroupArn: GROUP_ARN,
      storedBytes: `at ${NOW}`.length + 26,
      logGroupClass: 'STANDARD',
      deletionProtectionEnabled: false,
    },
  ])
})

test('pages of groups join to the whole, and a foreign token is refused', async (t) => {
  const { log, run } = await setUp(t)
  for (const logGroupName of ['a', 'b', 'c']) await run(CreateLogGroup, { logGroupName })
  const names: string[] = []
  let nextToken: string | undefined
  do {
    const page = await run(DescribeLogGroups(log), { limit: 2, nextToken })
    names.push(...page.logGroups.map((group: { logGroupName: string }) => group.logGroupName))
    nextToken = page.nextToken
  } while (nextToken)
  assert.deepEqual(names, ['/app', 'a', 'b', 'c'])
  await refuses(
    run(DescribeLogGroups(log), { nextToken: 'x' }),
    'InvalidParameterException',
    'The specified nextToken is invalid.',
  )
})

test('groups of other regions are not seen', async (t) => {
  const { log, caller, run } = await setUp(t)
  caller.region = 'eu-west-1'
  assert.deepEqual((await run(DescribeLogGroups(log), {})).logGroups, [])
  await run(CreateLogGroup, { logGroupName: '/app' })
})

test('events must be in chronological order', async (t) => {
  const { put } = await setUp(t)
  await refuses(
    put(NOW, NOW - 1),
    'InvalidParameterException',
    'Log events in a single PutLogEvents request must be in chronological order.',
  )
})

test('events that are too new, too old or expired are told by their index and the others stored', async (t) => {
  const { log, run, put } = await setUp(t)
  await run(PutRetentionPolicy, { logGroupName: '/app', retentionInDays: 3 })
  const answer = await put(NOW - 15 * DAY, NOW - 4 * DAY, NOW - HOUR, NOW, NOW + 2 * HOUR, NOW + 3 * HOUR)
  assert.deepEqual(answer.rejectedLogEventsInfo, {
    tooOldLogEventEndIndex: 1,
    expiredLogEventEndIndex: 2,
    tooNewLogEventStartIndex: 5,
  })
  const { events } = await run(FilterLogEvents(log), { logGroupName: '/app' })
  assert.deepEqual(
    events.map(({ timestamp }: { timestamp: number }) => timestamp),
    [NOW - HOUR, NOW, NOW + 2 * HOUR],
  )
})

test('the events that would be stored may span no more than a day', async (t) => {
  const { put } = await setUp(t)
  await refuses(
    put(NOW - DAY - 1, NOW),
    'InvalidParameterException',
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  )
  assert.equal((await put(NOW - DAY, NOW)).rejectedLogEventsInfo, undefined)
  assert.deepEqual((await put(NOW - 20 * DAY, NOW)).rejectedLogEventsInfo.tooOldLogEventEndIndex, 1)
})

test('a batch and an event count their UTF-8 bytes and 26 for each event', async (t) => {
  const { log, run } = await setUp(t)
  const send = (...messages: string[]) =>
    run(PutLogEvents(log), { ...NAMES, logEvents: messages.map((message) => ({ timestamp: NOW, message })) })
  const half = 'ü'.repeat((524_288 - 26) / 2)
  await send(half, half)
  await refuses(
    send(half, `${half}x`),
    'InvalidParameterException',
    'Upload too large: 1048577 bytes exceeds limit of 1048576',
  )
  await refuses(
    send('x'.repeat(1_048_551)),
    'InvalidParameterException',
    'Log event too large: 1048577 bytes exceeds limit of 1048576',
  )
})

test('any sequence token is accepted and one is given back', async (t) => {
  const { log, run } = await setUp(t)
  const input = { ...NAMES, logEvents: [{ timestamp: NOW, message: 'm' }], sequenceToken: 'whatever' }
  assert.match((await run(PutLogEvents(log), input)).nextSequenceToken, /^\d{56}$/)
})

test('reading from the head ends with the token that was sent', async (t) => {
  const { log, run, put } = await setUp(t)
  await put(NOW, NOW + 1, NOW + 2)
  const read = (input: object) => run(GetLogEvents(log), { ...NAMES, ...input })
  const messages = (page: { events: { message: string }[] }) => page.events.map(({ message }) => message)
  const first = await read({ startFromHead: true, limit: 2 })
  assert.deepEqual(messages(first), [`at ${NOW}`, `at ${NOW + 1}`])
  assert.match(first.nextForwardToken, /^f\/\d{56}\/s$/)
  assert.match(first.nextBackwardToken, /^b\/\d{56}\/s$/)
  const second = await read({ startFromHead: true, limit: 2, nextToken: first.nextForwardToken })
  assert.deepEqual(messages(second), [`at ${NOW + 2}`])
  const end = await read({ nextToken: second.nextForwardToken })
  assert.deepEqual(messages(end), [])
  assert.equal(end.nextForwardToken, second.nextForwardToken)
  assert.deepEqual(messages(await read({ nextToken: end.nextBackwardToken, limit: 1 })), [`at ${NOW + 2}`])
  await put(NOW + 3)
  assert.deepEqual(messages(await read({ nextToken: end.nextForwardToken })), [`at ${NOW + 3}`])
})

test('reading from the tail shows the newest first page, oldest event first, and goes back to the start', async (t) => {
  const { log, run, put } = await setUp(t)
  await put(NOW, NOW + 1, NOW + 2)
  const read = (input: object) => run(GetLogEvents(log), { ...NAMES, limit: 2, ...input })
  const times = (page: { events: { timestamp: number }[] }) => page.events.map(({ timestamp }) => timestamp - NOW)
  const tail = await read({})
  assert.deepEqual(times(tail), [1, 2])
  const before = await read({ nextToken: tail.nextBackwardToken })
  assert.deepEqual(times(before), [0])
  const start = await read({ nextToken: before.nextBackwardToken })
  assert.deepEqual(times(start), [])
  assert.equal(start.nextBackwardToken, before.nextBackwardToken)
  assert.deepEqual(times(await read({ nextToken: start.nextForwardToken, limit: 1 })), [0])
})

test('an empty stream has tokens on both sides, and the forward one finds what comes later', async (t) => {
  const { log, run, put } = await setUp(t)
  const empty = await run(GetLogEvents(log), NAMES)
  assert.ok(empty.nextForwardToken && empty.nextBackwardToken)
  await put(NOW)
  const page = await run(GetLogEvents(log), { ...NAMES, nextToken: empty.nextForwardToken })
  assert.equal(page.events.length, 1)
  await refuses(
    run(GetLogEvents(log), { ...NAMES, nextToken: 'x' }),
    'InvalidParameterException',
    'The specified nextToken is invalid.',
  )
})

test('name and identifier exclude each other', async (t) => {
  const { log, run } = await setUp(t)
  for (const operation of [GetLogEvents(log), FilterLogEvents(log), DescribeLogStreams(log)])
    await refuses(
      run(operation, { ...NAMES, logGroupIdentifier: GROUP_ARN }),
      'ValidationException',
      'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    )
  assert.deepEqual((await run(FilterLogEvents(log), { logGroupIdentifier: `${GROUP_ARN}:*` })).events, [])
})

test('a filter finds text, pages on and gives each event an id of its own', async (t) => {
  const { log, run } = await setUp(t)
  await run(CreateLogStream(log), { logGroupName: '/app', logStreamName: 'worker' })
  for (const logStreamName of ['web', 'worker'])
    await run(PutLogEvents(log), {
      logGroupName: '/app',
      logStreamName,
      logEvents: ['ERROR one', 'fine', 'ERROR two'].map((message, index) => ({ timestamp: NOW + index, message })),
    })
  const input = { logGroupName: '/app', filterPattern: 'ERROR', limit: 3, startTime: NOW }
  const first = await run(FilterLogEvents(log), input)
  const second = await run(FilterLogEvents(log), { ...input, nextToken: first.nextToken })
  const events = [...first.events, ...second.events]
  assert.deepEqual(
    events.map(({ logStreamName, message }) => `${logStreamName}: ${message}`),
    ['web: ERROR one', 'worker: ERROR one', 'web: ERROR two', 'worker: ERROR two'],
  )
  assert.equal(new Set(events.map(({ eventId }) => eventId)).size, 4)
  assert.equal(second.nextToken, undefined)
  await assert.rejects(run(FilterLogEvents(log), { logGroupName: '/app', filterPattern: '{ $.a' }), {
    code: 'InvalidParameterException',
  })
})

test('a filter includes the end time, and reading a stream does not', async (t) => {
  const { log, run, put } = await setUp(t)
  await put(NOW, NOW + 1)
  const range = { startTime: NOW, endTime: NOW + 1 }
  assert.equal((await run(FilterLogEvents(log), { logGroupName: '/app', ...range })).events.length, 2)
  assert.equal((await run(GetLogEvents(log), { ...NAMES, ...range })).events.length, 1)
})

test('newest first holds for the pages behind the token too', async (t) => {
  const { log, run, put } = await setUp(t)
  await put(NOW, NOW + 1, NOW + 2)
  const filter = (input: object) => run(FilterLogEvents(log), { logGroupName: '/app', limit: 2, ...input })
  const first = await filter({ startFromHead: false })
  const second = await filter({ nextToken: first.nextToken })
  assert.deepEqual(
    [...first.events, ...second.events].map(({ timestamp }) => timestamp - NOW),
    [2, 1, 0],
  )
  await assert.rejects(filter({ startFromHead: false, startTime: 0 }), { code: 'InvalidParameterException' })
  await refuses(filter({ nextToken: 'x' }), 'InvalidParameterException', 'The specified nextToken is invalid.')
})

test('seeing masked data needs its own permission', async (t) => {
  const { log, caller } = await setUp(t)
  const actions = (input: object) =>
    [GetLogEvents(log), FilterLogEvents(log)].flatMap((one) =>
      caller.checks(one, { ...NAMES, ...input }).map(({ action }) => action),
    )
  assert.deepEqual(actions({}), ['logs:GetLogEvents', 'logs:FilterLogEvents'])
  assert.deepEqual(actions({ unmask: true }), [
    'logs:GetLogEvents',
    'logs:Unmask',
    'logs:FilterLogEvents',
    'logs:Unmask',
  ])
})

test('retention takes AWS its days only', async (t) => {
  const { log, run } = await setUp(t)
  await assert.rejects(run(PutRetentionPolicy, { logGroupName: '/app', retentionInDays: 2 }), {
    code: 'InvalidParameterException',
  })
  await run(PutRetentionPolicy, { logGroupName: '/app', retentionInDays: 7 })
  const days = async () => (await run(DescribeLogGroups(log), {})).logGroups[0].retentionInDays
  assert.equal(await days(), 7)
  await run(DeleteRetentionPolicy, { logGroupName: '/app' })
  assert.equal(await days(), undefined)
})

test('the sweep deletes what expired and what belongs to no group, and nothing else', async (t) => {
  const { log, run, put, state } = await setUp(t)
  await put(NOW - 2 * HOUR, NOW)
  await run(PutRetentionPolicy, { logGroupName: '/app', retentionInDays: 1 })
  await log.createStream({ group: 'deleted-while-the-log-was-down', stream: 's', createdAt: NOW })
  await sweepLogs(log, state, NOW + DAY - HOUR)
  const { events } = await run(FilterLogEvents(log), { logGroupName: '/app' })
  assert.deepEqual(
    events.map(({ timestamp }: { timestamp: number }) => timestamp),
    [NOW],
  )
  assert.equal((await log.groups()).length, 1)
})

test('tags are set, listed and removed by ARN and by name', async (t) => {
  const { run } = await setUp(t)
  await run(TagResource, { resourceArn: GROUP_ARN, tags: { team: 'a', env: 'x' } })
  await run(TagLogGroup, { logGroupName: '/app', tags: { env: 'y' } })
  assert.deepEqual((await run(ListTagsLogGroup, { logGroupName: '/app' })).tags, { team: 'a', env: 'y' })
  await run(UntagResource, { resourceArn: `${GROUP_ARN}:*`, tagKeys: ['team'] })
  assert.deepEqual((await run(ListTagsForResource, { resourceArn: GROUP_ARN })).tags, { env: 'y' })
  await run(UntagLogGroup, { logGroupName: '/app', tags: ['env', 'none'] })
  assert.deepEqual((await run(ListTagsForResource, { resourceArn: GROUP_ARN })).tags, {})
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']))
  await assert.rejects(run(TagResource, { resourceArn: GROUP_ARN, tags: many }), { code: 'TooManyTagsException' })
})

test('creating a group with tags needs the permission to tag', async (t) => {
  const { caller, run } = await setUp(t)
  const input = { logGroupName: 'tagged', tags: { a: 'b' } }
  caller.denied = ['logs:TagResource', 'logs:TagLogGroup']
  await assert.rejects(run(CreateLogGroup, input), { code: 'AccessDenied' })
  caller.denied = ['logs:TagResource']
  await run(CreateLogGroup, input)
})

test('authorization asks about the ARNs that AWS names in its denials', async (t) => {
  const { log, caller, run } = await setUp(t)
  await run(TagResource, { resourceArn: GROUP_ARN, tags: { team: 'a' } })
  const asked = (operation: Parameters<typeof caller.checks>[0], input: object) => {
    const [check, ...more] = caller.checks(operation, input)
    assert.equal(more.length, 0)
    return `${check?.action} ${check?.resource} ${JSON.stringify(check?.resourceTags)}`
  }
  const prefix = 'arn:aws:logs:us-east-1:111122223333:log-group:'
  const tags = '{"team":"a"}'
  assert.equal(
    asked(PutLogEvents(log), { ...NAMES, logEvents: [] }),
    `logs:PutLogEvents ${prefix}/app:log-stream:web ${tags}`,
  )
  assert.equal(asked(CreateLogStream(log), NAMES), `logs:CreateLogStream ${prefix}/app:log-stream:web ${tags}`)
  assert.equal(asked(CreateLogGroup, { logGroupName: 'new' }), `logs:CreateLogGroup ${prefix}new:log-stream: undefined`)
  assert.equal(asked(DescribeLogGroups(log), {}), `logs:DescribeLogGroups ${prefix}:log-stream: undefined`)
  assert.equal(
    asked(FilterLogEvents(log), { logGroupIdentifier: GROUP_ARN }),
    `logs:FilterLogEvents ${prefix}/app:log-stream: ${tags}`,
  )
  assert.equal(asked(TagResource, { resourceArn: GROUP_ARN, tags: {} }), `logs:TagResource ${GROUP_ARN} ${tags}`)
})

test('an ARN of another spelling or region reaches no group, so that no policy on its real ARN is passed by', async (t) => {
  const { log, caller, run } = await setUp(t)
  const missing = { code: 'ResourceNotFoundException' }
  const other = GROUP_ARN.replace('arn:aws:', 'arn:other:')
  await assert.rejects(run(TagResource, { resourceArn: other, tags: { team: 'a' } }), missing)
  await assert.rejects(run(ListTagsForResource, { resourceArn: other }), missing)
  await assert.rejects(run(FilterLogEvents(log), { logGroupIdentifier: other }), missing)
  caller.region = 'eu-west-1'
  await assert.rejects(run(TagResource, { resourceArn: GROUP_ARN, tags: { team: 'a' } }), missing)
  await assert.rejects(run(FilterLogEvents(log), { logGroupIdentifier: GROUP_ARN }), missing)
  const identifiers = { logGroupIdentifier: GROUP_ARN, deletionProtectionEnabled: true }
  await assert.rejects(run(PutLogGroupDeletionProtection, identifiers), missing)
})
