/** A server as a user starts it: a process of its own, with its state in a folder, and commands on its instances. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { namespaceProblem } from '../../src/hosts/namespace.ts'
import type { Ready } from '../../src/server.ts'

/** Debian's `nobody`: a user without privileges. */
const NOBODY = 65534

export const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** How a command reaches its instance: what is tried first, and what stays without privileges or tools. */
export type Way = 'namespace' | 'user namespace' | 'environment'

export interface ProcessOptions {
  /** Runs server and commands so that exactly this way is taken; default: the best that works here. */
  readonly way?: Way
}

export interface ServerProcess {
  readonly ready: Ready
  /** What `--data` names; also a place for the test's own files. */
  readonly folder: string
  /** Ends the process with SIGTERM (or the signal) and starts another on the same folder. */
  readonly restart: (signal?: NodeJS.Signals) => Promise<ServerProcess>
  /** `rolecall exec` on the instance, with this environment beside PATH and HOME. */
  readonly exec: (
    instance: string,
    command: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Outcome>
}

/** Starts `rolecall start --json` on free ports; it ends, and its folder goes, with the test. */
export async function startServerProcess(t: TestContext, { way }: ProcessOptions = {}): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-clients-'))
  const who = way === 'user namespace' && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid)
  const path = way === 'environment' ? join(folder, 'no-tools') : process.env['PATH']
  const running: ChildProcess[] = []
  t.after(async () => {
    for (const child of running) await end(child, 'SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })
  const begin = async (): Promise<ServerProcess> => {
    const child = spawn(
      process.execPath,
      [MAIN, 'start', '--json', '--port', '0', '--tls-port', '0', '--data', folder],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...plainEnvironment(), PATH: path }, cwd: folder, ...who },
    )
    running.push(child)
    return {
      ready: await readyLine(child),
      folder,
      restart: async (signal = 'SIGTERM') => {
        await end(child, signal)
        return begin()
      },
      exec: (instance, command, environment = {}) =>
        outcomeOf(
          process.execPath,
          [MAIN, 'exec', '--data', folder, '--quiet', instance, '--', ...command],
          {
            ...plainEnvironment(),
            ...environment,
          },
          who,
        ),
    }
  }
  return begin()
}

/** Why a command cannot run that way here, for node:test's `skip`. */
export function wayProblem(way: Way): string | false {
  if (way === 'environment') return false
  const problem = namespaceProblem(way)
  return problem === undefined ? false : `no ${way} here: ${problem}`
}

/** Why one of these programs cannot be started that way: root's own, such as those of a home folder, are closed to others. */
export function closedTo(way: Way, paths: readonly string[]): string | false {
  if (way !== 'user namespace' || process.getuid?.() !== 0) return false
  const closed = paths.find((path) => spawnSync('test', ['-x', path], { uid: NOBODY, gid: NOBODY }).status !== 0)
  return closed === undefined ? false : `${closed} is closed to uid nobody`
}

/** Runs a program to its end, whatever its exit code. */
export function outcomeOf(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: { readonly uid?: number; readonly gid?: number; readonly cwd?: string } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { env, maxBuffer: 64 << 20, ...options }, (error, stdout, stderr) => {
      if (error && child.exitCode === null) reject(error)
      else resolve({ code: child.exitCode ?? 0, stdout, stderr })
    })
  })
}

/** PATH and a home without AWS's files: nothing of who runs the tests. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  LANG: 'C.UTF-8',
})

/** What points an AWS client at the server with these credentials. */
export const clientEnvironment = (
  { endpoint, region }: Pick<Ready, 'endpoint' | 'region'>,
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string },
): NodeJS.ProcessEnv => ({
  ...plainEnvironment(),
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
})

function readyLine(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      // `--json` prints exactly this.
      if (text.includes('\n')) resolve(JSON.parse(text) as Ready)
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)))
  })
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}
