/**
 * Decisions a second on one core, as ratios to the readable engine and to a floor that no engine can go below: one look
 * into a Map and one anchored regular expression.
 *
 * The policy of ten statements has 7 Allow and 3 Deny; 6 of the 10 have conditions (text, address ranges, flags) and one
 * has a variable in its resource. It is asked eight questions in turn: five are allowed, two meet no Allow, one meets a
 * Deny. The larger policies add statements on other resources for the same actions, one in three with a condition. The
 * context is built beforehand, as design and pipeline count it apart. `permits` answers yes or no; `decide` also lists
 * the statements. A latency is that of a batch of 32 decisions, divided: a clock costs as much as a decision.
 */
import { getHeapStatistics } from 'node:v8'
import { decide, permits } from '../src/policy/decide.ts'
import { parsePolicy } from '../src/policy/document.ts'
import { decide as readableDecide } from '../src/policy/reference/decide.ts'
import type { AppliedPolicy, DecisionRequest } from '../src/policy/request.ts'
import { type Figure, median, perSecond, report } from './support/report.ts'

const ROUND_MS = 80
const ROUNDS = 5
const BATCH = 32
const TARGET = 3_000_000
const ACCOUNT = '111122223333'

const CONDITIONS = {
  region: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1', 'us-east-1'] } },
  team: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
  passed: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'lambda.amazonaws.com'] } },
  prefix: { StringLike: { 's3:prefix': ['reports/*', 'public/*'] } },
  outside: {
    NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24', '2001:db8::/32'] },
    Bool: { 'aws:ViaAWSService': 'false' },
  },
  plain: { Bool: { 'aws:SecureTransport': 'false' } },
}

