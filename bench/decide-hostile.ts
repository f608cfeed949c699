/**
 * The dearest decisions that policies and requests can be made to ask for, each at a quarter of its size, at half and in
 * full: time that grows as the size does is fourfold in the end, and more where a policy outgrows the caches. Sizes go to
 * and beyond what IAM's API takes (131,072 characters of policy). The first decision compiles the policy; it is taken by
 * the clock, the others as CPU time.
 */
import { permits } from '../src/policy/decide.ts'
import { PolicySyntaxError, parsePolicy } from '../src/policy/document.ts'
import type { ContextValue, DecisionRequest } from '../src/policy/request.ts'
import { type Figure, report } from './support/report.ts'

const LIMIT = 131_072
/** As long as a header's value or a name can be made in a request whose headers take 32 KB. */
const LONG = 16_000
const SIZES = [1, 2, 4]
const COMPILED = 2
const ASKED = 3
/** Several ticks of the clock that counts CPU time. */
const ASKED_MICROSECONDS = 40_000

interface Hostile {
  readonly statements: readonly object[]
  readonly resource?: string
  /** Asked with another ending each time, since what reaches an action is remembered. */
  readonly action?: string
  readonly context?: Readonly<Record<string, ContextValue>>
}

const allow = (more: object): object => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more })
const many = <Made>(count: number, make: (index: number) => Made): readonly Made[] =>
  Array.from({ length: count }, (_, index) => make(index))
const like = (pattern: string | readonly string[]): object =>
  allow({ Condition: { StringLike: { 'aws:UserAgent': pattern } } })
const asked = (value: ContextValue) => ({ 'aws:useragent': value })

/** Each by its share of the full size: 1, 2 or 4 quarters. */
const CASES: Readonly<Record<string, (share: number) => Hostile>> = {
  'a resource of *a, on as many a': (share) => ({
    statements: [allow({ Resource: `arn:aws:s3:::${'*a'.repeat((share * LIMIT) / 8 - 100)}b` })],
    resource: `arn:aws:s3:::${'a'.repeat((share * LONG) / 4)}`,
  }),
  'a resource of ?, on as many a': (share) => ({
    statements: [allow({ Resource: `arn:aws:s3:::${'?'.repeat((share * LONG) / 4)}b` })],
    resource: `arn:aws:s3:::${'a'.repeat((share * LONG) / 4 + 1)}`,
  }),
  'a resource of *?, on as many a': (share) => ({
    statements: [allow({ Resource: `arn:aws:s3:::${'*?'.repeat((share * LIMIT) / 8 - 100)}b` })],
    resource: `arn:aws:s3:::${'a'.repeat((share * LONG) / 4)}`,
  }),
  'an action of *a, on as many a': (share) => ({
    statements: [allow({ Action: `${'*a'.repeat((share * LIMIT) / 8 - 100)}b` })],
    action: `s3:${'a'.repeat((share * LONG) / 4)}`,
  }),
  'a pattern that begins to match everywhere': (share) => ({
    statements: [like(`*${'?a'.repeat(500)}b*`)],
    context: asked('a'.repeat((share * LONG) / 4)),
  }),
  'patterns that begin to match everywhere': (share) => ({
    statements: [like(many(share * 30, () => `*${'?a'.repeat(500)}b*`))],
    context: asked('a'.repeat(LONG)),
  }),
  'two stars around what is almost there': (share) => ({
    statements: [like(`*${'a'.repeat(2000)}b*`)],
    context: asked('a'.repeat((share * LONG) / 4)),
  }),
  'statements with beginnings that fit inside each other': (share) => ({
    statements: many(share * 90, (index) => ({
      ...allow({ Resource: `arn:aws:s3:::${'a'.repeat(index)}*` }),
      Condition: { StringEquals: { 'aws:UserAgent': 'x' } },
    })),
    resource: `arn:aws:s3:::${'a'.repeat(1000)}`,
  }),
  '10,000 statements on other resources': (share) => ({
    statements: many(share * 2500, (index) => allow({ Resource: `arn:aws:s3:::other-${index}/*/x` })),
  }),
  '10,000 statements with a condition that fails': (share) => ({
    statements: many(share * 2500, () => like('x*y')),
    context: asked('a'),
  }),
  '10,000 resources in one statement': (share) => ({
    statements: [allow({ Resource: many(share * 2500, (index) => `arn:aws:s3:::other-${index}/*`) })],
  }),
  'variables in a resource': (share) => ({
    statements: [allow({ Resource: `arn:aws:s3:::${'*${aws:username}'.repeat(share * 2000)}b` })],
    context: { 'aws:username': 'a' },
    resource: `arn:aws:s3:::${'a'.repeat((share * LONG) / 4)}`,
  }),
  'variables that hold long texts': (share) => ({
    statements: [allow({ Resource: `arn:aws:s3:::${'*${aws:username}'.repeat(200)}` })],
    context: { 'aws:username': `${'a'.repeat(share * 500)}b` },
    resource: `arn:aws:s3:::${'a'.repeat((share * LONG) / 4)}`,
  }),
  'a condition on 100,000 values': (share) => ({
    statements: [allow({ Condition: { 'ForAllValues:StringLike': { 'aws:UserAgent': ['a*b', 'tag-*'] } } })],
    context: asked(many(share * 25_000, (index) => `tag-${index}`)),
  }),
  'address ranges that do not hold the address': (share) => ({
    statements: [
      allow({
        Condition: { IpAddress: { 'aws:SourceIp': many(share * 1500, (n) => `10.${n >> 8}.${n & 255}.0/24`) } },
      }),
    ],
    context: { 'aws:sourceip': '192.0.2.1' },
  }),
  'ARN conditions of stars': (share) => ({
    statements: [
      allow({ Condition: { ArnLike: { 'aws:PrincipalArn': many(share * 800, (n) => `arn:*:i*m:*:*:*a*b${n}`) } } }),
    ],
    context: { 'aws:principalarn': `arn:aws:iam::111122223333:user/${'a'.repeat(500)}` },
  }),
}

