/** Server processes of their own on one core, while this process, which makes the load, keeps to another. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Endpoint } from '../../src/cli/signed-client.ts'
import type { Ready } from '../../src/server.ts'

/** True when servers and load can have a core each. */
export const pinned = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

const SERVER_CORE = '0'
const LOAD_CORE = '1'

/** Keeps this process, its threads included, off the servers' core. */
export function keepOffServerCore(): void {
  if (pinned) spawnSync('taskset', ['-a', '-cp', LOAD_CORE, String(process.pid)])
}

export interface ServerProcess<R> {
  /** The line of JSON that it printed when it was ready. */
  readonly ready: R
  readonly pid: number
  /** From the start of the process to that line, in milliseconds. */
  readonly startMilliseconds: number
  /** CPU time of all its threads so far, in microseconds. */
  readonly cpu: () => number
  readonly close: () => Promise<void>
}

/** A folder that the process takes with it when it ends. `ROLECALL_BENCH_DIR` chooses the disk. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(process.env['ROLECALL_BENCH_DIR'] ?? tmpdir(), 'rolecall-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** `rolecall start` on free ports; without a folder it is ephemeral. */
export const startServerProcess = (folder?: string): Promise<ServerProcess<Ready>> =>
  startProcess<Ready>(join(import.meta.dirname, '../../src/main.ts'), [
    ...['start', '--port', '0', '--json'],
    ...(folder === undefined ? ['--ephemeral'] : ['--data', folder]),
  ])

export const startHello = (...args: readonly string[]): Promise<ServerProcess<{ readonly port: number }>> =>
  startProcess(join(import.meta.dirname, 'hello.ts'), args)

/** Runs a script that prints one line of JSON when it is ready. `ROLECALL_BENCH_NODE_ARGS` goes to Node, for profiles. */
export async function startProcess<R>(script: string, args: readonly string[]): Promise<ServerProcess<R>> {
  const began = performance.now()
  const node = [
    '--max-semi-space-size=32',
    ...(process.env['ROLECALL_BENCH_NODE_ARGS'] ?? '').split(' ').filter(Boolean),
  ]
  const command = [process.execPath, ...node, script, ...args]
  const [file = '', ...rest] = pinned ? ['taskset', '-c', SERVER_CORE, ...command] : command
  // As `npm start` has it.
  const cache = join(import.meta.dirname, '../../node_modules/.cache/node-compile')
  const env = { NODE_COMPILE_CACHE: cache, ...process.env }
  const child = spawn(file, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ready: R = JSON.parse(await firstLine(child))
  const startMilliseconds = performance.now() - began
  const pid = child.pid ?? 0
  return { ready, pid, startMilliseconds, cpu: () => cpuOf(pid), close: () => close(child) }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error(`the process ended before it was ready, with ${child.exitCode ?? child.signalCode}`)
}

function close(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** The kernel counts in hundredths of a second. */
const TICK_MICROSECONDS = 10_000

function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
  return Number(found?.[1]) * 1024
}

/** The account root's way to the server. */
export const rootOf = ({ endpoint, region, accessKeyId, secretAccessKey }: Ready): Endpoint => ({
  url: endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey },
})
