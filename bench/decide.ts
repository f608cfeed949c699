/**
 * Decisions a second on one core, as ratios to the readable engine and to a floor that no engine can go below: one look
 * into a Map and one anchored regular expression. Drawn against the number of statements, and against the number of roles
 * in the account, whose decisions go the way of a call: the role's policies from the tables, then its question.
 *
 * The context of a decision is built beforehand; decide-call.ts counts it. `permits` answers yes or no; `decide` also
 * lists the statements. ROLECALL_BENCH_SVG names a file to draw to.
 */
import { writeFileSync } from 'node:fs'
import { decide, permits } from '../src/policy/decide.ts'
import { decide as readableDecide } from '../src/policy/reference/decide.ts'
import type { AppliedPolicy } from '../src/policy/request.ts'
import { type Chart, type Series, svgCharts, textChart } from './support/chart.ts'
import { managedPolicies, policyOf, requestsOf } from './support/decisions.ts'
import { type Ask, answeredYes, asking, bytesOf, inTurns } from './support/measure.ts'
import { type Figure, median, perSecond, report } from './support/report.ts'
import { accountOf } from './support/roles.ts'

const TARGET = 3_000_000
const SIZES = [10, 100, 1000, 10_000]
const ROLES = [10, 1000, 100_000]
/** How much dearer a decision may be with most roles than with fewest, to be called the same. */
const SAME = 1.1

/** The least that deciding may cost. */
function floorOf(): Ask {
  const requests = requestsOf([])
  const actions = new Map(requests.map(({ action, resource }) => [action, resource.length]))
  const anchored = /^arn:aws:s3:::app-data\/.*$/
  return asking(requests, ({ action, resource }) => actions.has(action) && anchored.test(resource))
}

const floor = floorOf()

function measured(what: string, identity: readonly AppliedPolicy[], target?: number) {
  const requests = requestsOf(identity)
  for (const request of requests) {
    if (permits(request) !== (readableDecide(request).effect === 'allow'))
      throw new Error(`${what}: the engines differ`)
  }
  const ways = {
    permits: asking(requests, permits),
    decide: asking(requests, (request) => decide(request).effect === 'allow'),
    readable: asking(requests, (request) => readableDecide(request).effect === 'allow'),
    floor,
  }
  const timings = inTurns(ways)
  const beside = (rate: number): string =>
    `${(rate / timings.readable.rate).toFixed(0)}x readable, ${(rate / timings.floor.rate).toFixed(3)} of floor (${perSecond(timings.floor.rate)})`
  const granted = requests.filter(permits).slice(0, 4)
  const allocated = bytesOf(asking(granted, permits))
  const { rate, p50, p99 } = timings.permits
  const figures: Figure[] = [
    {
      what: `permits, ${what}`,
      value: `${perSecond(rate)}, p50 ${Math.round(p50)} ns, p99 ${Math.round(p99)} ns`,
      beside: beside(rate),
      target: target === undefined ? '' : `${perSecond(target)} or more`,
      met: target === undefined ? undefined : rate >= target,
    },
    {
      what: `decide, ${what}`,
      value: perSecond(timings.decide.rate),
      beside: beside(timings.decide.rate),
      target: '',
      met: undefined,
    },
    {
      what: `bytes a permits that allows, ${what}`,
      value: `${allocated.toFixed(2)} B`,
      beside: `decide ${bytesOf(ways.decide, 2000).toFixed(0)} B`,
      target: '0 B',
      met: allocated < 0.5,
    },
  ]
  return { figures, timings }
}

const bySize = SIZES.map((size) => ({
  size,
  ...measured(`${size.toLocaleString('en-US')} statements`, [policyOf(size)], size === 10 ? TARGET : undefined),
}))
const managed = measured('10 managed policies of AWS', managedPolicies())

/** Accounts of all sizes are asked in turn, so that whatever else runs on the machine falls on each. */
function byRoles() {
  // What compiles policies is warm in a server.
  accountOf(512, 512)
  const accounts = ROLES.map((count) => ({ count, ...accountOf(count) }))
  const subjects = Object.fromEntries(accounts.map(({ count, ask }) => [String(count), ask]))
  const rounds = Array.from({ length: 5 }, () => inTurns(subjects, { rounds: 3, batch: 16 }))
  const costs = accounts.map(({ count, first }) => ({
    count,
    first,
    nanoseconds: median(rounds.map((round) => 1e9 / (round[String(count)]?.rate ?? Number.NaN))),
  }))
  const [few = 0, many = 0] = [ROLES[0], ROLES.at(-1)]
  const ratio = median(rounds.map((round) => (round[few]?.rate ?? 0) / (round[many]?.rate ?? Number.NaN)))
  const first = median(costs.map((cost) => cost.first)) / 1000
  const figure: Figure = {
    what: 'a role’s policies and its decision, on the way of a call',
    value: costs
      .map(({ count, nanoseconds }) => `${(nanoseconds / 1000).toFixed(2)} us with ${count.toLocaleString('en-US')}`)
      .join(', '),
    beside: `${ratio.toFixed(2)} of the cost with the fewest; a role’s first decision ${first.toFixed(0)} us`,
    target: 'the same',
    met: ratio < SAME,
  }
  return { costs, figure }
}

const { costs, figure: rolesFigure } = byRoles()

const line = (name: string, of: 'permits' | 'decide' | 'readable' | 'floor'): Series => ({
  name,
  points: bySize.map(({ size, timings }) => ({ x: size, y: 1e9 / timings[of].rate })),
})
const charts: readonly Chart[] = [
  {
    title: 'One decision by the size of the policy',
    x: 'statements',
    y: 'CPU time',
    series: [
      line('permits', 'permits'),
      line('decide', 'decide'),
      line('readable engine', 'readable'),
      line('floor', 'floor'),
    ],
  },
  {
    title: 'One check of a call by the size of the account',
    x: 'roles in the account',
    y: 'CPU time',
    series: [
      { name: 'each check', points: costs.map((cost) => ({ x: cost.count, y: cost.nanoseconds })) },
      { name: 'first of a role', points: costs.map((cost) => ({ x: cost.count, y: cost.first })) },
    ],
  },
]
report([...bySize.flatMap(({ figures }) => figures), ...managed.figures, rolesFigure])
for (const chart of charts) process.stderr.write(`\n${textChart(chart)}\n`)
const file = process.env['ROLECALL_BENCH_SVG']
if (file) writeFileSync(file, svgCharts(charts))
if (answeredYes() === 0) throw new Error('nothing was allowed')
