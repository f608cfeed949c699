/**
 * The same policy and the same questions put to other engines in the same run: @cloud-copilot/iam-simulate, which reads
 * IAM policies too, and @cedar-policy/cedar-wasm with the closest policies in Cedar, preparsed. npm installs both into a
 * temporary folder; the project does not depend on them. Every answer is compared first, and a disagreement ends the
 * benchmark. What each is asked stands ready beforehand; bytes are those on V8's heap, without the memory of WebAssembly.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { decide, permits } from '../src/policy/decide.ts'
import { policyOf, policyText, requestsOf } from './support/decisions.ts'
import { answeredYes, asking, bytesOf, inTurns, type Timing, waitingFor } from './support/measure.ts'
import { temporaryFolder } from './support/processes.ts'
import { type Figure, perSecond, report } from './support/report.ts'

const PACKAGES = { '@cloud-copilot/iam-simulate': '0.1.173', '@cedar-policy/cedar-wasm': '4.13.0' }
const TARGETS = { simulate: 300, cedar: 100 }

/** What is used of iam-simulate, as its README says. */
interface Simulator {
  readonly runSimulation: (of: object, options: object) => Promise<{ readonly overallResult?: string }>
  /** Without its checks of the policies and of the context. */
  readonly runUnsafeSimulation: (of: object, options: object) => string
}

/** What is used of cedar-wasm, as its declarations say. */
interface Cedar {
  readonly preparsePolicySet: (id: string, policies: object) => { readonly type: string }
  readonly statefulIsAuthorized: (call: object) => CedarAnswer
}
type CedarAnswer =
  | {
      readonly type: 'success'
      readonly response: { readonly decision: string; readonly diagnostics: { readonly errors: readonly object[] } }
    }
  | { readonly type: 'failure' }

const requests = requestsOf([policyOf(10)])
const mine = requests.map((request) => decide(request).effect)
const policy: unknown = JSON.parse(policyText(10))

const simulations = requests.map(({ principal, action, resource, resourceAccount, context }) => ({
  request: {
    principal: 'arn' in principal ? principal.arn : '',
    action,
    resource: { resource, accountId: resourceAccount },
    contextVariables: Object.fromEntries(context),
  },
  identityPolicies: [{ name: 'ten', policy }],
  serviceControlPolicies: [],
  resourceControlPolicies: [],
}))

/**
 * The ten statements in Cedar. An action that is named stands in the policy's head, which Cedar reads the fastest; a
 * pattern of actions or resources is a `like` on a text. Cedar has no variables in patterns: the call says whose home the
 * key is in. `?` is any text. The context has the keys that these policies read and no others.
 */
const CEDAR_POLICIES = `
permit (principal, action in [Action::"s3:GetObject", Action::"s3:GetObjectVersion"], resource)
when { context.resource like "arn:aws:s3:::app-data/*" };
permit (principal, action == Action::"s3:ListBucket", resource)
when { context.resource == "arn:aws:s3:::app-data" && context has prefix
  && (context.prefix like "reports/*" || context.prefix like "public/*") };
permit (principal, action == Action::"s3:PutObject", resource)
when { context.resource like "arn:aws:s3:::app-data/home/*" && context has homeOf && context has username
  && context.homeOf == context.username };
permit (principal, action, resource)
when { context.action like "logs:*" && context.resource like "arn:aws:logs:*:111122223333:log-group:/app/*" };
permit (principal, action, resource)
when { context.action like "ec2:Describe*" && context has requestedRegion
  && ["eu-west-1", "eu-central-1", "us-east-1"].contains(context.requestedRegion) };
permit (principal, action, resource)
when { context.action like "ec2:St*tInstances" && context.resource like "arn:aws:ec2:*:*:instance/*"
  && context has resourceTeam && context has principalTeam && context.resourceTeam == context.principalTeam };
permit (principal, action == Action::"iam:PassRole", resource)
when { context.resource like "arn:aws:iam::111122223333:role/app/*" && context has passedToService
  && ["ec2.amazonaws.com", "lambda.amazonaws.com"].contains(context.passedToService) };
forbid (principal, action, resource)
when { context.action like "s3:*" && context.resource like "arn:aws:s3:::app-data/secret/*" };
forbid (principal, action, resource)
when { context has viaAWSService && !context.viaAWSService
  && (!(context has sourceIp) || !(context.sourceIp.isInRange(ip("10.0.0.0/8"))
    || context.sourceIp.isInRange(ip("192.0.2.0/24")) || context.sourceIp.isInRange(ip("2001:db8::/32")))) };
forbid (principal, action, resource)
when { context.action like "s3:*" && context has secureTransport && !context.secureTransport };
`

const cedarCalls = requests.map(({ action, resource, context }) => ({
  principal: { type: 'User', id: 'alice' },
  action: { type: 'Action', id: action },
  resource: { type: 'Resource', id: resource },
  preparsedPolicySetId: 'ten',
  entities: [],
  context: {
    action,
    resource,
    ...homeIn(resource),
    username: context.get('aws:username'),
    requestedRegion: context.get('aws:requestedregion'),
    resourceTeam: context.get('aws:resourcetag/team'),
    principalTeam: context.get('aws:principaltag/team'),
    passedToService: context.get('iam:passedtoservice'),
    sourceIp: { __extn: { fn: 'ip', arg: context.get('aws:sourceip') } },
    viaAWSService: context.get('aws:viaawsservice') === 'true',
    secureTransport: context.get('aws:securetransport') === 'true',
  },
}))

