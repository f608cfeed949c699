/**
 * From the start of the process to its first answer, and resident memory: with a store that is empty but for the root,
 * and with 100,000 roles that carry an inline policy of 1 KB each; and what an authorised call costs with 10 roles in the
 * account and with 100,000.
 */
import { setTimeout } from 'node:timers/promises'
import { allowing, createUser, formBytes, must } from './support/calls.ts'
import { load } from './support/load.ts'
import { keepOffServerCore, residentBytes, rootOf, startServerProcess, temporaryFolder } from './support/processes.ts'
import { median, report } from './support/report.ts'
import { writeRoles } from './support/write-roles.ts'

const FEW = 10
const MANY = Number(process.env['ROLECALL_BENCH_ROLES'] ?? 100_000)
const STARTS = 3
const ROUNDS = 5
const ROUND_MS = 500
const CONNECTIONS = 32
const SETTLE_MS = 1500

keepOffServerCore()
const folders = { few: temporaryFolder(), many: temporaryFolder() }
for (const folder of Object.values(folders)) await (await startServerProcess(folder)).close()
const empty = await starts(folders.few)
await writeRoles(folders.few, FEW)
await writeRoles(folders.many, MANY)
const full = await starts(folders.many)
const cost = await costOfACall()
const perRole = (full.bytes - empty.bytes) / MANY

report([
  figure('start with an empty store (second start)', seconds(empty.milliseconds), '< 0.5 s', empty.milliseconds < 500),
  figure(`start with ${MANY} roles`, seconds(full.milliseconds), '< 5 s', full.milliseconds < 5000),
  figure('resident memory, idle', megabytes(empty.bytes), '< 120 MB', empty.bytes < 120e6),
  figure(`resident memory, ${MANY} roles`, megabytes(full.bytes), '', undefined),
  figure('memory a role with a 1 KB policy', `${Math.round(perRole)} B`, '< 4,000 B', perRole < 4000),
  {
    what: 'an authorised call (GetRole by a user)',
    value: `${cost.many.toFixed(0)} us CPU with ${MANY} roles`,
    beside: `${cost.ratio.toFixed(2)} of its cost with ${FEW} (${cost.few.toFixed(0)} us)`,
    target: 'the same',
    met: cost.ratio < 1.1,
  },
])

/** Medians of several starts, each to the first answer to a signed call. */
async function starts(folder: string): Promise<{ milliseconds: number; bytes: number }> {
  const times: number[] = []
  const sizes: number[] = []
  for (let n = 0; n < STARTS; n += 1) {
    const began = performance.now()
    const server = await startServerProcess(folder)
    await must(rootOf(server.ready), 'sts', 'GetCallerIdentity')
    times.push(performance.now() - began)
    await setTimeout(SETTLE_MS)
    sizes.push(residentBytes(server.pid))
    await server.close()
  }
  return { milliseconds: median(times), bytes: median(sizes) }
}

/** CPU of the server for one call, in turns. */
async function costOfACall(): Promise<{ few: number; many: number; ratio: number }> {
  const servers = [await startServerProcess(folders.few), await startServerProcess(folders.many)]
  try {
    const subjects = []
    for (const server of servers) {
      const root = rootOf(server.ready)
      const credentials = await createUser(root, 'bench', allowing('iam:GetRole'))
      const request = formBytes({ ...root, credentials }, 'iam', { Action: 'GetRole', RoleName: `role-${FEW - 1}` })
      subjects.push({ server, request, port: Number(new URL(root.url).port), costs: [] as number[] })
    }
    for (let round = -2; round < ROUNDS; round += 1) {
      for (const { server, request, port, costs } of subjects) {
        const before = server.cpu()
        const result = await load({ port, requests: [request], connections: CONNECTIONS, milliseconds: ROUND_MS })
        if (result.failed > 0) throw new Error(result.firstFailure)
        if (round >= 0) costs.push((server.cpu() - before) / result.answered)
      }
    }
    const [few = Number.NaN, many = Number.NaN] = subjects.map(({ costs }) => median(costs))
    const [base, other] = subjects
    const ratio = median((other?.costs ?? []).map((cost, n) => cost / (base?.costs[n] ?? Number.NaN)))
    return { few, many, ratio }
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
}

function figure(what: string, value: string, target: string, met: boolean | undefined) {
  return { what, value, beside: '', target, met }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