const TEN = [
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: 'arn:aws:s3:::app-data/*' },
  { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::app-data', Condition: CONDITIONS.prefix },
  { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::app-data/home/${aws:username}/*' },
  { Effect: 'Allow', Action: 'logs:*', Resource: `arn:aws:logs:*:${ACCOUNT}:log-group:/app/*` },
  { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*', Condition: CONDITIONS.region },
  { Effect: 'Allow', Action: 'ec2:St??tInstances', Resource: 'arn:aws:ec2:*:*:instance/*', Condition: CONDITIONS.team },
  {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: `arn:aws:iam::${ACCOUNT}:role/app/*`,
    Condition: CONDITIONS.passed,
  },
  { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::app-data/secret/*' },
  { Effect: 'Deny', Action: '*', Resource: '*', Condition: CONDITIONS.outside },
  { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: CONDITIONS.plain },
]

const QUESTIONS = [
  ['s3:GetObject', 'arn:aws:s3:::app-data/reports/2026.csv'],
  ['s3:PutObject', 'arn:aws:s3:::app-data/home/alice/notes.txt'],
  ['logs:PutLogEvents', `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/app/web:log-stream:1`],
  ['ec2:DescribeInstances', '*'],
  ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/app/Worker`],
  ['s3:PutObject', 'arn:aws:s3:::app-data/home/bob/notes.txt'],
  ['dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`],
  ['s3:GetObject', 'arn:aws:s3:::app-data/secret/key.pem'],
] as const
const ALLOWED = 5
const NAMES = ['permits', 'decide', 'readable', 'floor'] as const

const CONTEXT = new Map<string, string | readonly string[]>([
  ['aws:currenttime', '2026-11-23T12:00:00Z'],
  ['aws:epochtime', '1795435200'],
  ['aws:sourceip', '10.20.30.40'],
  ['aws:securetransport', 'true'],
  ['aws:useragent', 'aws-sdk-js/3.1100.0'],
  ['aws:requestedregion', 'eu-west-1'],
  ['aws:viaawsservice', 'false'],
  ['aws:principaltype', 'User'],
  ['aws:principalarn', `arn:aws:iam::${ACCOUNT}:user/alice`],
  ['aws:principalaccount', ACCOUNT],
  ['aws:username', 'alice'],
  ['aws:principaltag/team', 'blue'],
  ['aws:resourcetag/team', 'blue'],
  ['iam:passedtoservice', 'ec2.amazonaws.com'],
])

const policyOf = (name: string, statements: readonly unknown[]): AppliedPolicy => ({
  name,
  document: parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements })),
})

/** Statements that speak of the same actions and other resources. */
const more = (count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, index) => ({
    Effect: index % 5 === 4 ? 'Deny' : 'Allow',
    Action: [['s3:GetObject', 's3:PutObject'], 's3:*', ['logs:*', 'ec2:*']][index % 3],
    Resource: [`arn:aws:s3:::bucket-${index}/*`, `arn:aws:s3:::bucket-${index}/key`][index % 2],
    ...(index % 3 === 0 && { Condition: [CONDITIONS.region, CONDITIONS.team, CONDITIONS.passed][(index % 9) / 3] }),
  }))

const requestsOf = (identity: readonly AppliedPolicy[]): readonly DecisionRequest[] =>
  QUESTIONS.map(([action, resource]) => ({
    principal: { kind: 'user', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/alice`, entityId: 'AIDAALICE' },
    action,
    resource,
    resourceAccount: ACCOUNT,
    context: CONTEXT,
    policies: { identity },
  }))

const SUBJECTS: Readonly<Record<string, readonly DecisionRequest[]>> = {
  '10 statements': requestsOf([policyOf('ten', TEN)]),
  '100 statements': requestsOf([policyOf('hundred', [...TEN, ...more(90)])]),
  '1,000 statements': requestsOf([policyOf('thousand', [...TEN, ...more(990)])]),
  '10 managed policies': requestsOf(
    Array.from({ length: 10 }, (_, index) => policyOf(`p${index}`, index ? [...more(index), ...TEN.slice(0, 7)] : TEN)),
  ),
}

let yes = 0

/** Runs a question a batch at a time for a while: how many a second of this thread's CPU time, and how long a decision took in each batch. */
function run(ask: (at: number) => boolean, ms: number) {
  const nanoseconds: number[] = []
  const cpu = process.threadCpuUsage()
  const start = performance.now()
  let before = start
  while (before - start < ms) {
    for (let at = 0; at < BATCH; at += 1) if (ask(at)) yes += 1
    const after = performance.now()
    nanoseconds.push(((after - before) * 1e6) / BATCH)
    before = after
  }
  const { user, system } = process.threadCpuUsage(cpu)
  return { rate: (nanoseconds.length * BATCH * 1e6) / (user + system), nanoseconds }
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN

/**
 * Bytes that one call allocates: the least of several runs, since the optimizer allocates in some of them for itself,
 * less what looking costs.
 */
function bytes(ask: (at: number) => boolean): number {
  const CALLS = 20_000
  const allocated = (): number => getHeapStatistics().total_allocated_bytes
  const runs = Array.from({ length: 7 }, () => {
    const idle = -allocated() + allocated()
    const before = allocated()
    for (let at = 0; at < CALLS; at += 1) if (ask(at)) yes += 1
    return (allocated() - before - idle) / CALLS
  })
  return Math.max(0, Math.min(...runs))
}

const asking = (requests: readonly DecisionRequest[], answer: (request: DecisionRequest) => boolean) => {
  const mask = requests.length - 1
  return (at: number): boolean => {
    const request = requests[at & mask]
    return request !== undefined && answer(request)
  }
}

const actions = new Map<string, number>(QUESTIONS.map(([action, resource]) => [action, resource.length]))
const anchored = /^arn:aws:s3:::app-data\/.*$/
const floor = asking(
  SUBJECTS['10 statements'] ?? [],
  ({ action, resource }) => actions.has(action) && anchored.test(resource),
)

const figures: Figure[] = []
for (const [subject, requests] of Object.entries(SUBJECTS)) {
  if (requests.filter(permits).length !== ALLOWED) throw new Error(`${subject}: not ${ALLOWED} questions are allowed`)
  const ways = {
    permits: asking(requests, permits),
    decide: asking(requests, (request) => decide(request).effect === 'allow'),
    readable: asking(requests, (request) => readableDecide(request).effect === 'allow'),
    floor,
  }
  const rates = { permits: [0], decide: [0], readable: [0], floor: [0] }
  const batches: number[] = []
  for (const name of NAMES) run(ways[name], ROUND_MS)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of NAMES) {
      const { rate, nanoseconds } = run(ways[name], ROUND_MS)
      rates[name].push(rate)
      if (name === 'permits') for (const time of nanoseconds) batches.push(time)
    }
  }
  const rate = (name: (typeof NAMES)[number]) => median(rates[name].slice(1))
  const beside = (value: number) =>
    `${(value / rate('readable')).toFixed(0)}x readable, ${(value / rate('floor')).toFixed(2)} of floor (${perSecond(rate('floor'))})`
  const first = subject === '10 statements'
  figures.push({
    what: `permits, ${subject}`,
    value: `${perSecond(rate('permits'))}, p50 ${percentile(batches, 0.5).toFixed(0)} ns, p99 ${percentile(batches, 0.99).toFixed(0)} ns`,
    beside: beside(rate('permits')),
    target: first ? `${perSecond(TARGET)} or more` : '',
    met: first ? rate('permits') >= TARGET : undefined,
  })
  figures.push({
    what: `decide, ${subject}`,
    value: perSecond(rate('decide')),
    beside: beside(rate('decide')),
    target: '',
    met: undefined,
  })
  const allowed = bytes(asking(requests.filter(permits).slice(0, 4), permits))
  figures.push({
    what: `bytes a permits that allows, ${subject}`,
    value: `${allowed.toFixed(2)} B`,
    beside: `decide ${bytes(ways.decide).toFixed(0)} B`,
    target: '0 B',
    met: allowed < 0.5,
  })
}
report(figures)
if (yes === 0) throw new Error('nothing was allowed')
