/** The program as a user starts it: a process of its own, with nothing of this process's environment that it would read. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Ready } from '../../src/server.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')

const cleanups: (() => unknown)[] = []
after(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** Runs when the tests of this file have ended, what was begun last first. */
export const atEnd = (clean: () => unknown): void => {
  cleanups.push(clean)
}

/** A folder that is removed when the tests of this file have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-test-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** What stands on its standard input; default: nothing. */
  readonly input?: string
}

export interface Started {
  readonly child: ChildProcess
  /** What it has written to standard output so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves once the text stands on standard output; rejects when the program ends without it. */
  readonly printed: (text: string | RegExp) => Promise<void>
  readonly ended: Promise<Ended>
}

/** Starts the command line with these arguments. */
export function spawnProgram(args: readonly string[], { env = {}, cwd = tmpdir(), input }: Options = {}): Started {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(ROLECALL_|AWS_|npm_|NODE_|FORCE_COLOR)/.test(name),
  )
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: 'pipe',
  })
  // A program that ends without reading it closes the pipe.
  child.stdin.on('error', () => {}).end(input ?? '')
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  const printed = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === 'string' ? stdout.includes(text) : text.test(stdout)) resolve()
      }
      child.stdout.on('data', look)
      look()
      void ended.then(({ code }) => reject(new Error(`the program ended with ${code}: ${stderr}`)))
    })
  return { child, stdout: () => stdout, stderr: () => stderr, printed, ended }
}

/** Runs the command line to its end. */
export const runProgram = (args: readonly string[], options: Options = {}): Promise<Ended> =>
  spawnProgram(args, options).ended

export interface StartedServer extends Started {
  readonly ready: Ready
  /** Asks it to stop as a service manager does. */
  readonly stop: () => Promise<Ended>
}

/** `rolecall start --json` on free ports, ready; stopped with the tests of this file at the latest. */
export async function startProgram(args: readonly string[], options: Options = {}): Promise<StartedServer> {
  const started = spawnProgram(['start', '--json', '--port', '0', ...args], options)
  const stop = () => {
    started.child.kill('SIGTERM')
    return started.ended
  }
  cleanups.push(stop)
  await started.printed('\n')
  const ready: Ready = JSON.parse(started.stdout())
  return { ...started, ready, stop }
}