interface Times {
  readonly first: number
  readonly later: number
}

/** Microseconds that a case takes at each size, the less of two: whatever else the machine does only adds. */
function timesOf(make: (share: number) => Hostile): readonly Times[] {
  const attempts = Array.from({ length: COMPILED }, () => SIZES.map((share) => timesOnce(make(share))))
  return SIZES.map((_, size) => ({
    first: Math.min(...attempts.map((times) => times[size]?.first ?? Number.NaN)),
    later: Math.min(...attempts.map((times) => times[size]?.later ?? Number.NaN)),
  }))
}

function timesOnce({ statements, context = {}, action, ...asking }: Hostile): Times {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  const request: DecisionRequest = {
    principal: {
      kind: 'user',
      account: '111122223333',
      arn: 'arn:aws:iam::111122223333:user/eve',
      entityId: 'AIDAEVE',
    },
    action: action ?? 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/key',
    resourceAccount: '111122223333',
    context: new Map(Object.entries(context)),
    policies: { identity: [{ name: 'hostile', document: parsePolicy(text) }] },
    ...asking,
  }
  const first = microsecondsOf(() => permits(request))
  return { first, later: cpuOf((at) => permits(action === undefined ? request : { ...request, action: action + at })) }
}

/** Microseconds of CPU that one of many runs takes: on a busy machine a clock shows how long others had the core. */
function cpuOf(run: (at: number) => void): number {
  run(-1)
  const before = process.threadCpuUsage()
  for (let runs = 1; ; runs += 1) {
    run(runs)
    const { user, system } = process.threadCpuUsage(before)
    if (user + system >= ASKED_MICROSECONDS && runs >= ASKED) return (user + system) / runs
  }
}

function microsecondsOf(run: () => void): number {
  const before = performance.now()
  run()
  return (performance.now() - before) * 1000
}

for (const make of Object.values(CASES)) timesOnce(make(1))
const figures: Figure[] = Object.entries(CASES).map(([what, make]) => {
  const [quarter, half, whole] = timesOf(make)
  const growth = (whole?.later ?? Number.NaN) / (quarter?.later ?? Number.NaN)
  return {
    what: `hostile: ${what}`,
    value: `${[quarter, half, whole].map((times) => millis(times?.later)).join(', ')} ms`,
    beside: `${growth.toFixed(1)}x from a quarter to the whole; the first ${millis(whole?.first)} ms`,
    target: '',
    met: undefined,
  }
})
report([...figures, nesting()])

/** A document of brackets is refused before it is deep. */
function nesting(): Figure {
  const text = `{"Statement":${'['.repeat(LIMIT)}`
  const refused = (): void => {
    try {
      parsePolicy(text)
    } catch (error) {
      if (error instanceof PolicySyntaxError) return
      throw error
    }
    throw new Error('a document of brackets was read')
  }
  const times = Array.from({ length: COMPILED }, () => microsecondsOf(refused))
  return {
    what: 'hostile: a document of 131,072 brackets is refused',
    value: `${millis(Math.min(...times))} ms`,
    beside: '',
    target: '',
    met: undefined,
  }
}

function millis(microseconds = Number.NaN): string {
  return (microseconds / 1000).toFixed(2)
}