function homeIn(resource: string): { readonly homeOf?: string } {
  const [, homeOf] = /:app-data\/home\/([^/]+)\//.exec(resource) ?? []
  return homeOf === undefined ? {} : { homeOf }
}

const others = await installed()
if (others) report(await measured(others))
else process.stdout.write('other engines: not measured, because npm could not install them\n')

async function installed(): Promise<{ simulator: Simulator; cedar: Cedar } | undefined> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }))
  const npm = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) {
    process.stderr.write(`${npm.error?.message ?? npm.stderr}\n`)
    return undefined
  }
  const required = createRequire(join(folder, 'package.json'))
  const imported: unknown = await import(pathToFileURL(required.resolve('@cloud-copilot/iam-simulate')).href)
  // Both modules are as their READMEs say; what is wrong shows when the answers are compared.
  return { simulator: imported as Simulator, cedar: required('@cedar-policy/cedar-wasm/nodejs') as Cedar }
}

async function measured({ simulator, cedar }: { simulator: Simulator; cedar: Cedar }): Promise<Figure[]> {
  const EFFECTS: Readonly<Record<string, string>> = {
    Allowed: 'allow',
    ExplicitlyDenied: 'explicit deny',
    ImplicitlyDenied: 'implicit deny',
  }
  const allows = (answer: CedarAnswer): boolean => answer.type === 'success' && answer.response.decision === 'allow'
  if (cedar.preparsePolicySet('ten', { staticPolicies: CEDAR_POLICIES }).type !== 'success') {
    throw new Error('Cedar does not read the policies')
  }
  for (const [index, simulation] of simulations.entries()) {
    const { action, resource } = simulation.request
    const agree = (who: string, answer: unknown, expected: unknown = mine[index]): void => {
      if (answer === expected) return
      throw new Error(`${action} on ${resource.resource}: here ${expected}, ${who} ${JSON.stringify(answer)}`)
    }
    agree('iam-simulate', EFFECTS[(await simulator.runSimulation(simulation, {})).overallResult ?? ''])
    agree('iam-simulate without checks', EFFECTS[simulator.runUnsafeSimulation(simulation, {})])
    const answer = cedar.statefulIsAuthorized(cedarCalls[index] ?? {})
    const errors = answer.type === 'success' ? answer.response.diagnostics.errors.length : 1
    agree('Cedar', errors === 0 && allows(answer), mine[index] === 'allow')
  }

  const waited = (at: number) => {
    const simulation = simulations[at % simulations.length]
    return simulator.runSimulation(simulation ?? {}, {}).then(({ overallResult }) => overallResult === 'Allowed')
  }
  const ways = {
    permits: asking(requests, permits),
    decide: asking(requests, (request) => decide(request).effect === 'allow'),
    unsafe: asking(simulations, (simulation) => simulator.runUnsafeSimulation(simulation, {}) === 'Allowed'),
    cedar: asking(cedarCalls, (call) => allows(cedar.statefulIsAuthorized(call))),
  }
  // Of dear questions few are asked at a time, so that a latency is one question's and not a crowd's.
  const dear = inTurns({ unsafe: ways.unsafe, cedar: ways.cedar }, { milliseconds: 300, batch: 1 })
  const cheap = inTurns({ permits: ways.permits, decide: ways.decide })
  const simulation = await waitingFor(waited)
  const { permits: our } = cheap
  const slower = (timing: Timing): string =>
    `permits ${Math.round(our.rate / timing.rate).toLocaleString('en-US')}x as fast, decide ${Math.round(cheap.decide.rate / timing.rate)}x`
  const figure = (what: string, timing: Timing, beside: string, target?: number): Figure => ({
    what,
    value: `${perSecond(timing.rate)}, p50 ${micros(timing.p50)}, p99 ${micros(timing.p99)}`,
    beside,
    target: target === undefined ? '' : `permits ${target}x or more`,
    met: target === undefined ? undefined : our.rate / timing.rate >= target,
  })
  const heap = (name: keyof typeof ways, calls: number): string => `${Math.round(bytesOf(ways[name], calls))} B`
  const [simulate, wasm] = Object.values(PACKAGES)
  return [
    figure(
      'permits, 10 statements, beside other engines',
      our,
      `${heap('permits', 20_000)}, decide ${heap('decide', 2000)}`,
    ),
    figure(
      `iam-simulate ${simulate}, runUnsafeSimulation`,
      dear.unsafe,
      `${heap('unsafe', 300)}; ${slower(dear.unsafe)}`,
      TARGETS.simulate,
    ),
    figure(`iam-simulate ${simulate}, runSimulation`, simulation, slower(simulation), TARGETS.simulate),
    figure(`cedar-wasm ${wasm}, preparsed`, dear.cedar, `${heap('cedar', 300)}; ${slower(dear.cedar)}`, TARGETS.cedar),
  ]
}

function micros(nanoseconds: number): string {
  return `${(nanoseconds / 1000).toFixed(nanoseconds < 10_000 ? 2 : 0)} us`
}

if (answeredYes() === 0 && others) throw new Error('nothing was allowed')
