/**
 * Durable IAM writes a second in one account on the SQLite store, as a ratio to a bare loop of write and fdatasync on the
 * same disk: at the account's write lane with plans that do what TagRole and PutRolePolicy do, and over HTTP with the
 * calls themselves, signed. Calls that fail or are throttled end the benchmark.
 */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Role, roleSubject, roles } from '../src/roles/records.ts'
import { WriteLane } from '../src/state/lane.ts'
import { LiveState } from '../src/state/live-state.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { formBytes, must } from './support/calls.ts'
import { load } from './support/load.ts'
import { keepOffServerCore, rootOf, startServerProcess, temporaryFolder } from './support/processes.ts'
import { type Figure, median, perSecond, report } from './support/report.ts'

const ACCOUNT = '123456789012'
const WRITERS = [1, 32, 64]
const ROLES = 64
const ROUNDS = 3
const ROUND_MS = 700
const BASE_MS = 300
const TARGET = 6000

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::bench/*' }],
})
const folder = temporaryFolder()
const figures: Figure[] = []
await atTheLane()
keepOffServerCore()
await overHttp()
report(figures)

async function atTheLane(): Promise<void> {
  const live = await LiveState.open(await openSqliteStore({ directory: join(folder, 'lane') }), [roles])
  const lane = new WriteLane(ACCOUNT, live)
  const role = (n: number): Role => ({
    ...{ account: ACCOUNT, id: `AROA${n}`, name: `role-${n}`, path: '/', created: 0, trustPolicy: trust },
    ...{ maxSessionDuration: 3600, tags: {}, inlinePolicies: {}, attachedPolicies: [] },
  })
  for (let n = 0; n < ROLES; n += 1) await lane.submit(`create ${n}`, (tx) => tx.put(roles, role(n)))
  const write = (n: number, count: number) =>
    lane.submit(`${n}-${count}`, (tx) => {
      const record = roleSubject.find(tx, ACCOUNT, `role-${n % ROLES}`)
      if (!record) throw new Error('the role is not there')
      const change =
        count % 2 === 0
          ? { tags: { ...record.tags, count: String(count) } }
          : { inlinePolicies: { ...record.inlinePolicies, bench: policy } }
      tx.put(roles, { ...record, ...change })
    })
  await measured('at the lane', async (writers) => {
    const start = performance.now()
    let written = 0
    const one = async (n: number) => {
      while (performance.now() - start < ROUND_MS) {
        await write(n, written)
        written += 1
      }
    }
    await Promise.all(Array.from({ length: writers }, (_, n) => one(n)))
    return (written * 1000) / (performance.now() - start)
  })
  await live.close()
  await live.store.close()
}

async function overHttp(): Promise<void> {
  const server = await startServerProcess(join(folder, 'http'))
  try {
    const root = rootOf(server.ready)
    for (let n = 0; n < ROLES; n += 1) {
      await must(root, 'iam', 'CreateRole', { RoleName: `role-${n}`, AssumeRolePolicyDocument: trust })
    }
    const calls = Array.from({ length: ROLES }, (_, n) => [
      formBytes(root, 'iam', {
        ...{ Action: 'TagRole', RoleName: `role-${n}` },
        ...{ 'Tags.member.1.Key': 'count', 'Tags.member.1.Value': '1' },
      }),
      formBytes(root, 'iam', {
        ...{ Action: 'PutRolePolicy', RoleName: `role-${n}`, PolicyName: 'bench', PolicyDocument: policy },
      }),
    ])
    const requests = [...calls.map(([tag]) => tag), ...calls.map(([, put]) => put)].filter((call) => call !== undefined)
    const port = Number(new URL(root.url).port)
    await measured('over HTTP', async (connections) => {
      const result = await load({ port, requests, connections, milliseconds: ROUND_MS })
      if (result.failed > 0) throw new Error(`${result.failed} calls failed, the first with\n${result.firstFailure}`)
      return result.perSecond
    })
  } finally {
    await server.close()
  }
}

async function measured(where: string, run: (writers: number) => Promise<number>): Promise<void> {
  for (const writers of WRITERS) {
    await run(writers)
    const rates: number[] = []
    const ratios: number[] = []
    const bases: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = bare()
      const rate = await run(writers)
      const base = (before + bare()) / 2
      rates.push(rate)
      bases.push(base)
      ratios.push(rate / base)
    }
    const rate = median(rates)
    const isTarget = writers === Math.max(...WRITERS)
    figures.push({
      what: `durable IAM writes ${where}, ${writers} ${writers === 1 ? 'caller' : 'callers'}, one account`,
      value: perSecond(rate),
      beside: `${median(ratios).toFixed(2)} of write+fdatasync (${perSecond(median(bases))}); none failed`,
      target: isTarget ? `>= ${perSecond(TARGET)}` : '',
      met: isTarget ? rate >= TARGET : undefined,
    })
  }
}

/** As many bytes as a write's record appended to a file, each append waited for. */
function bare(): number {
  const file = join(folder, 'bare')
  const descriptor = openSync(file, 'w')
  const bytes = new Uint8Array(600)
  const start = performance.now()
  let writes = 0
  for (; performance.now() - start < BASE_MS; writes += 1) {
    writeSync(descriptor, bytes)
    fdatasyncSync(descriptor)
  }
  const rate = (writes * 1000) / (performance.now() - start)
  closeSync(descriptor)
  rmSync(file)
  return rate
}
