/**
 * Many instances on one server, each with a network, a router and listeners of its own: how long one takes to make, what
 * it keeps of the server's memory, and whether a credentials read costs with many what it costs with one. Reads come from
 * inside an instance, over its own link. Without the right to make namespaces the listeners are on the loopback.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { askServer } from '../src/hosts/control-client.ts'
import { enterOptions } from '../src/hosts/exec-client.ts'
import type { HostAccess } from '../src/hosts/host.ts'
import { createInstanceRole, must } from './support/calls.ts'
import { keepOffServerCore, residentBytes, rootOf, startServerProcess, temporaryFolder } from './support/processes.ts'
import { type Figure, report } from './support/report.ts'

const INSTANCES = Number(process.env['ROLECALL_BENCH_INSTANCES'] ?? 200)
const AT_ONCE = 2
const ROLE = 'bench'

keepOffServerCore()
const folder = temporaryFolder()
const server = await startServerProcess(folder)
try {
  const ids = await launch()
  const [first = '', ...others] = ids
  const access = await prepare(first)
  const alone = await readLatency(access)
  const [before, began] = [residentBytes(server.pid), performance.now()]
  await inTurns(others, prepare)
  const seconds = (performance.now() - began) / 1000
  const kilobytes = (residentBytes(server.pid) - before) / 1024 / others.length
  const crowded = await readLatency(access)
  const what = access.way === 'environment' ? 'loopback listeners' : access.way
  const figures: Figure[] = [
    figure(
      `${ids.length} instances, ${what}: making one`,
      `${((seconds * 1000) / others.length).toFixed(0)} ms`,
      `${seconds.toFixed(1)} s for all`,
    ),
    figure(
      'memory of the server an instance',
      `${kilobytes.toFixed(0)} KB`,
      `${(residentBytes(server.pid) / 2 ** 20).toFixed(0)} MB with all`,
    ),
    figure(
      'credentials read from inside, token and document',
      `p50 ${crowded.p50} us, p99 ${crowded.p99} us`,
      `${(crowded.p50 / alone.p50).toFixed(2)} of one instance's (p50 ${alone.p50} us, p99 ${alone.p99} us)`,
    ),
  ]
  report(figures)
} finally {
  await server.close()
}

function figure(what: string, value: string, beside: string): Figure {
  return { what, value, beside, target: '', met: undefined }
}

/** Instances with a role, in calls of as many as EC2 takes at once. */
async function launch(): Promise<readonly string[]> {
  const root = rootOf(server.ready)
  await createInstanceRole(root, ROLE)
  const ids: string[] = []
  while (ids.length < INSTANCES) {
    const count = String(Math.min(20, INSTANCES - ids.length))
    const asked = { ImageId: 'ami-12345678', MinCount: count, MaxCount: count, 'IamInstanceProfile.Name': ROLE }
    const { text } = await must(root, 'ec2', 'RunInstances', asked)
    ids.push(...[...text.matchAll(/<instanceId>(i-[0-9a-f]{17})</g)].map((found) => found[1] ?? ''))
  }
  return ids
}

/** As `rolecall exec` asks. */
async function prepare(instance: string): Promise<HostAccess> {
  const answer = await askServer(join(folder, 'data', 'control.sock'), { prepare: { instance } })
  if (!('prepared' in answer)) throw new Error(JSON.stringify(answer))
  return answer.prepared
}

async function inTurns(items: readonly string[], work: (item: string) => Promise<unknown>): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

interface Latency {
  readonly p50: number
  readonly p99: number
}

/** Microseconds of 1,000 reads one after another, each a token and a document. */
function readLatency(access: HostAccess): Promise<Latency> {
  const url = access.way === 'environment' ? access.metadataUrl : 'http://169.254.169.254'
  const client = [process.execPath, join(import.meta.dirname, 'support/read-credentials.ts'), url, ROLE]
  const [program = '', ...args] =
    access.way === 'environment' ? client : ['nsenter', ...enterOptions(access), ...client]
  return new Promise((done, failed) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.once('error', failed)
    // The client prints exactly this.
    child.once('close', (code) =>
      code === 0 ? done(JSON.parse(text) as Latency) : failed(new Error(`it ended with ${code}`)),
    )
  })
}
