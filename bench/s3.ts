/**
 * Durable PUTs and GETs of 4 KiB objects a second at 16 connections, signed, each to a key of its own, as a ratio to a bare
 * node:http server that reads the same bodies.
 */
import { randomBytes } from 'node:crypto'
import { callS3 } from '../src/cli/signed-client.ts'
import { signedBytes } from './support/calls.ts'
import { load } from './support/load.ts'
import {
  keepOffServerCore,
  rootOf,
  type ServerProcess,
  startHello,
  startServerProcess,
  temporaryFolder,
} from './support/processes.ts'
import { median, perSecond, report } from './support/report.ts'

const CONNECTIONS = 16
const OBJECTS = 4096
const BYTES = 4096
const ROUNDS = 5
const ROUND_MS = 600
const TARGETS: Readonly<Record<string, number>> = { PUT: 1000, GET: 3000 }

interface Subject {
  readonly name: string
  readonly server: ServerProcess<unknown>
  readonly port: number
  readonly requests: readonly Buffer[]
  readonly rates: number[]
  readonly cpus: number[]
  sent: number
}

keepOffServerCore()
const server = await startServerProcess(temporaryFolder())
const hello = await startHello()
try {
  const root = rootOf(server.ready)
  const made = await callS3(root, 'PUT', '/bench')
  if (made.status !== 200) throw new Error(made.text)
  const body = randomBytes(BYTES)
  const request = (method: 'PUT' | 'GET', n: number) =>
    signedBytes(root, {
      ...{ service: 's3', method, path: `/bench/object-${n}` },
      ...(method === 'PUT' ? { body } : {}),
    })
  const all = (method: 'PUT' | 'GET') => Array.from({ length: OBJECTS }, (_, n) => request(method, n))
  const puts = all('PUT')
  const gets = all('GET')
  const port = Number(new URL(root.url).port)
  const common = { sent: 0 }
  const subjects: readonly Subject[] = [
    { name: 'hello with 4 KiB', server: hello, port: hello.ready.port, requests: puts, rates: [], cpus: [], ...common },
    { name: 'PUT', server, port, requests: puts, rates: [], cpus: [], ...common },
    { name: 'GET', server, port, requests: gets, rates: [], cpus: [], ...common },
  ]
  await fill(port, puts)
  for (let n = -2; n < ROUNDS; n += 1) for (const subject of subjects) await round(subject, n >= 0)
  report(subjects.map((subject) => figure(subject, subjects[0])))
} finally {
  await Promise.all([server.close(), hello.close()])
}

/** Puts every object once, so that no GET finds nothing. */
async function fill(port: number, puts: readonly Buffer[]): Promise<void> {
  const result = await load({ port, requests: puts, connections: CONNECTIONS, milliseconds: 60_000, once: true })
  if (result.failed > 0 || result.answered < OBJECTS)
    throw new Error(`not all objects are there: ${result.firstFailure}`)
}

async function round(subject: Subject, counts: boolean): Promise<void> {
  const { name, server, port, requests, sent } = subject
  const cpu = server.cpu()
  const result = await load({ port, requests, connections: CONNECTIONS, milliseconds: ROUND_MS, offset: sent })
  if (result.failed > 0)
    throw new Error(`${name}: ${result.failed} calls failed, the first with\n${result.firstFailure}`)
  subject.sent += result.answered
  if (!counts) return
  subject.rates.push(result.perSecond)
  subject.cpus.push((server.cpu() - cpu) / result.answered)
}

function figure({ name, rates, cpus }: Subject, base: Subject | undefined) {
  const target = TARGETS[name]
  const rate = median(rates)
  const ratio = median(rates.map((value, n) => value / (base?.rates[n] ?? Number.NaN)))
  return {
    what: target === undefined ? name : `S3 ${BYTES / 1024} KiB ${name === 'PUT' ? 'durable PUT' : name}`,
    value: perSecond(rate),
    beside: `${target === undefined ? '' : `${ratio.toFixed(2)} of hello; `}${median(cpus).toFixed(0)} us CPU`,
    target: target === undefined ? '' : `>= ${perSecond(target)}`,
    met: target === undefined ? undefined : rate >= target,
  }
}
