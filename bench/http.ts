/**
 * Requests a second of signed calls and of the metadata service, as a ratio to a bare node:http server that reads the
 * same request's body. Servers share one core, the load has another; rounds take turns, so that a noisy neighbour slows
 * all of them; medians. The metadata service ends each connection, as EC2's does, so it stands against a hello that does.
 * The ratio of CPU time a request is free of what the generator costs, and stands beside.
 */

import { join } from 'node:path'
import { allowing, createUser, formBytes, head, must } from './support/calls.ts'
import { load } from './support/load.ts'
import {
  keepOffServerCore,
  pinned,
  rootOf,
  type ServerProcess,
  startHello,
  startProcess,
  startServerProcess,
  temporaryFolder,
} from './support/processes.ts'
import { type Figure, median, perSecond, report } from './support/report.ts'

const CONNECTIONS = 32
const ROUNDS = Number(process.env['ROLECALL_BENCH_ROUNDS'] ?? 5)
const ROUND_MS = 500
/** After so many the engine has compiled what it will: a slow machine is not to be measured on cold code. */
const WARM_CALLS = Number(process.env['ROLECALL_BENCH_WARM_CALLS'] ?? 30_000)

/** What the table calls them, where it says more. */
const TITLES: Readonly<Record<string, string>> = {
  GetCallerIdentity: 'signed GetCallerIdentity',
  AssumeRole: 'signed AssumeRole',
  metadata: 'metadata credentials read',
}

interface Subject {
  readonly name: string
  readonly server: ServerProcess<unknown>
  readonly port: number
  readonly request: Buffer
  readonly closes: boolean
  readonly rates: number[]
  readonly cpus: number[]
}

keepOffServerCore()
const server = await startServerProcess(temporaryFolder())
const hello = await startHello()
const helloCloses = await startHello('close')
const metadata = await startProcess<{ readonly port: number; readonly role: string }>(
  join(import.meta.dirname, 'support/metadata.ts'),
  [],
)
try {
  const wanted = (process.argv[2] ?? '').split(',').filter(Boolean)
  const all = await subjects()
  const chosen = all.filter(({ name }) => name.startsWith('hello') || wanted.length === 0 || wanted.includes(name))
  for (const subject of chosen) for (let calls = 0; calls < WARM_CALLS; ) calls += await round(subject, ROUND_MS)
  for (const subject of chosen) subject.rates.length = subject.cpus.length = 0
  for (let n = 0; n < ROUNDS; n += 1) for (const subject of chosen) await round(subject, ROUND_MS)
  report(figures(chosen))
} finally {
  await Promise.all([server.close(), hello.close(), helloCloses.close(), metadata.close()])
}

async function subjects(): Promise<readonly Subject[]> {
  const root = rootOf(server.ready)
  const { account } = server.ready
  const RoleArn = `arn:aws:iam::${account}:role/bench`
  const credentials = await createUser(root, 'bench', allowing(['sts:AssumeRole', 'sts:TagSession'], RoleArn))
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:user/bench` }, Action: 'sts:AssumeRole' },
    ],
  }
  await must(root, 'iam', 'CreateRole', { RoleName: 'bench', AssumeRolePolicyDocument: JSON.stringify(trust) })
  const user = { ...root, credentials }
  const identity = formBytes(user, 'sts', { Action: 'GetCallerIdentity' })
  const assume = formBytes(user, 'sts', { Action: 'AssumeRole', RoleArn, RoleSessionName: 'bench' })
  const port = Number(new URL(root.url).port)
  const { read, put } = await metadataRequests()
  const subject = (name: string, server: ServerProcess<unknown>, port: number, request: Buffer, closes = false) => ({
    ...{ name, server, port, request, closes },
    rates: [],
    cpus: [],
  })
  return [
    subject('hello', hello, hello.ready.port, identity),
    subject('GetCallerIdentity', server, port, identity),
    subject('AssumeRole', server, port, assume),
    subject('hello, closing', helloCloses, helloCloses.ready.port, read, true),
    subject('metadata', metadata, metadata.ready.port, read, true),
    subject('metadata token', metadata, metadata.ready.port, put, true),
  ]
}

async function metadataRequests(): Promise<{ readonly read: Buffer; readonly put: Buffer }> {
  const url = `http://127.0.0.1:${metadata.ready.port}/latest`
  const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': '21600' }
  const token = await (await fetch(`${url}/api/token`, { method: 'PUT', headers })).text()
  const path = `/latest/meta-data/iam/security-credentials/${metadata.ready.role}`
  const common = ['Host', '169.254.169.254', 'User-Agent', 'rolecall-bench']
  const bytes = (method: string, path: string, ...more: readonly string[]) =>
    Buffer.from(head(method, path, [...common, ...more]), 'latin1')
  return {
    read: bytes('GET', path, 'X-aws-ec2-metadata-token', token),
    put: bytes('PUT', '/latest/api/token', ...Object.entries(headers).flat()),
  }
}

async function round({ name, server, port, request, closes, rates, cpus }: Subject, milliseconds: number) {
  const cpu = server.cpu()
  const result = await load({ port, requests: [request], connections: CONNECTIONS, milliseconds, closes })
  if (result.failed > 0)
    throw new Error(`${name}: ${result.failed} calls failed, the first with\n${result.firstFailure}`)
  rates.push(result.perSecond)
  cpus.push((server.cpu() - cpu) / result.answered)
  return result.answered
}

function figures(chosen: readonly Subject[]): readonly Figure[] {
  const targets: Readonly<Record<string, number>> = { GetCallerIdentity: 0.5, AssumeRole: 0.35, metadata: 0.7 }
  const by = new Map(chosen.map((subject) => [subject.name, subject]))
  return chosen.map(({ name, rates, cpus, closes }) => {
    const base = by.get(closes ? 'hello, closing' : 'hello')
    const target = targets[name]
    const ratio = median(rates.map((rate, n) => rate / (base?.rates[n] ?? Number.NaN)))
    const cpu = median(cpus)
    const cpuRatio = median(base?.cpus ?? []) / cpu
    const isBase = name.startsWith('hello')
    const where = pinned ? '' : ', unpinned'
    return {
      what: TITLES[name] ?? name,
      value: perSecond(median(rates)),
      beside: isBase
        ? `${cpu.toFixed(0)} us CPU${where}`
        : `${ratio.toFixed(2)} of ${base?.name}; by CPU ${cpuRatio.toFixed(2)} (${cpu.toFixed(0)} us)`,
      target: target === undefined ? '' : `>= ${target.toFixed(2)}`,
      met: target === undefined ? undefined : ratio >= target,
    }
  })
}
